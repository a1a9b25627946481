"""Whether contracts know one another, and the first parameters are the profile's."""

from collections.abc import Iterator
from typing import Any

from eth_utils.address import is_same_address

from scripts._deployment.documents import COLLECTIONS
from scripts._deployment.fields import NOBODY
from scripts._deployment.plan import Pinned, first_parameters
from scripts._verification.subject import Check, Subject

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
        yield Check(f"what {name} knows", _other_wiring(subject, name, others))
    yield from _check_settings(subject)
    for name, expected in _first_parameters(subject).items():
        found = subject.contracts[name].parameters(1)
        yield Check(f"first parameters of {name}", _other_parameters(expected, found))
    for name, document in COLLECTIONS.items():
        uri = f"ipfs://f01551220{document.digest[2:]}"
        found = subject.contracts[name].contractURI()
        yield Check(f"collection of {name}", _other("contractURI", uri, found))
    yield Check("members of the committee", _other_members(subject))
    yield Check("personas", _other_personas(subject))


def _other_wiring(subject: Subject, name: str, others: dict[str, str]) -> str | None:
    for getter, other in others.items():
        found = getattr(subject.contracts[name], getter)()
        if not is_same_address(found, subject.address(other)):
            return f"{getter} is {subject.name_of(found)}, not {other}: {_SINCE}"
    return None


def _check_settings(subject: Subject) -> Iterator[Check]:
    for name, settings in _settings(subject).items():
        contract = subject.contracts[name]
        problems = (_other(key, value, getattr(contract, key)()) for key, value in settings.items())
        yield Check(f"settings of {name}", next(filter(None, problems), None))


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


def _other_parameters(expected: dict[str, Any], found: Any) -> str | None:
    pairs = ((key, value, getattr(found, key)) for key, value in expected.items())
    return next(filter(None, (_other(*pair) for pair in pairs)), None)


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
