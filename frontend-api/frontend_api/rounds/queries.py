"""A round's rows."""

from collections.abc import Iterable, Sequence

from sqlmodel import col, func, or_, select, tuple_
from starlette.exceptions import HTTPException

from frontend_api.projection.tables import Change, Entry, Event, Round, Sheet, Sponsor, Vote
from frontend_api.rounds.phase import Phase, is_in
from frontend_api.web.view import View

_FIRST_EVENTS = ("GenerationProposed", "EntriesSubmitted")
_NEWEST_EVENTS = 200
_LARGEST_SPONSORS = 100


def get_round(view: View, round_id: int) -> Round:
    """A round. Raises a 404."""
    row = view.session.get(Round, round_id)
    if row is None:
        raise HTTPException(404, f"there is no round {round_id}: see /rounds")
    return row


def find_rounds(
    view: View, before: int | None, limit: int, phases: frozenset[Phase]
) -> Sequence[Round]:
    """Rounds, newest first."""
    query = select(Round).order_by(col(Round.id).desc()).limit(limit)
    if before is not None:
        query = query.where(Round.id < before)
    if phases:
        query = query.where(or_(*(is_in(phase, view.block.timestamp) for phase in phases)))
    return view.session.exec(query).all()


def entries_of(view: View, rounds: Iterable[int]) -> Sequence[Entry]:
    """The entries of rounds, in roster order."""
    query = select(Entry).where(col(Entry.round_id).in_(rounds))
    return view.session.exec(query.order_by(col(Entry.index))).all()


def sheets_of(view: View, rounds: Iterable[int]) -> Sequence[Sheet]:
    """The sheets of rounds, by member number."""
    query = select(Sheet).where(col(Sheet.round_id).in_(rounds))
    return view.session.exec(query.order_by(col(Sheet.number))).all()


def versions_of(view: View, rounds: Iterable[int]) -> dict[int, int]:
    """The version of each round's last change."""
    query = select(Change.round_id, func.max(Change.version)).group_by(col(Change.round_id))
    rows = view.session.exec(query.where(col(Change.round_id).in_(rounds)))
    return {round_id: version for round_id, version in rows if round_id and version}


def sponsors_of(view: View, round_id: int) -> Sequence[Sponsor]:
    """The 100 who added the most to a round's bounty, the largest first."""
    amount = col(Sponsor.amount)  # a decimal string: the longer, the larger
    order = func.length(amount).desc(), amount.desc(), col(Sponsor.sponsor)
    query = select(Sponsor).where(Sponsor.round_id == round_id).order_by(*order)
    return view.session.exec(query.limit(_LARGEST_SPONSORS)).all()


def events_of(view: View, round_id: int) -> Sequence[Event]:
    """A round's proposal, its entries and its newest 200 events, in chain order, without votes."""
    block, place = col(Event.block_number), col(Event.log_index)
    newest = select(block, place).where(Event.round_id == round_id)
    newest = newest.order_by(block.desc(), place.desc()).limit(_NEWEST_EVENTS)
    shown = or_(col(Event.name).in_(_FIRST_EVENTS), tuple_(block, place).in_(newest))
    query = select(Event).where(Event.round_id == round_id, shown)
    return view.session.exec(query.order_by(block, place)).all()


def votes_of(
    view: View, round_id: int, after: tuple[int, int] | None, limit: int
) -> Sequence[Vote]:
    """The votes of a round after a place (block, log index), in chain order."""
    place = tuple_(col(Vote.block_number), col(Vote.log_index))
    query = select(Vote).where(Vote.round_id == round_id)
    if after is not None:
        query = query.where(place > after)
    query = query.order_by(col(Vote.block_number), col(Vote.log_index)).limit(limit)
    return view.session.exec(query).all()
