"""What is verified: a manifest, its contracts on the connected chain, and the profile."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Self

from eth_utils.address import is_same_address

from scripts._deployed import NAMES
from scripts._deployment.manifest import Manifest
from scripts._deployment.profile import Profile
from scripts._logs import logs
from scripts._project import contract_at


@dataclass(frozen=True)
class Check:
    """One thing that was checked; `problem` says what is wrong and what to do, None if nothing."""

    what: str
    problem: str | None = None


def checked(what: str, find_problem: Callable[[], str | None]) -> Check:
    """The check of that; where a contract does not answer, that is its problem."""
    from ape.exceptions import ApeException

    try:
        return Check(what, find_problem())
    except (ApeException, TypeError, ValueError) as error:  # Ape's, of a call or of its answer
        return Check(what, f"a contract does not answer as ours does ({error}): don't use it")


@dataclass(frozen=True)
class Subject:
    """`contracts` are by the names of the manifest, wherever the manifest says they are."""

    manifest: Manifest
    profile: Profile
    contracts: dict[str, Any]

    @classmethod
    def of(cls, manifest: Manifest, profile: Profile | None) -> Self:
        """Raises `ValueError` where a contract or every profile is missing."""
        missing = sorted(set(NAMES.values()) - manifest.contracts.keys())
        if missing:
            raise ValueError(f"the manifest has no {', '.join(missing)}: run `ape run deploy`")
        if profile is None and manifest.profile is None:
            raise ValueError("the manifest does not say by which parameters: give --profile FILE")
        return cls(
            manifest,
            profile or Profile.model_validate(manifest.profile),
            {n: contract_at(n, item.address) for n, item in manifest.contracts.items()},
        )

    def address(self, name: str) -> str:
        """Where the contract of that name is."""
        return str(self.contracts[name].address)

    def name_of(self, address: str) -> str:
        """That contract's name; the address itself where it is none of ours."""
        named = (n for n in self.contracts if is_same_address(self.address(n), address))
        return next(named, "the deployer" if self.is_deployer(address) else address)

    def is_deployer(self, address: str) -> bool:
        """Whether that is who deployed."""
        return is_same_address(address, self.manifest.deployer)

    def logs(self, name: str, event: str) -> Iterator[Any]:
        """The event's logs of a contract since the deployment, in order."""
        return logs(self.contracts[name], event, self.manifest.start_block)
