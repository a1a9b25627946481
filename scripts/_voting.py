"""Votes, checked before they are sent."""

from typing import Any

import click

from scripts._deployed import deployed_contracts
from scripts._proposals import Proposal
from scripts._transactions import perform
from scripts._words import amount, moment

_VOTING = 2  # IGenerationRounds.State
_STATES = ("none", "open", "voted on", "settled", "expired", "failed")


def vote_on_proposal(
    number: int, support: int, choice: str, reason: str | None, account: Any, dry_run: bool
) -> None:
    """Vote once. Raises `ValueError` where it is not voted on, or the account has no votes."""
    contracts = deployed_contracts()
    governor, proposal = contracts["governor"], Proposal.read(number, contracts)
    if governor.hasVoted(number, account):
        click.echo(f"{account.address} has voted on proposal {number} already: nothing to do.")
        return
    proposal.require("Active")
    votes = _votes(contracts["token"], account, proposal.voting_from)
    for line in proposal.actions():
        click.echo(f"action    {line}")
    click.echo(f"votes     {choice}, with the votes of {amount(votes)}")
    if reason is None:
        receipt = perform(governor.castVote, number, support, sender=account, dry_run=dry_run)
    else:
        cast, arguments = governor.castVoteWithReason, (number, support, reason)
        receipt = perform(cast, *arguments, sender=account, dry_run=dry_run)
    if receipt:
        until = Proposal.read(number, contracts).voting_until
        click.echo(f"Done. Proposal {number} is voted on until {moment(until)}.")


def vote_in_round(number: int, entry: int, account: Any, dry_run: bool) -> None:
    """Vote once. Raises `ValueError` where it is not voted on, or the account has no votes."""
    contracts = deployed_contracts()
    rounds = contracts["rounds"]
    found = rounds.round(number)
    if rounds.hasVoted(number, account):
        click.echo(f"{account.address} has voted in round {number} already: nothing to do.")
        return
    if found.state != _VOTING:
        raise ValueError(f"round {number} is not voted on: it is {_STATES[found.state]}")
    if entry >= found.entryCount:
        raise ValueError(f"round {number} has {found.entryCount} entries, counted from 0")
    votes = _votes(contracts["token"], account, found.votingAt)
    persona = found.roster >> 16 * entry & 0xFFFF
    click.echo(f"votes     for persona {persona}'s entry, with the votes of {amount(votes)}")
    if perform(rounds.castVote, number, entry, sender=account, dry_run=dry_run):
        click.echo("Done.")


def _votes(token: Any, account: Any, when: int) -> int:
    votes = int(token.getPastVotes(account, when))
    if not votes:
        raise ValueError(
            f"{account.address} had no votes at {moment(when)}, when they were counted: run "
            "`ape run delegate` before the voting begins"
        )
    return votes
