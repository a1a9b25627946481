"""What a contribution is, for clients."""

from pydantic import BaseModel

from frontend_api.documents.reader import Pinned
from frontend_api.vaults.earnings import Earning
from frontend_api.web.values import Final, Hex, Score, Time, Wei
from oracle.domain import ContributionDocument


class EarningOut(BaseModel):
    """Of one asset, what a contribution's holder may claim now, and what was claimed for it; the
    zero address is the native coin."""

    asset: Hex
    claimable: Wei
    claimed: Wei

    @classmethod
    def of(cls, earning: Earning) -> "EarningOut":
        """The same as an answer."""
        return cls(
            asset=earning.asset, claimable=str(earning.claimable), claimed=str(earning.claimed)
        )


class ContributionOut(BaseModel):
    """A contribution. `impact` is what was accepted, `weight` what of it shares in the persona's
    revenue now: all of it where `active`, which it can become from `active_at` on."""

    token_id: int
    persona_id: int
    kind: str
    status: str
    contributor: Hex
    holder: Hex
    digest: Hex
    cid: str
    review_id: int | None
    score: Score | None
    impact: str
    weight: str
    active_at: Time | None
    active: bool
    time: Time
    tx: Hex
    final: Final


class HeldContribution(ContributionOut):
    """A contribution with what it earns."""

    earnings: list[EarningOut]


class ClaimOut(BaseModel):
    """Revenue paid to a contribution's holder; the zero address is the native coin."""

    persona_id: int
    token_id: int
    asset: Hex
    to: Hex
    amount: Wei
    time: Time
    tx: Hex
    final: Final


class ContributionDetail(HeldContribution):
    """A contribution, its document (null for a card or a model, which are documents of their own)
    and its newest claims, at most 100."""

    document: Pinned[ContributionDocument] | None
    claims: list[ClaimOut]
