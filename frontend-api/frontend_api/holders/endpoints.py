"""GET /holders/{address}/… : what "my contributions and revenue" needs, which is public."""

from fastapi import APIRouter

from frontend_api.contributions.repository import list_held
from frontend_api.contributions.schemas import ClaimOut, HeldContribution
from frontend_api.holders.repository import list_claims, read_revenue
from frontend_api.holders.schemas import RevenueOut
from frontend_api.web.kept import KeptRoute
from frontend_api.web.paging import IntCursor, Limit, Page, PlaceCursor, place_of
from frontend_api.web.values import Holder
from frontend_api.web.view import Viewed

router = APIRouter(route_class=KeptRoute, prefix="/holders/{address}", tags=["holders"])


@router.get("/contributions")
def holder_contributions(
    view: Viewed, address: Holder, cursor: IntCursor = None, limit: Limit = 20
) -> Page[HeldContribution]:
    """The contributions that an address holds, newest first, with what each earns."""
    return list_held(view, address, cursor, limit)


@router.get("/revenue")
def holder_revenue(view: Viewed, address: Holder) -> RevenueOut:
    """What an address may claim now, in all, by vault and by contribution."""
    return read_revenue(view, address)


@router.get("/claims")
def holder_claims(
    view: Viewed, address: Holder, cursor: PlaceCursor = None, limit: Limit = 20
) -> Page[ClaimOut]:
    """The revenue that an address was paid, newest first."""
    return list_claims(view, address, place_of(cursor), limit)
