"""What an address holds and earns, for clients."""

from pydantic import BaseModel

from frontend_api.contributions.schemas import EarningOut
from frontend_api.web.values import Hex, Wei


class ClaimableOut(BaseModel):
    """What one call to claim would pay; `RevenueFactory.claimMany` takes many."""

    persona_id: int
    token_id: int
    asset: Hex
    amount: Wei


class HolderVault(BaseModel):
    """What an address earns in one persona's vault."""

    persona_id: int
    name: str | None
    vault: Hex
    contributions: int
    earnings: list[EarningOut]


class RevenueOut(BaseModel):
    """What an address earns by the contributions that it holds now: in all, by vault, and as the
    200 largest claims, which are those above 0."""

    holder: Hex
    totals: list[EarningOut]
    vaults: list[HolderVault]
    claims: list[ClaimableOut]
