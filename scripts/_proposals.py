"""A governance proposal as the chain knows it."""

from dataclasses import dataclass
from typing import Any, Self

from scripts._reverts import PROPOSAL_STATES
from scripts._words import actions, moment, now


@dataclass(frozen=True)
class Proposal:
    """Proposal `number`; times are block times in Unix seconds."""

    number: int
    contracts: dict[str, Any]
    state: str
    voting_from: int
    voting_until: int
    executable_from: int

    @classmethod
    def read(cls, number: int, contracts: dict[str, Any]) -> Self:
        """Raises `ValueError` where there is no such proposal."""
        governor = contracts["governor"]
        if not governor.proposalSnapshot(number):
            raise ValueError(f"there is no proposal {number}")
        return cls(
            number,
            contracts,
            PROPOSAL_STATES[governor.state(number)],
            int(governor.proposalSnapshot(number)),
            int(governor.proposalDeadline(number)),
            int(governor.proposalEta(number)),
        )

    def actions(self) -> list[str]:
        """What it would do."""
        targets, values, calldatas, _ = self.contracts["governor"].proposalDetails(self.number)
        return list(actions(self.contracts, targets, values, calldatas))

    def require(self, state: str) -> None:
        """Raises `ValueError`, with when or what next, unless it is in that state."""
        if self.state != state:
            raise ValueError(f"proposal {self.number} {self._standing()}")
        if state == "Queued" and now() < self.executable_from:
            raise ValueError(
                f"proposal {self.number} can be executed from {moment(self.executable_from)}, "
                f"in {self.executable_from - now():,} s"
            )

    def _standing(self) -> str:
        number = self.number
        return {
            "Pending": f"is not voted on before {moment(self.voting_from)}",
            "Active": f"is voted on until {moment(self.voting_until)}: `ape run vote {number} for`",
            "Canceled": "was cancelled",
            "Defeated": "was defeated",
            "Succeeded": f"has passed and is not queued: `ape run queue {number}`",
            "Queued": f"is queued and can be executed from {moment(self.executable_from)}: "
            f"`ape run execute {number}`",
            "Expired": "has expired",
            "Executed": "was executed",
        }[self.state]
