"""GET /leaderboards."""

from typing import Annotated

from fastapi import APIRouter, Query

from frontend_api.leaderboards.repository import read_leaderboards
from frontend_api.leaderboards.schemas import Leaderboards
from frontend_api.web.kept import KeptRoute
from frontend_api.web.view import Viewed

router = APIRouter(route_class=KeptRoute, tags=["leaderboards"])


@router.get("/leaderboards")
def leaderboards_get(
    view: Viewed, limit: Annotated[int, Query(ge=1, le=100, description="How many of each.")] = 10
) -> Leaderboards:
    """The personas, operators, contributors and voters that did most."""
    return read_leaderboards(view, limit)
