"""Rounds as answers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from frontend_api.deployment.repository import parameters
from frontend_api.deployment.schemas import PlatformOut
from frontend_api.documents.reader import reference
from frontend_api.personas.names import card_name
from frontend_api.projection.tables import Event, Round
from frontend_api.projection.words import question_of
from frontend_api.rounds import queries
from frontend_api.rounds.evidence import manifest_of
from frontend_api.rounds.phase import Phase, phase_of
from frontend_api.rounds.queries import Place, Tally
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
from frontend_api.web.paging import Page, cut
from frontend_api.web.view import View
from oracle.domain import Brief


@dataclass(frozen=True)
class _Rounds:
    """Some rounds with what is needed to sum them up."""

    view: View
    rosters: Mapping[int, Sequence[Place]]
    tallies: Mapping[int, Tally]
    versions: Mapping[int, int]


def list_rounds(
    view: View, before: int | None, limit: int, phases: frozenset[Phase]
) -> Page[RoundOut]:
    """Rounds, newest first."""
    rows, more = cut(
        queries.find_rounds(view, before, limit + 1, phases), limit, lambda row: row.id
    )
    found = _gather(view, [row.id for row in rows])
    return Page(items=[RoundOut(**_summary(found, row)) for row in rows], next_cursor=more)


def read_round(view: View, round_id: int) -> RoundDetail:
    """A round with all that happened. Raises a 404."""
    row = queries.get_round(view, round_id)
    found = _gather(view, [round_id])
    rounds = view.status.deployment["contracts"]["GenerationRounds"]["address"]
    manifest = manifest_of(view, row, [place.persona_id for place in found.rosters[round_id]])
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


def _gather(view: View, rounds: Sequence[int]) -> _Rounds:
    return _Rounds(
        view=view,
        rosters=queries.rosters_of(view, rounds),
        tallies=queries.tallies_of(view, rounds),
        versions=queries.versions_of(view, rounds),
    )


def _summary(found: _Rounds, row: Round) -> dict[str, Any]:
    """The fields of `RoundOut`."""
    view, roster = found.view, found.rosters[row.id]
    phase = phase_of(row, view.block.timestamp)
    closing = "expire" if row.state == "open" else "settle"
    return {
        "id": row.id,
        "state": row.state,
        "phase": phase,
        "close_with": closing if phase is Phase.CLOSABLE else None,
        "final": view.is_final(row.block_number),
        "version": found.versions.get(row.id, 0),
        "platform": PlatformOut.of(row.platform),
        "proposer": row.proposer,
        "bounty": row.bounty,
        "sponsored": row.sponsored,
        "brief": view.documents.pinned(Brief, row.brief),
        "roster": [_place(view, place) for place in roster],
        "opened_at": row.opened_at,
        "deadlines": _deadlines(row),
        "progress": _progress(roster, found.tallies.get(row.id, Tally())),
        "winner": next((_winner(view, place) for place in roster if place.rank == 1), None),
    }


def _place(view: View, place: Place) -> RosterPlace:
    return RosterPlace(
        index=place.number,
        persona_id=place.persona_id,
        name=card_name(view, place.card),
        card_version=place.card_version,
        model_version=place.model_version,
    )


def _deadlines(row: Round) -> Deadlines:
    return Deadlines(
        leader_until=row.leader_end,
        entries_until=row.entry_end,
        vote_until=row.vote_end,
        reveal_until=row.reveal_end,
    )


def _progress(roster: Iterable[Place], tally: Tally) -> Progress:
    return Progress(**tally._asdict(), votes=sum(place.vote_count for place in roster))


def _winner(view: View, place: Place) -> Winner:
    return Winner(
        index=place.number,
        persona_id=place.persona_id,
        name=card_name(view, place.card),
        final_score=place.final_score or 0,
        prize=place.prize,
    )


def _event(view: View, event: Event) -> TimelineEvent:
    return TimelineEvent(
        contract=event.contract,
        name=event.name,
        log_index=event.log_index,
        **view.placed(event),
        data=_decimal(event.args),
    )


def _decimal(value: Any) -> Any:
    """Integers as decimal strings: JavaScript has no large ones."""
    if isinstance(value, dict):
        return {key: _decimal(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_decimal(item) for item in value]
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value
