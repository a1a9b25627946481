"""Personas, from the projection and their cards."""

from typing import Any

from sqlmodel import col, select
from starlette.exceptions import HTTPException

from frontend_api.contributions.repository import claims_by, shown
from frontend_api.contributions.schemas import ContributionOut
from frontend_api.personas.schemas import (
    PersonaCard,
    PersonaDetail,
    PersonaModel,
    PersonaOut,
    PlaceOut,
    Standings,
    TrainingJobOut,
    VersionOut,
)
from frontend_api.projection.tables import (
    Claim,
    Contribution,
    Entry,
    Persona,
    PersonaVersion,
    Round,
    TrainingJob,
)
from frontend_api.web.paging import Page, read_page
from frontend_api.web.view import View
from oracle.domain import Card
from oracle.ipfs.cid import to_base32

_MOST = 100


def list_personas(view: View, after: int | None, limit: int) -> Page[PersonaOut]:
    """Personas by id."""
    query = select(Persona).where(Persona.id > (after or 0)).order_by(col(Persona.id))
    rows, more = read_page(view.session, query, limit, lambda row: row.id)
    items = [PersonaOut(**_persona(view, row)) for row in rows]
    return Page(items=items, next_cursor=more)


def read_persona(view: View, persona_id: int) -> PersonaDetail:
    """A persona with all that it has, did and was given. Raises a 404."""
    return PersonaDetail(
        **_persona(view, read_persona_row(view, persona_id)),
        versions=_versions(view, persona_id),
        rounds=_rounds(view, persona_id),
        contributions=_contributions(view, persona_id),
        training_jobs=_training_jobs(view, persona_id),
        claims=claims_by(view, select(Claim).where(Claim.persona_id == persona_id)),
    )


def read_card(view: View, persona_id: int) -> Card:
    """A persona's card of today. Raises a 404 where there is none or it can't be read."""
    found = view.documents.find(Card, read_persona_row(view, persona_id).card)
    if found.document is None:
        raise HTTPException(404, f"the card of persona {persona_id} can't be read: {found.problem}")
    return found.document


def read_persona_row(view: View, persona_id: int) -> Persona:
    """A persona as the projection has it. Raises a 404."""
    row = view.session.get(Persona, persona_id)
    if row is None:
        raise HTTPException(404, f"there is no persona {persona_id}: see /personas")
    return row


def _persona(view: View, row: Persona) -> dict[str, Any]:
    """The fields of `PersonaOut`."""
    found = view.documents.find(Card, row.card)
    return {
        "id": row.id,
        "active": row.active,
        "name": found.document.name if found.document else None,
        "tone": found.document.tone if found.document else None,
        "vault": row.vault,
        "registrant": row.registrant,
        "registered_at": row.registered_at,
        "final": view.is_final(row.block_number),
        "card": PersonaCard(
            version=row.card_version,
            digest=row.card,
            cid=to_base32(row.card),
            document=found.document,
            problem=found.problem,
        ),
        "model": PersonaModel(
            version=row.model_version,
            digest=row.model,
            cid=to_base32(row.model) if row.model else None,
        ),
        "standings": standings(row),
    }


def standings(row: Persona) -> Standings:
    """How a persona did in settled rounds."""
    return Standings(
        rounds=row.rounds,
        wins=row.wins,
        prizes=row.prizes,
        average_final=row.finals_sum // row.rounds if row.rounds else None,
    )


def _versions(view: View, persona_id: int) -> list[VersionOut]:
    query = select(PersonaVersion).where(PersonaVersion.persona_id == persona_id)
    newest = (col(PersonaVersion.block_number).desc(), col(PersonaVersion.version).desc())
    return [
        VersionOut(**row.model_dump(exclude={"persona_id"}), **_placed(view, row))
        for row in view.session.exec(query.order_by(*newest).limit(_MOST))
    ]


def _rounds(view: View, persona_id: int) -> list[PlaceOut]:
    query = (
        select(Entry, Round.state)
        .join(Round, col(Round.id) == col(Entry.round_id))
        .where(Entry.persona_id == persona_id)
        .order_by(col(Entry.round_id).desc())
    )
    return [
        PlaceOut(**entry.model_dump(), state=state)
        for entry, state in view.session.exec(query.limit(_MOST))
    ]


def _contributions(view: View, persona_id: int) -> list[ContributionOut]:
    query = select(Contribution).where(Contribution.persona_id == persona_id)
    query = query.order_by(col(Contribution.token_id).desc())
    return [shown(view, row) for row in view.session.exec(query.limit(_MOST))]


def _training_jobs(view: View, persona_id: int) -> list[TrainingJobOut]:
    query = select(TrainingJob).where(TrainingJob.persona_id == persona_id)
    query = query.order_by(col(TrainingJob.id).desc())
    return [
        TrainingJobOut(
            **row.model_dump(), time=row.timestamp, final=view.is_final(row.block_number)
        )
        for row in view.session.exec(query.limit(_MOST))
    ]


def _placed(view: View, row: PersonaVersion) -> dict[str, Any]:
    return {
        "cid": to_base32(row.digest),
        "block": row.block_number,
        "time": row.timestamp,
        "final": view.is_final(row.block_number),
    }
