"""What an address holds and earns, from the projection."""

from collections import defaultdict

from sqlmodel import col, select, tuple_

from frontend_api.contributions.repository import shown_claim
from frontend_api.contributions.schemas import ClaimOut
from frontend_api.holders.schemas import ClaimableOut, HolderVault, RevenueOut
from frontend_api.projection.tables import Claim, Persona
from frontend_api.vaults.earnings import Earning, earnings_held
from frontend_api.vaults.repository import sums
from frontend_api.web.paging import Page, cursor_of, read_page
from frontend_api.web.view import View
from oracle.domain import Card

_MOST_CLAIMS = 200


def read_revenue(view: View, holder: str) -> RevenueOut:
    """What an address may claim now, and what was claimed for what it holds."""
    earnings = earnings_held(view, holder)
    by_persona = defaultdict[int, list[Earning]](list)
    for earning in earnings:
        by_persona[earning.persona_id].append(earning)
    due = sorted((e for e in earnings if e.claimable), key=lambda e: (-e.claimable, e.token_id))
    return RevenueOut(
        holder=holder,
        totals=sums(earnings),
        vaults=_vaults(view, by_persona),
        claims=[_claim(earning) for earning in due[:_MOST_CLAIMS]],
    )


def list_claims(
    view: View, holder: str, before: tuple[int, int] | None, limit: int
) -> Page[ClaimOut]:
    """What was paid to an address, newest first."""
    place = tuple_(col(Claim.block_number), col(Claim.log_index))
    query = select(Claim).where(Claim.to == holder)
    if before is not None:
        query = query.where(place < before)
    query = query.order_by(col(Claim.block_number).desc(), col(Claim.log_index).desc())
    rows, more = read_page(view.session, query, limit, cursor_of)
    return Page(items=[shown_claim(view, row) for row in rows], next_cursor=more)


def _vaults(view: View, earnings: dict[int, list[Earning]]) -> list[HolderVault]:
    query = select(Persona).where(col(Persona.id).in_(earnings)).order_by(col(Persona.id))
    return [_vault(view, row, earnings[row.id]) for row in view.session.exec(query)]


def _vault(view: View, row: Persona, earnings: list[Earning]) -> HolderVault:
    card = view.documents.find(Card, row.card).document
    return HolderVault(
        persona_id=row.id,
        name=card.name if card else None,
        vault=row.vault,
        contributions=len({earning.token_id for earning in earnings}),
        earnings=sums(earnings),
    )


def _claim(earning: Earning) -> ClaimableOut:
    return ClaimableOut(
        persona_id=earning.persona_id,
        token_id=earning.token_id,
        asset=earning.asset,
        amount=str(earning.claimable),
    )
