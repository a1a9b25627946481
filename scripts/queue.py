"""Queues a passed proposal."""

import click
from ape.cli import ConnectedProviderCommand

from scripts._accounts import account_options, choose_account, dry_run_option


@click.command(cls=ConnectedProviderCommand, short_help="Queue a proposal that has passed")
@click.argument("number", type=click.IntRange(1))
@account_options
@dry_run_option
def cli(number: int, alias: str | None, index: int | None, dry_run: bool) -> None:
    """Queue proposal NUMBER, which has passed, in the timelock; anyone may.

    Its actions wait for the timelock's delay, in which whoever disagrees can leave; then
    `ape run execute` carries them out. Run again it sends nothing.

    \b
      ape run queue 5 --network ethereum:devnet:node
      ape run queue 5 --network ethereum:mainnet:node --account ALIAS --dry-run
    """
    from scripts._errors import clear_errors
    from scripts._queueing import queue

    with clear_errors():
        queue(number, choose_account(alias, index), dry_run)
