"""The parameters of a deployment: a checked JSON file of deployments/profiles/."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Self

from eth_utils.address import is_same_address
from pydantic import Field, field_validator, model_validator
from pydantic.alias_generators import to_camel

from oracle.domain import MAX_ROSTER, MIN_ROSTER
from oracle.personas.cards import CARD_NAMES
from scripts._deployment.fields import (
    ALL,
    Part,
    Seconds,
    Share,
    Somebody,
    Tokens76,
    Tokens80,
    Tokens96,
    Tokens128,
    Weight,
)

FOLDER = Path(__file__).parents[2] / "deployments" / "profiles"
LOCAL_CHAINS = (31337, 1337)
MAX_DURATION = 30 * 86_400  # OracleCommittee.MAX_DURATION


class Allocation(Part):
    """Tokens that exist from the first block."""

    account: Somebody
    amount: Tokens96


class TokenParameters(Part):
    """The reward token; `allocation` cannot be empty, or nobody could ever propose anything."""

    name: str = Field(min_length=1, max_length=60)
    symbol: str = Field(min_length=1, max_length=12)
    cap: Tokens96
    allocation: tuple[Allocation, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _is_within_cap(self) -> Self:
        if sum(part.amount for part in self.allocation) > self.cap:
            raise ValueError("the allocation is over the cap")
        return self


class GovernorParameters(Part):
    """The DAO's delays in seconds, its threshold in votes and its quorum in percent of supply.

    `guardian` (null: nobody) can cancel proposals for `guardian_seconds` from the deployment.
    """

    timelock_delay: Seconds
    voting_delay: Seconds
    voting_period: Annotated[int, Field(ge=1, lt=2**32)]
    late_quorum_extension: Seconds
    proposal_threshold: Tokens128
    quorum_percent: int = Field(ge=1, le=100)
    guardian: Somebody | None
    guardian_seconds: Seconds

    @model_validator(mode="after")
    def _gives_the_guardian_time(self) -> Self:
        if self.guardian and not self.guardian_seconds:
            raise ValueError("guardianSeconds must be over 0 where there is a guardian")
        return self


class RegistryParameters(Part):
    """Personas: `card_owner` gets the first cards' contributions (null: the DAO's treasury)."""

    registration_fee: Tokens96
    card_owner: Somebody | None
    more_vault_assets: tuple[Somebody, ...] = Field(max_length=2)

    @model_validator(mode="after")
    def _names_assets_once(self) -> Self:
        if _repeated(self.more_vault_assets):
            raise ValueError("an asset of moreVaultAssets is named twice")
        return self


class ContributionParameters(Part):
    """The first version of `ContributionNFT.Parameters`, less the scoring profile."""

    tolerance: Share
    max_wait: Seconds
    commit_window: Seconds
    reveal_window: Seconds
    activation_delay: Seconds
    epoch: Annotated[int, Field(ge=1, lt=2**32)]
    review_fee: Tokens76
    penalty: Tokens80
    epoch_cap: int = Field(ge=1, lt=2**48)
    genesis_impact: int = Field(ge=1, lt=2**48)


class TrainingParameters(Part):
    """The first version of `TrainingJobs.Parameters`, less the prompt pool."""

    tolerance: Share
    min_win_rate: int = Field(ge=5_500, le=ALL)
    leader_window: Seconds
    submit_window: Seconds
    commit_window: Seconds
    reveal_window: Seconds
    attribution_window: Seconds
    fee: Tokens80
    attribution_fee: Tokens80
    penalty: Tokens80
    leader_penalty: Tokens80
    training_impact: int = Field(ge=0, lt=2**48)

    @model_validator(mode="after")
    def _leaves_time_for_others(self) -> Self:
        if min(self.submit_window, self.attribution_window) <= self.leader_window:
            raise ValueError("submitWindow and attributionWindow must exceed leaderWindow")
        return self


class CommitteeParameters(Part):
    """The committee and its first members."""

    min_bond: Tokens80 = Field(gt=0)
    min_members: int = Field(ge=1, le=15)
    unbond_delay: Seconds
    operators: tuple[Somebody, ...] = Field(max_length=15)

    @model_validator(mode="after")
    def _has_enough_operators(self) -> Self:
        if _repeated(self.operators):
            raise ValueError("an operator is named twice")
        needed = self.min_members + (self.min_members > 1)  # so that one may fail
        if len(self.operators) < needed:
            raise ValueError(
                f"{needed} operators are needed, {len(self.operators)} are named: "
                "add them to the profile or by --operator ADDRESS"
            )
        return self


class RoundParameters(Part):
    """The first version of `GenerationRounds.Parameters`, less the scoring profile."""

    criteria: tuple[Weight, Weight, Weight, Weight, Weight]
    peer_weight: Weight
    community_weight: Share
    participation_share: Share
    tolerance: Share
    penalty_share: Share
    prize_shares: tuple[Share, Share, Share]
    leader_window: Seconds
    entry_window: Seconds
    vote_window: Seconds
    reveal_window: Seconds
    fee: Tokens80
    penalty: Tokens80
    leader_penalty: Tokens80
    min_bounty: Tokens96
    vote_quorum: Tokens128

    @model_validator(mode="after")
    def _is_consistent(self) -> Self:
        if not any(self.criteria):
            raise ValueError("every criterion has the weight 0")
        if self.participation_share + sum(self.prize_shares) != ALL:
            raise ValueError(f"participationShare and prizeShares must make {ALL}")
        if list(self.prize_shares) != sorted(self.prize_shares, reverse=True):
            raise ValueError("prizeShares must not grow with the rank")
        if self.fee > self.min_bounty:
            raise ValueError("minBounty must cover the fee")
        if self.entry_window <= self.leader_window:
            raise ValueError("entryWindow must be longer than leaderWindow")
        return self


class Profile(Part):
    """All that a deployment decides.

    `chains` are the ids of the chains it is meant for, `personas` the names of those among the
    default personas that it registers; governance adds others.
    """

    chains: tuple[int, ...] = Field(min_length=1)
    personas: tuple[str, ...] = Field(min_length=MIN_ROSTER, max_length=MAX_ROSTER)
    token: TokenParameters
    governor: GovernorParameters
    registry: RegistryParameters
    committee: CommitteeParameters
    min_window: Annotated[Seconds, Field(ge=1)]
    rounds: RoundParameters
    contributions: ContributionParameters
    training: TrainingParameters

    @field_validator("personas")
    @classmethod
    def _are_default_personas(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        unknown = [name for name in names if name not in CARD_NAMES]
        if unknown or _repeated(names):
            known = ", ".join(CARD_NAMES)
            raise ValueError(f"personas: name each of {known} at most once, and no other")
        return names

    @model_validator(mode="after")
    def _is_consistent(self) -> Self:
        rounds, given, training = self.rounds, self.contributions, self.training
        windows = (rounds.leader_window, rounds.vote_window, rounds.reveal_window)
        windows += (given.commit_window, given.reveal_window)
        windows += (training.leader_window, training.commit_window, training.reveal_window)
        if min(windows) < self.min_window:
            raise ValueError(f"every window must last at least minWindow, {self.min_window} s")
        penalties = (rounds.penalty, rounds.leader_penalty, given.penalty)
        if max(*penalties, training.penalty, training.leader_penalty) > self.committee.min_bond:
            raise ValueError("minBond must cover penalty and leaderPenalty")
        questions = {
            "rounds": rounds.vote_window + rounds.reveal_window,
            "contributions": given.commit_window + given.reveal_window,
            "training": training.commit_window + training.reveal_window,
        }
        for name, length in questions.items():
            if length > MAX_DURATION:
                raise ValueError(f"{name}: a question may take {MAX_DURATION} s, not {length} s")
        whole = rounds.entry_window + rounds.vote_window + rounds.reveal_window
        if given.activation_delay < whole:
            raise ValueError(f"activationDelay must last at least a whole round, {whole} s")
        return self


def load_profile(
    name: str,
    chain_id: int,
    operators: tuple[str, ...] = (),
    windows: Mapping[str, int | None] | None = None,
) -> Profile:
    """The profile of that name or in that file, with more operators and with other windows.

    `windows` are fields of `RoundParameters` (None: as the profile says); longer ones delay the
    activation of contributions with them. Raises `ValueError`
    where there is no such file, where it does not hold together, is meant for other chains, or
    is too lax for a public one (see `require_public`).
    """
    path = FOLDER / f"{name}.json"
    path = path if path.is_file() else Path(name)
    if not path.is_file():
        raise ValueError(f"there is no profile {name}: see {FOLDER}, or name a JSON file")
    data = json.loads(path.read_text())
    data["committee"]["operators"] += operators
    given = {key: value for key, value in (windows or {}).items() if value is not None}
    data["rounds"] |= {to_camel(key): value for key, value in given.items()}
    if given:
        whole = sum(data["rounds"][f"{part}Window"] for part in ("entry", "vote", "reveal"))
        shared = data["contributions"]
        shared["activationDelay"] = max(shared["activationDelay"], whole)
    profile = Profile.model_validate(data)
    if chain_id not in profile.chains:
        raise ValueError(f"{path} is meant for chains {profile.chains}, not for {chain_id}")
    if chain_id not in LOCAL_CHAINS:
        require_public(profile)
    return profile


def require_public(profile: Profile) -> None:
    """Raises `ValueError`, with every reason, where a public network asks for more care."""
    governor, committee = profile.governor, profile.committee
    least = {
        "governor.votingDelay": (governor.voting_delay, 86_400),
        "governor.votingPeriod": (governor.voting_period, 86_400),
        "governor.timelockDelay": (governor.timelock_delay, 86_400),
        "committee.unbondDelay": (committee.unbond_delay, 86_400),
        "committee.minMembers": (committee.min_members, 3),
        "committee.operators": (len(committee.operators), 4),
        "minWindow": (profile.min_window, 1_800),
        "rounds.fee": (profile.rounds.fee, 1),
        "contributions.reviewFee": (profile.contributions.review_fee, 1),
        "governor.proposalThreshold": (governor.proposal_threshold, 1),
    }
    low = [f"{name} at least {floor}" for name, (value, floor) in least.items() if value < floor]
    if low:
        raise ValueError(f"a public network needs {', '.join(low)}")


def require_apart(profile: Profile, deployer: str) -> None:
    """Raises `ValueError` where the profile gives the deployer something: it is to hold nothing."""
    given = {
        "token.allocation": [part.account for part in profile.token.allocation],
        "governor.guardian": [profile.governor.guardian],
        "registry.cardOwner": [profile.registry.card_owner],
        "committee.operators": profile.committee.operators,
    }
    for place, holders in given.items():
        if any(holder and is_same_address(holder, deployer) for holder in holders):
            raise ValueError(f"{place} names {deployer}, which deploys and is to hold nothing")


def _repeated(names: tuple[str, ...]) -> bool:
    """Whether one comes twice, in whatever case: addresses have several spellings."""
    return len({name.lower() for name in names}) != len(names)
