"""Where a round is in its life, at a block's time."""

from enum import StrEnum

from sqlalchemy import BindParameter, ColumnElement, and_, or_
from sqlmodel import col

from frontend_api.projection.tables import Round


class Phase(StrEnum):
    """`closable` is a round whose end anybody may send: `settle`, or `expire` without entries."""

    OPEN = "open"
    VOTING = "voting"
    REVEAL = "reveal"
    CLOSABLE = "closable"
    SETTLED = "settled"
    EXPIRED = "expired"
    FAILED = "failed"


def phase_of(row: Round, now: int) -> Phase:
    """The phase of a round at `now` (Unix seconds)."""
    if row.state == "open":
        return Phase.OPEN if now < row.entry_end else Phase.CLOSABLE
    if row.state != "voting":
        return Phase(row.state)
    if now < (row.vote_end or 0):
        return Phase.VOTING
    return Phase.REVEAL if now < (row.reveal_end or 0) and not row.all_revealed else Phase.CLOSABLE


def is_in(phase: Phase, now: BindParameter[int]) -> ColumnElement[bool]:
    """The same for a query: whether a round is in `phase` at `now`."""
    opened, voting = col(Round.state) == "open", col(Round.state) == "voting"
    no_entries = and_(opened, col(Round.entry_end) <= now)
    voted = and_(voting, col(Round.vote_end) <= now)
    revealed = or_(col(Round.reveal_end) <= now, col(Round.all_revealed).is_(True))
    match phase:
        case Phase.OPEN:
            return and_(opened, col(Round.entry_end) > now)
        case Phase.VOTING:
            return and_(voting, col(Round.vote_end) > now)
        case Phase.REVEAL:
            return and_(voted, ~revealed)
        case Phase.CLOSABLE:
            return or_(no_entries, and_(voted, revealed))
        case _:
            return col(Round.state) == phase.value
