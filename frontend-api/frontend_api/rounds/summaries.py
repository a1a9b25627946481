"""Rounds as answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from frontend_api.deployment.repository import parameters
from frontend_api.deployment.schemas import PlatformOut
from frontend_api.documents.reader import reference
from frontend_api.personas.names import CardKey, card_names
from frontend_api.projection.tables import Entry, Event, Round, Sheet
from frontend_api.projection.words import question_of
from frontend_api.rounds import queries
from frontend_api.rounds.evidence import manifest_of
from frontend_api.rounds.phase import Phase, phase_of
from frontend_api.rounds.schemas import (
    Deadlines,
    Progress,
    RosterPlace,
    RoundDetail,
    RoundOut,
    SponsorOut,
    TimelineEvent,
    Winner,
)
from frontend_api.web.paging import Page
from frontend_api.web.view import View
from oracle.domain import Brief


@dataclass(frozen=True)
class _Rounds:
    """Some rounds with what is needed to sum them up."""

    view: View
    rows: Sequence[Round]
    entries: Sequence[Entry]
    sheets: Sequence[Sheet]
    names: dict[CardKey, str | None]
    versions: dict[int, int]


def list_rounds(
    view: View, before: int | None, limit: int, phases: frozenset[Phase]
) -> Page[RoundOut]:
    """Rounds, newest first."""
    rows = queries.find_rounds(view, before, limit + 1, phases)
    found = _gather(view, rows[:limit])
    more = str(rows[limit - 1].id) if len(rows) > limit else None
    return Page(items=[RoundOut(**_summary(found, r)) for r in found.rows], next_cursor=more)


def read_round(view: View, round_id: int) -> RoundDetail:
    """A round with all that happened. Raises a 404."""
    row = queries.get_round(view, round_id)
    found = _gather(view, [row])
    rounds = view.status.deployment["contracts"]["GenerationRounds"]["address"]
    manifest = manifest_of(view, row, found.entries)
    return RoundDetail(
        **_summary(found, row),
        question_id=question_of(rounds, round_id),
        parameters=parameters(view.session)[row.parameters_version],
        manifest=reference(row.manifest, manifest.problem) if row.manifest else None,
        submitter=row.submitter,
        decided=row.decided,
        refund=row.refund,
        sponsors=[SponsorOut(**s.model_dump()) for s in queries.sponsors_of(view, round_id)],
        timeline=[_event(view, event) for event in queries.events_of(view, round_id)],
    )


def _gather(view: View, rows: Sequence[Round]) -> _Rounds:
    ids = [row.id for row in rows]
    entries = queries.entries_of(view, ids)
    return _Rounds(
        view=view,
        rows=rows,
        entries=entries,
        sheets=queries.sheets_of(view, ids),
        names=card_names(view, {(e.persona_id, e.card_version) for e in entries}),
        versions=queries.versions_of(view, ids),
    )


def _summary(found: _Rounds, row: Round) -> dict[str, Any]:
    """The fields of `RoundOut`."""
    entries = [entry for entry in found.entries if entry.round_id == row.id]
    sheets = [sheet for sheet in found.sheets if sheet.round_id == row.id]
    phase = phase_of(row, found.view.block.timestamp)
    closing = "expire" if row.state == "open" else "settle"
    return {
        "id": row.id,
        "state": row.state,
        "phase": phase,
        "close_with": closing if phase is Phase.CLOSABLE else None,
        "final": found.view.is_final(row.block_number),
        "version": found.versions.get(row.id, 0),
        "platform": PlatformOut.of(row.platform),
        "proposer": row.proposer,
        "bounty": row.bounty,
        "sponsored": row.sponsored,
        "brief": found.view.documents.pinned(Brief, row.brief),
        "roster": [_place(found, entry) for entry in entries],
        "opened_at": row.opened_at,
        "deadlines": _deadlines(row),
        "progress": _progress(entries, sheets),
        "winner": next((_winner(found, entry) for entry in entries if entry.rank == 1), None),
    }


def _place(found: _Rounds, entry: Entry) -> RosterPlace:
    return RosterPlace(
        index=entry.index,
        persona_id=entry.persona_id,
        name=found.names.get((entry.persona_id, entry.card_version)),
        card_version=entry.card_version,
        model_version=entry.model_version,
    )


def _deadlines(row: Round) -> Deadlines:
    return Deadlines(
        leader_until=row.leader_end,
        entries_until=row.entry_end,
        vote_until=row.vote_end,
        reveal_until=row.reveal_end,
    )


def _progress(entries: Sequence[Entry], sheets: Sequence[Sheet]) -> Progress:
    return Progress(
        members=len(sheets),
        committed=sum(sheet.commitment is not None for sheet in sheets),
        revealed=sum(sheet.payload is not None for sheet in sheets),
        refused=sum(sheet.refused_at is not None for sheet in sheets),
        votes=sum(entry.vote_count for entry in entries),
    )


def _winner(found: _Rounds, entry: Entry) -> Winner:
    return Winner(
        index=entry.index,
        persona_id=entry.persona_id,
        name=found.names.get((entry.persona_id, entry.card_version)),
        final_score=entry.final_score or 0,
        prize=entry.prize,
    )


def _event(view: View, event: Event) -> TimelineEvent:
    return TimelineEvent(
        contract=event.contract,
        name=event.name,
        block=event.block_number,
        time=event.timestamp,
        tx=event.tx,
        log_index=event.log_index,
        final=view.is_final(event.block_number),
        data=_decimal(event.args),
    )


def _decimal(value: Any) -> Any:
    """Integers as decimal strings: JavaScript has no large ones."""
    if isinstance(value, dict):
        return {key: _decimal(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_decimal(item) for item in value]
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value
