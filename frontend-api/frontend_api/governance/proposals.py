"""Proposals, from the projection."""

from collections.abc import Iterable, Sequence

from sqlmodel import col, select, tuple_
from starlette.exceptions import HTTPException

from frontend_api.governance.actions import decode
from frontend_api.governance.known import Contracts
from frontend_api.governance.rules import quorum_at
from frontend_api.governance.schemas import (
    ActionOut,
    BallotOut,
    ProposalDetail,
    ProposalOut,
    StepOut,
    Support,
)
from frontend_api.governance.sentences import Facts
from frontend_api.governance.states import quorum_reached, state_of
from frontend_api.projection.governance_tables import Ballot, Proposal
from frontend_api.projection.tables import Event
from frontend_api.projection.words import without_proposer
from frontend_api.web.paging import Page, cursor_of, read_page
from frontend_api.web.view import View

_SUPPORT: tuple[Support, ...] = ("against", "for", "abstain")
_MOST_ACTIONS, _SUMMARY = 50, 5
_LONGEST_DESCRIPTION = 50_000
_MOST_STEPS = 100


def list_proposals(view: View, before: int | None, limit: int) -> Page[ProposalOut]:
    """Proposals, newest first."""
    query = select(Proposal).order_by(col(Proposal.id).desc())
    if before is not None:
        query = query.where(Proposal.id < before)
    rows, more = read_page(view.session, query, limit, lambda row: row.id)
    facts = Facts(view, Contracts.of(view))
    items = [_summary(facts, row, _created(view, row), _SUMMARY) for row in rows]
    return Page(items=[item for item, _ in items], next_cursor=more)


def read_proposal(view: View, proposal_id: int) -> ProposalDetail:
    """A proposal with its actions and what happened to it. Raises a 404."""
    row = get_proposal(view, proposal_id)
    created = _created(view, row)
    facts = Facts(view, Contracts.of(view))
    summary, actions = _summary(facts, row, created, _MOST_ACTIONS)
    summary.does = summary.does[:_SUMMARY]
    return ProposalDetail(
        **summary.model_dump(),
        description=without_proposer(created.args["description"])[:_LONGEST_DESCRIPTION],
        actions=actions,
        timeline=_timeline(view, row),
    )


def get_proposal(view: View, proposal_id: int) -> Proposal:
    """A proposal's row. Raises a 404."""
    row = view.session.get(Proposal, proposal_id)
    if row is None:
        raise HTTPException(404, f"there is no proposal {proposal_id}: see /proposals")
    return row


def list_ballots(
    view: View, proposal_id: int, after: tuple[int, int] | None, limit: int
) -> Page[BallotOut]:
    """The votes on a proposal, in chain order. Raises a 404."""
    get_proposal(view, proposal_id)
    place = tuple_(col(Ballot.block_number), col(Ballot.log_index))
    query = select(Ballot).where(Ballot.proposal_id == proposal_id)
    if after is not None:
        query = query.where(place > after)
    query = query.order_by(col(Ballot.block_number), col(Ballot.log_index))
    rows, more = read_page(view.session, query, limit, cursor_of)
    return Page(items=ballots_out(view, rows), next_cursor=more)


def ballots_out(view: View, rows: Iterable[Ballot]) -> list[BallotOut]:
    """Ballots as answers."""
    return [
        BallotOut(
            proposal_id=row.proposal_id,
            voter=row.voter,
            support=_SUPPORT[row.support],
            weight=row.weight,
            reason=row.reason,
            **view.placed(row),
        )
        for row in rows
    ]


def _created(view: View, row: Proposal) -> Event:
    query = select(Event).where(Event.proposal_id == row.id, Event.name == "ProposalCreated")
    return view.session.exec(query).one()


def _summary(
    facts: Facts, row: Proposal, created: Event, most: int
) -> tuple[ProposalOut, list[ActionOut]]:
    view, now = facts.view, facts.view.block.timestamp
    quorum = quorum_at(view, min(row.vote_start, now))
    actions = _actions(facts, row, created, most)
    started = now > row.vote_start
    summary = ProposalOut(
        **row.model_dump(
            include={
                "id",
                "title",
                "proposer",
                "vote_start",
                "vote_end",
                "extended",
                "eta",
                "ended_at",
                "against_votes",
                "for_votes",
                "abstain_votes",
                "voters",
                "tx",
            }
        ),
        state=state_of(row, now, quorum),
        created_at=row.timestamp,
        quorum=str(quorum) if started else None,
        quorum_reached=started and quorum_reached(row, quorum),
        action_count=len(created.args["targets"]),
        does=[action.sentence for action in actions],
        final=view.is_final(row.block_number),
    )
    return summary, actions


def _actions(facts: Facts, row: Proposal, created: Event, most: int) -> list[ActionOut]:
    args = created.args
    calls = zip(args["targets"], args["values"], args["calldatas"], strict=True)
    return [
        decode(facts, target, value, bytes.fromhex(data[2:]), row.ended_block)
        for target, value, data in list(calls)[:most]
    ]


def _timeline(view: View, row: Proposal) -> list[StepOut]:
    steps = _events(view, Event.proposal_id == row.id)
    if row.operation is not None and row.outcome is not None:
        said = {step.tx for step in steps}  # where the governor itself said nothing of it
        alone = _events(view, Event.operation == row.operation, Event.name != "CallScheduled")
        steps = [*steps, *[event for event in alone if event.tx not in said][:1]]
    return [
        StepOut(contract=event.contract, name=event.name, **view.placed(event)) for event in steps
    ]


def _events(view: View, *conditions: bool) -> Sequence[Event]:
    query = select(Event).where(*conditions)
    query = query.order_by(col(Event.block_number), col(Event.log_index))
    return view.session.exec(query.limit(_MOST_STEPS)).all()
