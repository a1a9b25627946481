"""The deployment of everything as a list of transactions, each of which knows if it is done."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain, starmap
from types import SimpleNamespace
from typing import Any

from pydantic import BaseModel

from scripts._deployment.fields import NATIVE_COIN, NOBODY
from scripts._deployment.profile import Profile

Contracts = dict[str, Any]

OWNED = (
    "PersonaRegistry",
    "ContributionNFT",
    "OracleCommittee",
    "GenerationRounds",
    "TrainingJobs",
)
CONSUMERS = ("GenerationRounds", "ContributionNFT", "TrainingJobs")
ROLES = ("PROPOSER_ROLE", "CANCELLER_ROLE")  # the governor's
TRAINED = ("PersonaRegistry", "ContributionNFT")


@dataclass(frozen=True)
class Pinned:
    """The digests of the documents that a deployment names on chain."""

    scoring_profile: str
    prompt_pool: str
    cards: tuple[str, ...]
    collections: dict[str, str]


@dataclass(frozen=True)
class Creation:
    """A contract to deploy, with its constructor's arguments from those deployed before it."""

    name: str
    args: Callable[[Contracts], tuple[Any, ...]]

    @property
    def label(self) -> str:
        """What it does, in words."""
        return f"deploy {self.name}"


@dataclass(frozen=True)
class Call:
    """A call of a deployed contract's method."""

    label: str
    is_done: Callable[[Contracts], bool]
    method: Callable[[Contracts], Any]
    args: Callable[[Contracts], tuple[Any, ...]]


def plan(profile: Profile, deployer: str, pinned: Pinned) -> list[Creation | Call]:
    """All that a deployment does, in order; at the end everything is the timelock's."""
    owner, personas = profile.registry.card_owner, enumerate(pinned.cards, 1)
    parameters = first_parameters(profile, pinned)
    return [
        *creations(profile, deployer),
        _WIRING,
        *map(_consumer, CONSUMERS),
        *map(_trained, TRAINED),
        *starmap(_collection, pinned.collections.items()),
        *map(_operator, profile.committee.operators),
        *starmap(_parameters, parameters.items()),
        *chain.from_iterable(_persona(n, card, owner, deployer) for n, card in personas),
        *map(_granted, ROLES),
        *map(_handed_over, OWNED),
        _renounced(deployer),
    ]


def creations(profile: Profile, deployer: str) -> list[Creation]:
    """The contracts in the order of their deployment."""
    p, committee = profile, profile.committee
    token = (p.token.name, p.token.symbol, p.token.cap)
    allocation = [(part.account, part.amount) for part in p.token.allocation]
    bonds = (committee.min_bond, committee.min_members, committee.unbond_delay, p.min_window)
    fee, assets = p.registry.registration_fee, [NATIVE_COIN, *p.registry.more_vault_assets]
    timelock = (p.governor.timelock_delay, [], [NOBODY], deployer)
    settings = _governor_settings(profile)

    def made(name: str, args: Callable[[SimpleNamespace], tuple[Any, ...]]) -> Creation:
        return Creation(name, lambda c: args(SimpleNamespace(**c)))

    return [
        made("Timelock", lambda _: timelock),
        made("RewardToken", lambda c: (*token, c.Timelock, allocation)),
        made("TroupeGovernor", lambda c: (c.RewardToken, c.Timelock, settings)),
        made("PersonaRegistry", lambda c: (c.RewardToken, c.Timelock, deployer, fee)),
        made("OracleCommittee", lambda c: (c.RewardToken, c.Timelock, deployer, *bonds)),
        made(
            "ContributionNFT",
            lambda c: (c.PersonaRegistry, c.RewardToken, c.OracleCommittee, deployer),
        ),
        made("RevenueFactory", lambda c: (c.ContributionNFT, c.RewardToken, assets)),
        made(
            "GenerationRounds",
            lambda c: (
                *(c.RewardToken, c.PersonaRegistry, c.OracleCommittee),
                *(deployer, p.min_window),
            ),
        ),
        made(
            "TrainingJobs",
            lambda c: (
                *(c.RewardToken, c.PersonaRegistry, c.ContributionNFT, c.OracleCommittee),
                deployer,
            ),
        ),
    ]


