"""What a persona's vault is, for clients."""

from typing import Literal

from pydantic import BaseModel

from frontend_api.contributions.schemas import ClaimOut, EarningOut
from frontend_api.web.values import Final, Hex, Time, Wei


class VaultAsset(BaseModel):
    """One asset of a vault: all that came in, what was claimed, and what it holds; the zero
    address is the native coin, of which what was sent directly counts once it is synced."""

    asset: Hex
    received: Wei
    claimed: Wei
    held: Wei


class VaultOut(BaseModel):
    """A persona's vault. `weight` is that of all contributions that share in it."""

    persona_id: int
    name: str | None
    address: Hex
    weight: str
    assets: list[VaultAsset]
    final: Final


class VaultHolder(BaseModel):
    """Who holds contributions that share in a vault, and what may be claimed for them now."""

    holder: Hex
    contributions: int
    weight: str
    earnings: list[EarningOut]


class Deposit(BaseModel):
    """Income: a prize of a round, or what somebody paid in.."""

    kind: Literal["prize", "payment"]
    asset: Hex
    sender: Hex
    amount: Wei
    time: Time
    tx: Hex
    final: Final


class VaultDetail(VaultOut):
    """A vault with its 100 largest holders by weight, and its newest deposits and claims, at most
    100 each."""

    holders: list[VaultHolder]
    deposits: list[Deposit]
    claims: list[ClaimOut]
