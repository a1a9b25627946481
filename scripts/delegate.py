"""Gives votes to somebody."""

import click
from ape.cli import ConnectedProviderCommand

from scripts._accounts import account_options, choose_account, dry_run_option


@click.command(cls=ConnectedProviderCommand, short_help="Give your votes to somebody, or yourself")
@click.argument("to", required=False, metavar="[TO]")
@account_options
@dry_run_option
def cli(to: str | None, alias: str | None, index: int | None, dry_run: bool) -> None:
    """Give the votes of your reward tokens to the address TO, or to yourself without it.

    Tokens have no votes before this is done once. They stay yours, and the votes of tokens that
    you get later go the same way. It counts for proposals and rounds whose voting begins later.
    Run again with the same address it sends nothing.

    \b
    On a running local chain, the test account 5 to itself:
      ape run delegate --network ethereum:devnet:node --account-index 5
    To somebody else:
      ape run delegate 0x9965507D1a55bcC2695C58ba16FB37d819B0A4dc --network ethereum:mainnet:node \\
        --account ALIAS
    """
    from scripts._deployed import deployed_contracts
    from scripts._deployment.fields import checked_address
    from scripts._errors import clear_errors
    from scripts._transactions import method_of, perform
    from scripts._words import amount

    with clear_errors():
        account = choose_account(alias, index)
        token = deployed_contracts()["token"]
        delegatee = checked_address(to or account.address)
        whose = f"the votes of {account.address}"
        if token.delegates(account) == delegatee:
            click.echo(f"{whose} are with {delegatee} already: nothing to do.")
            return
        click.echo(f"gives     {whose}, {amount(token.balanceOf(account))}, to {delegatee}")
        method = method_of(token, "delegate")
        if perform(method, delegatee, sender=account, dry_run=dry_run):
            click.echo("Done. It counts for votes that begin from now on.")
