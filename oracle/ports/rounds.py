"""Rounds: what logs and chain say of them, and what an operator sends."""

from dataclasses import dataclass
from enum import IntEnum
from typing import Protocol


class RoundState(IntEnum):
    """States of a round, as the contract numbers them."""

    NONE = 0
    OPEN = 1
    VOTING = 2
    SETTLED = 3
    EXPIRED = 4
    FAILED = 5


@dataclass(frozen=True)
class RosterPersona:
    """A persona in a roster, with the digests of the versions that the proposal fixed."""

    persona_id: int
    card: str
    model: str


@dataclass(frozen=True)
class Proposal:
    """A generation proposal, from its event."""

    round_id: int
    block_number: int
    block_hash: str
    brief: str
    platform: int
    parameters_version: int
    roster: tuple[RosterPersona, ...]


@dataclass(frozen=True)
class Submission:
    """The submitted entries of a round, from their event. Times are unix seconds."""

    round_id: int
    operator: str
    manifest: str
    commit_end: int
    reveal_end: int


@dataclass(frozen=True)
class RoundView:
    """A round at the chain's head. Times are unix seconds.

    `order` is the eligible operators, the round's leader first; `all_revealed` is whether every
    member that was asked revealed its sheet.
    """

    now: int
    state: RoundState
    opened_at: int
    leader_window: int
    entry_window: int
    order: tuple[str, ...]
    all_revealed: bool = False


class RoundStore(Protocol):
    """What final logs say of rounds, and what this operator must not forget or do twice."""

    def unfinished(self) -> list[Proposal]:
        """Rounds that have not ended, oldest first."""

    def proposal(self, round_id: int) -> Proposal | None:
        """The generation proposal that opened a round."""

    def submission(self, round_id: int) -> Submission | None:
        """The entries of a round, once submitted."""

    def settled_before(self, block_number: int, limit: int) -> list[str]:
        """Digests of the latest settled rounds' manifests before a block, oldest first."""

    def manifest(self, proposal: Proposal) -> bytes | None:
        """The manifest this operator made for a round."""

    def keep_manifest(self, proposal: Proposal, manifest: bytes) -> bytes:
        """Keep it; the one kept before, if any, is returned and stays."""


class RoundChain(Protocol):
    """The contracts, seen by one operator.

    The writing methods simulate, journal and broadcast, once for each cause. They raise `Permanent`
    where the contract refuses, `Transient` where the node does not answer.
    """

    chain_id: int
    rounds: str
    operator: str

    def view(self, round_id: int) -> RoundView:
        """The round at the chain's head."""

    def scoring_profile(self, parameters_version: int) -> str:
        """Digest of the profile by which rounds of that version are scored."""

    def submit_entries(self, proposal: Proposal, manifest: str) -> None:
        """Submit a round's manifest."""

    def settle(self, proposal: Proposal) -> None:
        """Settle a round."""

    def expire(self, proposal: Proposal) -> None:
        """End a round that got no entries."""
