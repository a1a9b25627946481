"""A round's rows. Statements are made once: to make one takes longer than to ask it of a file."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from sqlalchemy import BigInteger, Integer, Select, and_, bindparam, func, or_, select, tuple_
from sqlmodel import col
from starlette.exceptions import HTTPException

from frontend_api.projection.tables import (
    Change,
    Entry,
    Event,
    PersonaVersion,
    Round,
    Sheet,
    Sponsor,
    Vote,
)
from frontend_api.rounds.phase import Phase, is_in
from frontend_api.web.view import View

_FIRST_EVENTS = ("GenerationProposed", "EntriesSubmitted")
_NEWEST_EVENTS = 200
_LARGEST_SPONSORS = 100
_LAST = 2**63 - 1


class Place(NamedTuple):
    """A place in a round's roster, as a summary tells of it; `card` is the digest of its card."""

    round_id: int
    number: int
    persona_id: int
    card_version: int
    model_version: int
    vote_count: int
    final_score: int | None
    rank: int | None
    prize: str
    card: str | None


class Tally(NamedTuple):
    """How many of a round's operators were asked, committed, revealed, and were refused."""

    members: int = 0
    committed: int = 0
    revealed: int = 0
    refused: int = 0


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
    asked = {"before": _LAST if before is None else before, "limit": limit}
    now = {"now": view.block.timestamp} if phases else {}
    return view.session.execute(_newest_rounds(phases), asked | now).scalars().all()


def rosters_of(view: View, rounds: Iterable[int]) -> Mapping[int, Sequence[Place]]:
    """The rosters of rounds, by round."""
    found = defaultdict[int, list[Place]](list)
    for row in view.session.execute(_PLACES, {"rounds": rounds}):
        found[row[0]].append(Place._make(row))
    return found


def tallies_of(view: View, rounds: Iterable[int]) -> Mapping[int, Tally]:
    """What the operators did, by round; none for a round in which nobody was asked."""
    rows = view.session.execute(_TALLIES, {"rounds": rounds})
    return {row[0]: Tally(*row[1:]) for row in rows}


def versions_of(view: View, rounds: Iterable[int]) -> Mapping[int, int]:
    """The version of each round's last change."""
    return {row[0]: row[1] for row in view.session.execute(_VERSIONS, {"rounds": rounds})}


def entries_of(view: View, round_id: int) -> Sequence[Entry]:
    """The entries of a round, in roster order."""
    return view.session.execute(_ENTRIES, {"round": round_id}).scalars().all()


def sheets_of(view: View, round_id: int) -> Sequence[Sheet]:
    """The sheets of a round, by member number."""
    return view.session.execute(_SHEETS, {"round": round_id}).scalars().all()


def sponsors_of(view: View, round_id: int) -> Sequence[Sponsor]:
    """The 100 who added the most to a round's bounty, the largest first."""
    return view.session.execute(_SPONSORS, {"round": round_id}).scalars().all()


def events_of(view: View, round_id: int) -> Sequence[Event]:
    """A round's proposal, its entries and its newest 200 events, in chain order, without votes."""
    return view.session.execute(_EVENTS, {"round": round_id}).scalars().all()


def votes_of(
    view: View, round_id: int, after: tuple[int, int] | None, limit: int
) -> Sequence[Vote]:
    """The votes of a round after a place (block, log index), in chain order."""
    place = tuple_(col(Vote.block_number), col(Vote.log_index))
    query = select(Vote).where(col(Vote.round_id) == round_id)
    if after is not None:
        query = query.where(place > after)
    query = query.order_by(col(Vote.block_number), col(Vote.log_index)).limit(limit)
    return view.session.execute(query).scalars().all()


@cache
def _newest_rounds(phases: frozenset[Phase]) -> Select[Round]:
    query = select(Round).where(col(Round.id) < bindparam("before"))
    if phases:
        now = bindparam("now", type_=BigInteger)
        query = query.where(or_(*(is_in(phase, now) for phase in phases)))
    return query.order_by(col(Round.id).desc()).limit(bindparam("limit", type_=Integer))


_ROUND = bindparam("round", type_=BigInteger)
_ROUNDS = bindparam("rounds", type_=BigInteger, expanding=True)
_CARD = and_(
    col(PersonaVersion.persona_id) == col(Entry.persona_id),
    col(PersonaVersion.version) == col(Entry.card_version),
    col(PersonaVersion.kind) == "card",
)
_PLACES = (
    select(
        col(Entry.round_id),
        col(Entry.index),
        col(Entry.persona_id),
        col(Entry.card_version),
        col(Entry.model_version),
        col(Entry.vote_count),
        col(Entry.final_score),
        col(Entry.rank),
        col(Entry.prize),
        col(PersonaVersion.digest),
    )
    .outerjoin(PersonaVersion, _CARD)
    .where(col(Entry.round_id).in_(_ROUNDS))
    .order_by(col(Entry.index))
)
_TALLIES = (
    select(
        col(Sheet.round_id),
        func.count(),
        func.count(col(Sheet.commitment)),
        func.count(col(Sheet.payload)),
        func.count(col(Sheet.refused_at)),
    )
    .where(col(Sheet.round_id).in_(_ROUNDS))
    .group_by(col(Sheet.round_id))
)
_VERSIONS = (
    select(col(Change.round_id), func.max(Change.version))
    .where(col(Change.round_id).in_(_ROUNDS))
    .group_by(col(Change.round_id))
)
_ENTRIES = select(Entry).where(col(Entry.round_id) == _ROUND).order_by(col(Entry.index))
_SHEETS = select(Sheet).where(col(Sheet.round_id) == _ROUND).order_by(col(Sheet.number))
_AMOUNT = col(Sponsor.amount)  # a decimal string: the longer, the larger
_SPONSORS = (
    select(Sponsor)
    .where(col(Sponsor.round_id) == _ROUND)
    .order_by(func.length(_AMOUNT).desc(), _AMOUNT.desc(), col(Sponsor.sponsor))
    .limit(_LARGEST_SPONSORS)
)
_BLOCK, _PLACE = col(Event.block_number), col(Event.log_index)
_NEWEST = (
    select(_BLOCK, _PLACE)
    .where(col(Event.round_id) == _ROUND)
    .order_by(_BLOCK.desc(), _PLACE.desc())
    .limit(_NEWEST_EVENTS)
)
_SHOWN = or_(col(Event.name).in_(_FIRST_EVENTS), tuple_(_BLOCK, _PLACE).in_(_NEWEST))
_EVENTS = select(Event).where(col(Event.round_id) == _ROUND, _SHOWN).order_by(_BLOCK, _PLACE)
