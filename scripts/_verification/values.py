"""Whether contracts know one another, and the first parameters are the profile's."""

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any

from eth_utils.address import is_same_address

from scripts._deployment.documents import COLLECTIONS
from scripts._deployment.fields import NOBODY
from scripts._deployment.plan import Pinned, first_parameters
from scripts._verification.subject import Check, Subject, checked

# What each contract knows of the others.
_WIRING = {
    "RewardToken": {"treasury": "Timelock"},
    "TroupeGovernor": {"token": "RewardToken", "timelock": "Timelock"},
    "PersonaRegistry": {
        "token": "RewardToken",
        "treasury": "Timelock",
        "contributions": "ContributionNFT",
        "factory": "RevenueFactory",
        "trainer": "TrainingJobs",
    },
    "OracleCommittee": {"token": "RewardToken", "treasury": "Timelock"},
    "ContributionNFT": {
        "token": "RewardToken",
        "registry": "PersonaRegistry",
        "committee": "OracleCommittee",
        "trainer": "TrainingJobs",
    },
    "RevenueFactory": {"token": "RewardToken"},
    "GenerationRounds": {
        "token": "RewardToken",
        "registry": "PersonaRegistry",
        "committee": "OracleCommittee",
    },
    "TrainingJobs": {
        "token": "RewardToken",
        "registry": "PersonaRegistry",
        "contributions": "ContributionNFT",
        "committee": "OracleCommittee",
    },
}
_SINCE = "if no proposal changed it since, don't use it"


def check_values(subject: Subject) -> Iterator[Check]:
    """Wiring, documents, parameters, members and personas."""
    for name, others in _WIRING.items():
        yield checked(f"what {name} knows", partial(_other_wiring, subject, name, others))
    for name, settings in _settings(subject).items():
        yield checked(f"settings of {name}", partial(_other_settings, subject, name, settings))
    for name, expected in _first_parameters(subject).items():
        what = f"first parameters of {name}"
        yield checked(what, partial(_other_parameters, subject, name, expected))
    for name in COLLECTIONS:
        yield checked(f"collection of {name}", partial(_other_collection, subject, name))
    yield checked("members of the committee", partial(_other_members, subject))
    yield checked("personas", partial(_other_personas, subject))


def _other_wiring(subject: Subject, name: str, others: dict[str, str]) -> str | None:
    for getter, other in others.items():
        found = getattr(subject.contracts[name], getter)()
        if not is_same_address(found, subject.address(other)):
            return f"{getter} is {subject.name_of(found)}, not {other}: {_SINCE}"
    return None


def _other_settings(subject: Subject, name: str, settings: dict[str, Any]) -> str | None:
    contract = subject.contracts[name]
    return _first(_other(key, value, getattr(contract, key)()) for key, value in settings.items())


def _settings(subject: Subject) -> dict[str, dict[str, Any]]:
    import ape

    profile, governor = subject.profile, subject.profile.governor
    made = ape.chain.provider.get_block(subject.manifest.contracts["TroupeGovernor"].block)
    return {
        "RewardToken": {
            "name": profile.token.name,
            "symbol": profile.token.symbol,
            "cap": profile.token.cap,
        },
        "Timelock": {"getMinDelay": governor.timelock_delay},
        "TroupeGovernor": {
            "votingDelay": governor.voting_delay,
            "votingPeriod": governor.voting_period,
            "lateQuorumVoteExtension": governor.late_quorum_extension,
            "proposalThreshold": governor.proposal_threshold,
            "quorumNumerator": governor.quorum_percent,
            "proposalGuardian": governor.guardian or NOBODY,
            "guardianUntil": made.timestamp + governor.guardian_seconds,
        },
        "PersonaRegistry": {"registrationFee": profile.registry.registration_fee},
        "OracleCommittee": {
            "minBond": profile.committee.min_bond,
            "minMembers": profile.committee.min_members,
            "unbondDelay": profile.committee.unbond_delay,
            "minWindow": profile.min_window,
        },
        "GenerationRounds": {"minWindow": profile.min_window},
        "RevenueFactory": {
            "assets": [
                subject.address("RewardToken"),
                NOBODY,
                *profile.registry.more_vault_assets,
            ],
        },
    }


def _first_parameters(subject: Subject) -> dict[str, dict[str, Any]]:
    manifest = subject.manifest
    pinned = Pinned(
        scoring_profile=manifest.scoring_profile or "",
        prompt_pool=manifest.prompt_pool or "",
        cards=(),
        collections={},
    )
    return first_parameters(subject.profile, pinned)


def _other_parameters(subject: Subject, name: str, expected: dict[str, Any]) -> str | None:
    found = subject.contracts[name].parameters(1)
    return _first(_other(key, value, getattr(found, key)) for key, value in expected.items())


def _other_collection(subject: Subject, name: str) -> str | None:
    uri = f"ipfs://f01551220{COLLECTIONS[name].digest[2:]}"
    return _other("contractURI", uri, subject.contracts[name].contractURI())


def _other_members(subject: Subject) -> str | None:
    committee = subject.contracts["OracleCommittee"]
    for number, operator in enumerate(subject.profile.committee.operators, 1):
        if problem := _other(f"member {number}", operator, committee.memberAt(number)):
            return problem
    return None


def _other_personas(subject: Subject) -> str | None:
    registry = subject.contracts["PersonaRegistry"]
    for persona in subject.manifest.personas:
        found = registry.persona(persona.id)
        problem = _other(f"card of {persona.id}", persona.card, found.card)
        if problem or not found.active:
            return problem or f"persona {persona.id} is not active: {_SINCE}"
    return None


def _first(problems: Iterable[str | None]) -> str | None:
    return next(filter(None, problems), None)


def _other(name: str, expected: Any, found: Any) -> str | None:
    if _comparable(expected) == _comparable(found):
        return None
    return f"{name} is {_comparable(found)}, not {_comparable(expected)}: {_SINCE}"


def _comparable(value: Any) -> Any:
    if isinstance(value, bytes):
        return "0x" + value.hex()
    if isinstance(value, list | tuple):
        return [_comparable(item) for item in value]
    return value.lower() if isinstance(value, str) and value.startswith("0x") else value
