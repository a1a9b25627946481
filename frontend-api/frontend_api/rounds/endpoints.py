"""GET /rounds and what is under it."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Query

from frontend_api.projection.tables import Entry, Vote
from frontend_api.rounds import queries
from frontend_api.rounds.entries import read_entries
from frontend_api.rounds.phase import Phase
from frontend_api.rounds.schemas import EntriesOut, RoundDetail, RoundOut, SheetOut, VoteOut
from frontend_api.rounds.sheets import read_sheets
from frontend_api.rounds.summaries import list_rounds, read_round
from frontend_api.web.kept import KeptRoute
from frontend_api.web.openapi import refuses
from frontend_api.web.paging import (
    Id,
    IntCursor,
    Limit,
    Page,
    PlaceCursor,
    cursor_of,
    cut,
    place_of,
)
from frontend_api.web.view import View, Viewed

router = APIRouter(route_class=KeptRoute, prefix="/rounds", tags=["rounds"])
Phases = Annotated[frozenset[Phase], Query(description="Only rounds in these phases.")]


@router.get("")
def rounds_list(
    view: Viewed,
    phase: Phases = frozenset(),
    cursor: IntCursor = None,
    limit: Limit = 20,
) -> Page[RoundOut]:
    """Rounds, newest first."""
    return list_rounds(view, cursor, limit, phase)


@router.get("/{round_id}", responses=refuses(404))
def round_get(view: Viewed, round_id: Id) -> RoundDetail:
    """A round: its parameters, its deadlines, and what happened in it."""
    return read_round(view, round_id)


@router.get("/{round_id}/entries", responses=refuses(404))
def round_entries(view: Viewed, round_id: Id) -> EntriesOut:
    """The entries with their provenance, scores, votes and prizes, in roster order."""
    return read_entries(view, round_id)


@router.get("/{round_id}/votes", responses=refuses(404))
def round_votes(
    view: Viewed, round_id: Id, cursor: PlaceCursor = None, limit: Limit = 20
) -> Page[VoteOut]:
    """The community's votes, in chain order."""
    queries.get_round(view, round_id)
    found = queries.votes_of(view, round_id, place_of(cursor), limit + 1)
    rows, more = cut(found, limit, cursor_of)
    return Page(items=_votes(view, rows, queries.entries_of(view, round_id)), next_cursor=more)


@router.get("/{round_id}/sheets", responses=refuses(404))
def round_sheets(view: Viewed, round_id: Id) -> Page[SheetOut]:
    """What each operator that was asked committed to and revealed."""
    return read_sheets(view, round_id)


def _votes(view: View, rows: Sequence[Vote], roster: Sequence[Entry]) -> list[VoteOut]:
    return [
        VoteOut(
            voter=row.voter,
            entry=row.entry,
            persona_id=roster[row.entry].persona_id,
            weight=row.weight,
            **view.placed(row),
        )
        for row in rows
    ]
