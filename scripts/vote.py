"""Votes on a proposal, or for an entry of a round."""

import click
from ape.cli import ConnectedProviderCommand

from scripts._accounts import account_options, choose_account, dry_run_option
from scripts._default_group import DefaultGroup

_CHOICES = ("against", "for", "abstain")  # as the governor counts


@click.group(cls=DefaultGroup, default="proposal", short_help="Vote on a proposal or in a round")
def cli() -> None:
    """Vote on a governance proposal, or for a persona's entry in a round.

    A vote can't be changed. Its weight is what was delegated to you when the voting began (see
    `ape run delegate`). Without the word proposal or round it is a proposal:

    \b
      ape run vote 5 for --network ethereum:devnet:node --account-index 5
      ape run vote proposal 5 against --reason "Too much at once" --network …
      ape run vote round 3 --entry 1 --network …
      ape run vote proposal --help
    """


@cli.command(cls=ConnectedProviderCommand, short_help="Vote on a governance proposal")
@click.argument("number", type=click.IntRange(1))
@click.argument("choice", type=click.Choice(_CHOICES, case_sensitive=False))
@click.option("--reason", metavar="TEXT", help="Said on chain with the vote.")
@account_options
@dry_run_option
def proposal(
    number: int,
    choice: str,
    reason: str | None,
    alias: str | None,
    index: int | None,
    dry_run: bool,
) -> None:
    """Vote on governance proposal NUMBER: for, against or abstain.

    For and abstain count towards the quorum. Run again it sends nothing.

    \b
      ape run vote 5 for --network ethereum:devnet:node --account-index 5
      ape run vote 5 abstain --reason "I know too little" --network ethereum:mainnet:node \\
        --account ALIAS
    """
    from scripts._errors import clear_errors
    from scripts._voting import vote_on_proposal

    with clear_errors():
        account = choose_account(alias, index)
        vote_on_proposal(number, _CHOICES.index(choice), choice, reason, account, dry_run)


@cli.command("round", cls=ConnectedProviderCommand, short_help="Vote for an entry of a round")
@click.argument("number", type=click.IntRange(1))
@click.option(
    "--entry",
    type=click.IntRange(0, 15),
    required=True,
    help="Its place in the roster; the first is 0.",
)
@account_options
@dry_run_option
def round_(number: int, entry: int, alias: str | None, index: int | None, dry_run: bool) -> None:
    """Vote for one entry of round NUMBER, while the round is voted on.

    Run again it sends nothing.

    \b
      ape run vote round 3 --entry 1 --network ethereum:devnet:node --account-index 5
    """
    from scripts._errors import clear_errors
    from scripts._voting import vote_in_round

    with clear_errors():
        vote_in_round(number, entry, choose_account(alias, index), dry_run)
