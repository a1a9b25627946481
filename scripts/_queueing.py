"""The two steps from a passed proposal to what it does."""

from typing import Any

import click

from scripts._deployed import deployed_contracts
from scripts._proposals import Proposal
from scripts._transactions import method_of, perform
from scripts._words import moment


def queue(number: int, account: Any, dry_run: bool) -> None:
    """Queue a passed proposal. Raises `ValueError` where it has not passed."""
    proposal = Proposal.read(number, deployed_contracts())
    if proposal.state in ("Queued", "Executed"):
        click.echo(f"Proposal {number} is queued already, or executed: nothing to do.")
        return
    proposal.require("Succeeded")
    if _carry_out("queue", proposal, account, dry_run):
        queued = Proposal.read(number, proposal.contracts)
        click.echo(f"Queued. It can be executed from {moment(queued.executable_from)}:")
        click.echo(f"  ape run execute {number}")


def execute(number: int, account: Any, dry_run: bool) -> None:
    """Execute a queued proposal. Raises `ValueError` where it can't be executed yet."""
    proposal = Proposal.read(number, deployed_contracts())
    if proposal.state == "Executed":
        click.echo(f"Proposal {number} was executed already: nothing to do.")
        return
    proposal.require("Queued")
    if _carry_out("execute", proposal, account, dry_run):
        click.echo("Executed.")


def _carry_out(what: str, proposal: Proposal, account: Any, dry_run: bool) -> Any:
    for line in proposal.actions():
        click.echo(f"action    {line}")
    method = method_of(proposal.contracts["governor"], what)
    return perform(method, proposal.number, sender=account, dry_run=dry_run)
