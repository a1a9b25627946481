"""What the governor's and the timelock's events say of a proposal."""

from collections.abc import Iterable, Sequence

from sqlmodel import Session, col, delete, select, tuple_

from frontend_api.projection.governance_tables import Ballot, Proposal
from frontend_api.projection.tables import Event
from frontend_api.projection.words import title_of

_TALLIES = ("against_votes", "for_votes", "abstain_votes")


def proposals_of(session: Session, rows: Iterable[Event | Ballot]) -> set[int]:
    """The proposals that rows are about, by their ids or by their names in the timelock."""
    rows = list(rows)
    operations = {row.operation for row in rows if isinstance(row, Event)} - {None}
    named = session.exec(select(Proposal.id).where(col(Proposal.operation).in_(operations)))
    return {row.proposal_id for row in rows if row.proposal_id is not None} | set(named)


def fold_proposal(session: Session, proposal_id: int) -> None:
    """Make a proposal's row anew from its events and ballots; without any there is none."""
    session.exec(delete(Proposal).where(col(Proposal.id) == proposal_id))
    events = _in_order(session, Event.proposal_id == proposal_id)
    if not events:
        return
    proposal = _created(events[0])
    for event in events[1:]:
        _apply(session, proposal, event)
    for event in _in_timelock(session, proposal):
        _end(proposal, event)
    _count(proposal, session.exec(select(Ballot).where(Ballot.proposal_id == proposal_id)))
    session.add(proposal)


def _in_order(session: Session, *conditions: bool) -> Sequence[Event]:
    query = select(Event).where(*conditions)
    return session.exec(query.order_by(col(Event.block_number), col(Event.log_index))).all()


def _created(event: Event) -> Proposal:
    return Proposal(
        id=event.args["proposalId"],
        proposer=event.args["proposer"],
        title=title_of(event.args["description"]),
        vote_start=event.args["voteStart"],
        vote_end=event.args["voteEnd"],
        timestamp=event.timestamp,
        tx=event.tx,
        block_number=event.block_number,
    )


def _apply(session: Session, proposal: Proposal, event: Event) -> None:
    proposal.block_number = event.block_number
    match event.name:
        case "ProposalExtended":
            proposal.vote_end, proposal.extended = event.args["extendedDeadline"], True
        case "ProposalQueued":
            proposal.eta = event.args["etaSeconds"]
            proposal.operation = _scheduled(session, event)
        case "ProposalExecuted" | "ProposalCanceled":
            _end(proposal, event)


def _scheduled(session: Session, queued: Event) -> str | None:
    """The operation that the governor put in the timelock just before it said so."""
    place = tuple_(col(Event.block_number), col(Event.log_index))
    query = (
        select(Event.operation)
        .where(Event.name == "CallScheduled", col(Event.block_number) == queued.block_number)
        .where(place < (queued.block_number, queued.log_index))
        .order_by(col(Event.log_index).desc())
    )
    return session.exec(query.limit(1)).first()


def _in_timelock(session: Session, proposal: Proposal) -> Sequence[Event]:
    """Anybody may execute what is queued in the timelock itself; the governor says nothing then."""
    if proposal.operation is None:
        return []
    return _in_order(session, Event.operation == proposal.operation)


def _end(proposal: Proposal, event: Event) -> None:
    outcomes = {"ProposalExecuted": "executed", "CallExecuted": "executed"}
    outcomes |= {"ProposalCanceled": "canceled", "Cancelled": "canceled"}
    if event.name in outcomes:
        proposal.outcome = outcomes[event.name]
        proposal.ended_at, proposal.ended_block = event.timestamp, event.block_number
        proposal.block_number = max(proposal.block_number, event.block_number)


def _count(proposal: Proposal, ballots: Iterable[Ballot]) -> None:
    for ballot in ballots:
        tally = _TALLIES[ballot.support]
        setattr(proposal, tally, str(int(getattr(proposal, tally)) + int(ballot.weight)))
        proposal.voters += 1
        proposal.block_number = max(proposal.block_number, ballot.block_number)
