"""GET /personas and GET /personas/{id}."""

from fastapi import APIRouter

from frontend_api.personas.repository import list_personas, read_persona
from frontend_api.personas.schemas import PersonaDetail, PersonaOut
from frontend_api.web.kept import KeptRoute
from frontend_api.web.openapi import refuses
from frontend_api.web.paging import Id, IntCursor, Limit, Page
from frontend_api.web.view import Viewed

router = APIRouter(route_class=KeptRoute, prefix="/personas", tags=["personas"])


@router.get("")
def personas_list(view: Viewed, cursor: IntCursor = None, limit: Limit = 20) -> Page[PersonaOut]:
    """Personas by id, with their cards and standings."""
    return list_personas(view, cursor, limit)


@router.get("/{persona_id}", responses=refuses(404))
def persona_get(view: Viewed, persona_id: Id) -> PersonaDetail:
    """A persona with its versions, rounds, contributions, training jobs and claims."""
    return read_persona(view, persona_id)
