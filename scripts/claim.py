"""Claims revenue."""

import click
from ape.cli import ConnectedProviderCommand

from scripts._accounts import account_options, choose_account, dry_run_option


@click.command(cls=ConnectedProviderCommand, short_help="Claim what your contributions have earned")
@click.option(
    "--delegate",
    "delegatee",
    metavar="ADDRESS",
    help="Give your votes to that address in the same transaction, by a signature.",
)
@account_options
@dry_run_option
def cli(delegatee: str | None, alias: str | None, index: int | None, dry_run: bool) -> None:
    """Claim what all your contributions have earned, from every persona and in every asset.

    Shows each sum before it sends. Where there is nothing to claim it sends nothing.

    \b
    On a running local chain, the test account 8, which holds the first cards' contributions:
      ape run claim --network ethereum:devnet:node --account-index 8
    And give the votes of what arrives to yourself, at last:
      ape run claim --delegate 0x… --network ethereum:mainnet:node --account ALIAS
    """
    from scripts._claiming import claim
    from scripts._errors import clear_errors

    with clear_errors():
        claim(choose_account(alias, index), delegatee, dry_run)
