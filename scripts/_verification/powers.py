"""Who can do what: everything is the timelock's, the timelock's is the governor's."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from eth_utils.address import is_same_address
from eth_utils.crypto import keccak

from scripts._deployment.fields import NOBODY
from scripts._deployment.plan import CONSUMERS, OWNED
from scripts._verification.subject import Check, Subject, checked

_ADMIN = "DEFAULT_ADMIN_ROLE"
_EXPECTED = {
    _ADMIN: "Timelock",
    "PROPOSER_ROLE": "TroupeGovernor",
    "CANCELLER_ROLE": "TroupeGovernor",
    "EXECUTOR_ROLE": None,  # open to all
}


def check_powers(subject: Subject) -> Iterator[Check]:
    """Roles, owners, the committee's consumers, and that the deployer holds nothing."""
    roles = _roles(subject)
    yield from _check_roles(subject, roles)
    for name in ("RewardToken", *OWNED):
        yield checked(f"owner of {name}", partial(_other_owner, subject, name))
    yield checked("consumers of the committee", partial(_other_consumers, subject))
    yield checked("the deployer holds nothing", partial(_held, subject, roles))


def _roles(subject: Subject) -> dict[bytes, set[str]]:
    """Who holds each of the timelock's roles, by all that was ever granted and revoked."""
    names = ("RoleGranted", "RoleRevoked")
    logs = [log for name in names for log in subject.logs("Timelock", name)]
    holders: dict[bytes, set[str]] = {}
    for log in sorted(logs, key=lambda log: (log.block_number, log.log_index)):
        members = holders.setdefault(bytes(log.role), set())
        (members.add if log.event_name == "RoleGranted" else members.discard)(log.account)
    return holders


def _check_roles(subject: Subject, roles: dict[bytes, set[str]]) -> Iterator[Check]:
    for name, holder in _EXPECTED.items():
        expected = subject.address(holder) if holder else NOBODY
        found = roles.get(_role(name), set())
        wrong = [subject.name_of(account) for account in found if account != expected]
        problem = _role_problem(holder, expected not in found, wrong)
        yield Check(f"{name} of the timelock", problem)
    known = set(map(_role, _EXPECTED))
    unknown = [role.hex() for role in roles if role not in known and roles[role]]
    yield Check("no other role", f"somebody holds {unknown}: don't use it" if unknown else None)


def _role(name: str) -> bytes:
    return bytes(32) if name == _ADMIN else keccak(text=name)


def _role_problem(holder: str | None, missing: bool, wrong: list[str]) -> str | None:
    if missing:
        return f"{holder or 'everybody'} has to hold it: finish with `ape run deploy`"
    if wrong:
        return f"{', '.join(wrong)} holds it too: revoke it by a proposal, or don't use it"
    return None


def _other_owner(subject: Subject, name: str) -> str | None:
    owner = subject.contracts[name].owner()
    if is_same_address(owner, subject.address("Timelock")):
        return None
    return f"it is {subject.name_of(owner)}, not the timelock: finish with `ape run deploy`"


def _other_consumers(subject: Subject) -> str | None:
    listed: dict[str, bool] = {}
    for log in subject.logs("OracleCommittee", "ConsumerSet"):
        listed[log.consumer] = log.listed
    committee = subject.contracts["OracleCommittee"]
    for name in CONSUMERS:
        if not committee.isConsumer(subject.address(name)):
            return f"{name} is not listed: finish with `ape run deploy`, or ask by a proposal"
    ours = {subject.address(name) for name in CONSUMERS}
    others = [address for address, yes in listed.items() if yes and address not in ours]
    if others:
        return f"{', '.join(others)} may ask too: if no proposal listed it, don't use it"
    return None


def _held(subject: Subject, roles: dict[bytes, set[str]]) -> str | None:
    deployer = subject.manifest.deployer
    owned = [n for n in ("RewardToken", *OWNED) if subject.is_deployer(_owner(subject, n))]
    held = {
        "a role of the timelock": any(deployer in members for members in roles.values()),
        f"the ownership of {', '.join(owned)}": bool(owned),
        "reward tokens": subject.contracts["RewardToken"].balanceOf(deployer) > 0,
        "personas": subject.contracts["PersonaRegistry"].balanceOf(deployer) > 0,
        "contributions": subject.contracts["ContributionNFT"].balanceOf(deployer) > 0,
        "the guardian's place": subject.is_deployer(
            subject.contracts["TroupeGovernor"].proposalGuardian()
        ),
        "a member's place in the committee": subject.contracts["OracleCommittee"].numberOf(deployer)
        > 0,
    }
    found = [what for what, yes in held.items() if yes]
    return f"it holds {', '.join(found)}: give that away" if found else None


def _owner(subject: Subject, name: str) -> Any:
    return subject.contracts[name].owner()