def _governor_settings(profile: Profile) -> tuple[Any, ...]:
    """The constructor's struct, in its order."""
    g = profile.governor
    return (
        g.voting_delay,
        g.voting_period,
        g.late_quorum_extension,
        g.proposal_threshold,
        g.quorum_percent,
        g.guardian or NOBODY,
        g.guardian_seconds,
    )


_WIRING = Call(
    "wire the registry to contributions and vaults",
    lambda c: c["PersonaRegistry"].contributions() == c["ContributionNFT"].address,
    lambda c: c["PersonaRegistry"].wire,
    lambda c: (c["ContributionNFT"], c["RevenueFactory"]),
)


def _consumer(name: str) -> Call:
    return Call(
        f"let {name} ask the committee",
        lambda c: c["OracleCommittee"].isConsumer(c[name]),
        lambda c: c["OracleCommittee"].setConsumer,
        lambda c: (c[name], True),
    )


def _trained(name: str) -> Call:
    return Call(
        f"let TrainingJobs change {name}",
        lambda c: c[name].trainer() == c["TrainingJobs"].address,
        lambda c: c[name].setTrainer,
        lambda c: (c["TrainingJobs"],),
    )


def _collection(name: str, digest: str) -> Call:
    return Call(
        f"describe {name}'s collection",
        lambda c: bool(c[name].contractURI()),
        lambda c: c[name].setContractURI,
        lambda _: (digest,),
    )


def _operator(address: str) -> Call:
    return Call(
        f"make {address} a member of the committee",
        lambda c: c["OracleCommittee"].numberOf(address) > 0,
        lambda c: c["OracleCommittee"].addMember,
        lambda _: (address,),
    )


def first_parameters(profile: Profile, pinned: Pinned) -> dict[str, dict[str, Any]]:
    """Version 1 of the parameters, by contract; fields as in Solidity."""
    scoring, prompts = pinned.scoring_profile, pinned.prompt_pool
    parts: dict[str, tuple[BaseModel, dict[str, str]]] = {
        "GenerationRounds": (profile.rounds, {"scoringProfile": scoring}),
        "ContributionNFT": (profile.contributions, {"scoringProfile": scoring}),
        "TrainingJobs": (profile.training, {"promptPool": prompts}),
    }
    return {name: part.model_dump(by_alias=True) | more for name, (part, more) in parts.items()}


def _parameters(name: str, parameters: dict[str, Any]) -> Call:
    return Call(
        f"give {name} its parameters",
        lambda c: c[name].currentVersion() > 0,
        lambda c: c[name].addParameters,
        lambda _: (parameters,),
    )


def _persona(number: int, card: str, owner: str | None, deployer: str) -> Iterator[Call]:
    yield Call(
        f"register persona {number}",
        lambda c: c["PersonaRegistry"].personaCount() >= number,
        lambda c: c["PersonaRegistry"].register,
        lambda _: (card,),
    )
    yield Call(
        f"activate persona {number}",
        lambda c: c["PersonaRegistry"].isActive(number),
        lambda c: c["PersonaRegistry"].setActive,
        lambda _: (number, True),
    )
    # The contribution of a first card has its persona's number.
    yield Call(
        f"give away the contribution of card {number}",
        lambda c: c["ContributionNFT"].ownerOf(number) != deployer,
        lambda c: c["ContributionNFT"].transferFrom,
        lambda c: (deployer, owner or c["Timelock"], number),
    )


def _granted(role: str) -> Call:
    return Call(
        f"give the governor {role}",
        lambda c: c["Timelock"].hasRole(_role(c, role), c["TroupeGovernor"]),
        lambda c: c["Timelock"].grantRole,
        lambda c: (_role(c, role), c["TroupeGovernor"]),
    )


def _handed_over(name: str) -> Call:
    return Call(
        f"hand {name} over to the timelock",
        lambda c: c[name].owner() == c["Timelock"].address,
        lambda c: c[name].transferOwnership,
        lambda c: (c["Timelock"],),
    )


def _renounced(deployer: str) -> Call:
    admin = "DEFAULT_ADMIN_ROLE"
    return Call(
        "renounce the timelock",
        lambda c: not c["Timelock"].hasRole(_role(c, admin), deployer),
        lambda c: c["Timelock"].renounceRole,
        lambda c: (_role(c, admin), deployer),
    )


def _role(c: Contracts, name: str) -> bytes:
    return bytes(getattr(c["Timelock"], name)())
