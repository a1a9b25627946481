"""GET /operators."""

from fastapi import APIRouter

from frontend_api.operators.repository import list_operators
from frontend_api.operators.schemas import OperatorOut
from frontend_api.web.kept import KeptRoute
from frontend_api.web.paging import IntCursor, Limit, Page
from frontend_api.web.view import Viewed

router = APIRouter(route_class=KeptRoute, prefix="/operators", tags=["operators"])


@router.get("")
def operators_list(view: Viewed, cursor: IntCursor = None, limit: Limit = 20) -> Page[OperatorOut]:
    """The committee's members, now and before, by number."""
    return list_operators(view, cursor, limit)
