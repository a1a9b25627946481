"""What a deployment is, for clients."""

from typing import Any, Self

from pydantic import BaseModel

from frontend_api.documents.reader import Pinned
from frontend_api.web.values import Hex, PerCriterion, Wei
from oracle.domain import Criterion, ScoringProfile
from oracle.platforms import PLATFORMS


class ContractOut(BaseModel):
    """Where a contract is, and where its ABI."""

    address: Hex
    block: int
    abi: str


class TokenOut(BaseModel):
    """The reward token."""

    address: Hex
    name: str
    symbol: str
    decimals: int


class PlatformOut(BaseModel):
    """Where a post would be published: its `limit` in `unit`s; nulls for an unknown number."""

    id: int
    slug: str | None
    limit: int | None
    unit: str | None

    @classmethod
    def of(cls, number: int) -> Self:
        """The platform of that number on chain."""
        rules = next((rules for platform, rules in PLATFORMS.items() if platform == number), None)
        if rules is None:
            return cls(id=number, slug=None, limit=None, unit=None)
        return cls(id=number, slug=rules.slug, limit=rules.limit, unit=rules.unit)


class ParametersOut(BaseModel):
    """One version of a round's rules. Weights and shares are in hundredths of a percent, windows
    in seconds (see `IGenerationRounds.Parameters`)."""

    version: int
    criteria: PerCriterion[int]
    peer_weight: int
    community_weight: int
    participation_share: int
    tolerance: int
    penalty_share: int
    prize_shares: list[int]
    leader_window: int
    entry_window: int
    vote_window: int
    reveal_window: int
    fee: Wei
    penalty: Wei
    leader_penalty: Wei
    min_bounty: Wei
    vote_quorum: Wei
    scoring_profile: Hex

    @classmethod
    def of(cls, version: int, args: dict[str, Any]) -> Self:
        """The parameters in a `ParametersAdded` event."""
        criteria = dict(zip(Criterion, args["criteria"], strict=True))
        money = {
            "fee": args["fee"],
            "penalty": args["penalty"],
            "leader_penalty": args["leaderPenalty"],
            "min_bounty": args["minBounty"],
            "vote_quorum": args["voteQuorum"],
        }
        return cls(
            version=version,
            criteria=criteria,
            peer_weight=args["peerWeight"],
            community_weight=args["communityWeight"],
            participation_share=args["participationShare"],
            tolerance=args["tolerance"],
            penalty_share=args["penaltyShare"],
            prize_shares=args["prizeShares"],
            leader_window=args["leaderWindow"],
            entry_window=args["entryWindow"],
            vote_window=args["voteWindow"],
            reveal_window=args["revealWindow"],
            scoring_profile=args["scoringProfile"],
            **{name: str(value) for name, value in money.items()},
        )


class DeploymentOut(BaseModel):
    """A deployment: its contracts and its rules as of now."""

    chain_id: int
    genesis_hash: Hex
    start_block: int
    contracts: dict[str, ContractOut]
    token: TokenOut
    scoring_profile: Pinned[ScoringProfile]
    parameters: ParametersOut | None
    platforms: list[PlatformOut]
    min_bond: Wei
    rpc_url: str | None
    walletconnect: str | None
