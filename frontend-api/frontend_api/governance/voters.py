"""Holders, delegates and what they did, from the projection."""

from collections.abc import Sequence
from typing import Any

from sqlmodel import and_, col, func, or_, select

from frontend_api.governance.known import Contracts
from frontend_api.governance.proposals import ballots_out
from frontend_api.governance.rules import supply_at
from frontend_api.governance.schemas import (
    DelegationOut,
    DelegatorOut,
    PowerOut,
    RoundVoteOut,
    VoterDetail,
    VoterOut,
)
from frontend_api.projection.governance_tables import Ballot, Delegation, Holder, Power, Transfer
from frontend_api.projection.tables import Vote
from frontend_api.web.paging import Page, read_page
from frontend_api.web.view import View

_NEWEST = 100


def list_voters(view: View, after: tuple[str, str] | None, limit: int) -> Page[VoterOut]:
    """Whoever has votes, the most powerful first; `after` is the votes and address of the last."""
    votes, address = col(Holder.votes), col(Holder.address)
    query = select(Holder).where(votes != "0")
    if after is not None:
        size, place = func.length(votes), len(after[0])
        later = or_(votes < after[0], and_(votes == after[0], address > after[1]))
        query = query.where(or_(size < place, and_(size == place, later)))
    # Votes are decimal strings: the longer, the larger.
    query = query.order_by(func.length(votes).desc(), votes.desc(), address)
    rows, more = read_page(view.session, query, limit, lambda row: f"{row.votes}-{row.address}")
    return Page(items=_voters(view, rows), next_cursor=more)


def read_voter(view: View, address: str) -> VoterDetail:
    """One account, which may have nothing yet."""
    row = view.session.get(Holder, address) or Holder(address=address)
    [voter] = _voters(view, [row])
    return VoterDetail(
        **voter.model_dump(),
        checkpoints=_checkpoints(view, address),
        delegations=_delegations(view, address),
        delegated_by=_delegated_by(view, address),
        ballots=ballots_out(view, _newest(view, Ballot, Ballot.voter == address)),
        rounds=_rounds(view, address),
    )


def _voters(view: View, rows: Sequence[Holder]) -> list[VoterOut]:
    supply, contracts = supply_at(view, view.block.timestamp), Contracts.of(view)
    counts, fresh = _delegator_counts(view, rows), _not_final(view)
    return [
        VoterOut(
            **row.model_dump(),
            share=int(row.votes) * 10_000 // supply if supply else 0,
            delegators=counts.get(row.address, 0),
            contract=contracts.name(row.address),
            final=row.address not in fresh,
        )
        for row in rows
    ]


def _delegator_counts(view: View, rows: Sequence[Holder]) -> dict[str | None, int]:
    addresses = [row.address for row in rows]
    query = select(Holder.delegate, func.count()).group_by(col(Holder.delegate))
    return dict(view.session.exec(query.where(col(Holder.delegate).in_(addresses))).all())


def _not_final(view: View) -> set[str]:
    """The accounts that something changed for in blocks that are not final."""
    named: tuple[Any, ...] = (
        Transfer.sender,
        Transfer.receiver,
        Delegation.delegator,
        Power.delegate,
    )
    return {
        address
        for column in named
        for address in view.session.exec(
            select(column).where(column.class_.block_number > view.status.finalized)
        )
    }


def _newest(view: View, table: Any, condition: Any) -> Sequence[Any]:
    query = select(table).where(condition)
    query = query.order_by(table.block_number.desc(), table.log_index.desc())
    return view.session.exec(query.limit(_NEWEST)).all()


def _checkpoints(view: View, address: str) -> list[PowerOut]:
    return [
        PowerOut(votes=row.votes, before=row.before, **view.placed(row))
        for row in _newest(view, Power, Power.delegate == address)
    ]


def _delegations(view: View, address: str) -> list[DelegationOut]:
    return [
        DelegationOut(delegate=row.delegate, **view.placed(row))
        for row in _newest(view, Delegation, Delegation.delegator == address)
    ]


def _delegated_by(view: View, address: str) -> list[DelegatorOut]:
    balance = col(Holder.balance)
    query = select(Holder).where(Holder.delegate == address)
    query = query.order_by(func.length(balance).desc(), balance.desc(), col(Holder.address))
    rows = view.session.exec(query.limit(_NEWEST))
    return [DelegatorOut(address=row.address, balance=row.balance) for row in rows]


def _rounds(view: View, address: str) -> list[RoundVoteOut]:
    return [
        RoundVoteOut(
            round_id=row.round_id,
            entry=row.entry,
            weight=row.weight,
            **view.placed(row),
        )
        for row in _newest(view, Vote, Vote.voter == address)
    ]
