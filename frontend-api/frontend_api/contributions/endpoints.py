"""GET /contributions and GET /contributions/{id}."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query

from frontend_api.contributions.repository import Filters, list_contributions, read_contribution
from frontend_api.contributions.schemas import ContributionDetail, ContributionOut
from frontend_api.web.kept import KeptRoute
from frontend_api.web.openapi import refuses
from frontend_api.web.paging import Id, IntCursor, Limit, Page
from frontend_api.web.values import Holder
from frontend_api.web.view import Viewed

router = APIRouter(route_class=KeptRoute, prefix="/contributions", tags=["contributions"])
Kind = Literal["card", "text", "conversation", "image", "audio", "model"]
State = Literal["pending", "reviewing", "accepted", "rejected", "returned"]


@router.get("")
def contributions_list(
    view: Viewed,
    persona: Annotated[int | None, Query(ge=1, le=0xFFFF)] = None,
    holder: Annotated[Holder | None, Query(description="Only what this address holds.")] = None,
    status: State | None = None,
    kind: Kind | None = None,
    cursor: IntCursor = None,
    limit: Limit = 20,
) -> Page[ContributionOut]:
    """Contributions, newest first."""
    return list_contributions(view, Filters(persona, holder, status, kind), cursor, limit)


@router.get("/{token_id}", responses=refuses(404))
def contribution_get(view: Viewed, token_id: Id) -> ContributionDetail:
    """A contribution: its document, what came of its review, what it earned."""
    return read_contribution(view, token_id)
