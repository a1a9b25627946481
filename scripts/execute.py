"""Executes a queued proposal."""

import click
from ape.cli import ConnectedProviderCommand

from scripts._accounts import account_options, choose_account, dry_run_option


@click.command(cls=ConnectedProviderCommand, short_help="Execute a proposal that is queued")
@click.argument("number", type=click.IntRange(1))
@account_options
@dry_run_option
def cli(number: int, alias: str | None, index: int | None, dry_run: bool) -> None:
    """Execute proposal NUMBER, which was queued and has waited; anyone may.

    All its actions happen in this transaction, in the timelock's name, or none. Says when it can
    be executed where it is too early. Run again it sends nothing.

    \b
      ape run execute 5 --network ethereum:devnet:node
      ape run execute 5 --network ethereum:mainnet:node --account ALIAS --dry-run
    """
    from scripts._errors import clear_errors
    from scripts._queueing import execute

    with clear_errors():
        execute(number, choose_account(alias, index), dry_run)
