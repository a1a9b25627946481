"""GET /analytics/…: series over time."""

from typing import Annotated

from fastapi import APIRouter, Query

from frontend_api.analytics import holdings, repository
from frontend_api.analytics.buckets import Spanned
from frontend_api.analytics.schemas import (
    CriteriaPoint,
    OperatorPoint,
    RevenuePoint,
    RoundsPoint,
    Series,
    StandingPoint,
    TreasuryPoint,
)
from frontend_api.web.kept import KeptRoute
from frontend_api.web.openapi import refuses
from frontend_api.web.paging import IntCursor
from frontend_api.web.view import Viewed

router = APIRouter(
    route_class=KeptRoute, prefix="/analytics", tags=["analytics"], responses=refuses(422)
)
Limit = Annotated[int, Query(ge=1, le=25, description="Of how many subjects at most.")]


@router.get("/rounds")
def analytics_rounds(view: Viewed, span: Spanned) -> Series[RoundsPoint]:
    """Rounds, bounties, prizes, votes, the committee's work and contributions over time."""
    return repository.rounds_series(view, span)


@router.get("/personas")
def analytics_personas(
    view: Viewed, span: Spanned, cursor: IntCursor = None, limit: Limit = 25
) -> Series[StandingPoint]:
    """The personas' standings over time, by persona; so many personas at a time, by id."""
    return repository.standings_series(view, span, cursor or 0, limit)


@router.get("/criteria")
def analytics_criteria(view: Viewed, span: Spanned) -> Series[CriteriaPoint]:
    """What operators gave for each criterion, on average, over time."""
    return repository.criteria_series(view, span)


@router.get("/revenue")
def analytics_revenue(view: Viewed, span: Spanned) -> Series[RevenuePoint]:
    """What came into the personas' vaults and was claimed over time, by asset."""
    return repository.revenue_series(view, span)


@router.get("/treasury")
def analytics_treasury(view: Viewed, span: Spanned) -> Series[TreasuryPoint]:
    """The treasury's reward tokens over time: what came, what went and what there was."""
    return holdings.treasury_series(view, span)


@router.get("/operators")
def analytics_operators(
    view: Viewed, span: Spanned, cursor: IntCursor = None, limit: Limit = 25
) -> Series[OperatorPoint]:
    """The operators' answers, fees, penalties and bonds over time, by operator; so many operators
    at a time, by number."""
    return holdings.operators_series(view, span, cursor or 0, limit)
