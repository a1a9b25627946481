"""Contributions, from the projection and their documents."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar
from starlette.exceptions import HTTPException

from frontend_api.contributions.schemas import (
    ClaimOut,
    ContributionDetail,
    ContributionOut,
    EarningOut,
    HeldContribution,
)
from frontend_api.projection.tables import Claim, Contribution
from frontend_api.vaults.earnings import Earning, earnings_of
from frontend_api.web.paging import Page, read_page
from frontend_api.web.view import View
from oracle.domain import ContributionDocument
from oracle.ipfs.cid import to_base32

_MOST = 100
_WITHOUT_DOCUMENT = ("card", "model")


@dataclass(frozen=True)
class Filters:
    """Which contributions are asked for; None is any."""

    persona_id: int | None = None
    holder: str | None = None
    status: str | None = None
    kind: str | None = None


def list_contributions(
    view: View, filters: Filters, before: int | None, limit: int
) -> Page[ContributionOut]:
    """Contributions, newest first."""
    rows, more = _find(view, filters, before, limit)
    return Page(items=[shown(view, row) for row in rows], next_cursor=more)


def list_held(view: View, holder: str, before: int | None, limit: int) -> Page[HeldContribution]:
    """What an address holds, newest first, with what each earns."""
    rows, more = _find(view, Filters(holder=holder), before, limit)
    earned = _by_token(earnings_of(view, [row.token_id for row in rows]))
    items = [
        HeldContribution(**shown(view, row).model_dump(), earnings=earned.get(row.token_id, []))
        for row in rows
    ]
    return Page(items=items, next_cursor=more)


def read_contribution(view: View, token_id: int) -> ContributionDetail:
    """A contribution with all that is known of it. Raises a 404."""
    row = view.session.get(Contribution, token_id)
    if row is None:
        raise HTTPException(404, f"there is no contribution {token_id}: see /contributions")
    query = select(Claim).where(Claim.token_id == token_id)
    return ContributionDetail(
        **shown(view, row).model_dump(),
        earnings=_by_token(earnings_of(view, [token_id])).get(token_id, []),
        document=None
        if row.kind in _WITHOUT_DOCUMENT
        else view.documents.pinned(ContributionDocument, row.digest),
        claims=claims_by(view, query),
    )


def claims_by(view: View, query: SelectOfScalar[Claim]) -> list[ClaimOut]:
    """The newest claims that a query finds, at most 100."""
    query = query.order_by(col(Claim.block_number).desc(), col(Claim.log_index).desc())
    return [shown_claim(view, row) for row in view.session.exec(query.limit(_MOST))]


def shown(view: View, row: Contribution) -> ContributionOut:
    """A contribution as an answer."""
    return ContributionOut(
        **row.model_dump(exclude={"timestamp", "block_number"}),
        cid=to_base32(row.digest),
        active=row.status == "accepted" and row.weight == row.impact,
        time=row.timestamp,
        final=view.is_final(row.block_number),
    )


def shown_claim(view: View, row: Claim) -> ClaimOut:
    """A claim as an answer."""
    return ClaimOut(
        **row.model_dump(exclude={"timestamp", "block_number", "log_index"}),
        time=row.timestamp,
        final=view.is_final(row.block_number),
    )


def _find(
    view: View, filters: Filters, before: int | None, limit: int
) -> tuple[Sequence[Contribution], str | None]:
    wanted = {name: value for name, value in vars(filters).items() if value is not None}
    query = select(Contribution).filter_by(**wanted).order_by(col(Contribution.token_id).desc())
    if before is not None:
        query = query.where(Contribution.token_id < before)
    return read_page(view.session, query, limit, lambda row: row.token_id)


def _by_token(earnings: Iterable[Earning]) -> dict[int, list[EarningOut]]:
    found: dict[int, list[EarningOut]] = {}
    for earning in earnings:
        found.setdefault(earning.token_id, []).append(EarningOut.of(earning))
    return found
