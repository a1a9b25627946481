"""What the pipeline needs from the outside, as protocols; adapters stand in their own folders."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Protocol

from oracle.domain import Brief, Card, EngineInfo, Platform, Quote, Sampling


class BlockStore(Protocol):
    """Content-addressed raw blocks, each at most `MAX_DOCUMENT_BYTES`."""

    def put(self, data: bytes) -> str:
        """Keep `data` for good and return its digest; putting it twice is the same as once."""

    def get(self, digest: str) -> bytes:
        """The block of that digest, checked against it. Raises `Transient` where it is missing."""


@dataclass(frozen=True)
class WriteRequest:
    """One persona's turn. `seed` is 32 bytes as hex: the same request with it writes the same."""

    persona_id: int
    card: Card
    brief: Brief
    platform: Platform
    seed: str


@dataclass(frozen=True)
class Written:
    """What an engine made of a `WriteRequest`: a text, or a `failure` that says why there is none.

    `prompt` is the digest of what the model was shown (for the built-in writer, of its inputs).
    """

    text: str
    failure: str | None
    prompt: str
    sampling: Sampling
    quotes: tuple[Quote, ...] = ()
    unused: tuple[str, ...] = ()


class TextEngine(Protocol):
    """Writes entries."""

    def info(self) -> EngineInfo:
        """What this engine is. Raises `Transient` where an engine server does not answer."""

    def write(self, requests: Sequence[WriteRequest]) -> list[Written]:
        """One `Written` per request, in order; one persona's failure never fails the others.

        Raises `Transient` where the engine as a whole does not answer.
        """

    def close(self) -> None:
        """Let go of connections; the engine is not used again."""


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
    opened: int
    commit_end: int
    reveal_end: int

    @property
    def window(self) -> int:
        """Seconds of committing."""
        return self.commit_end - self.opened


@dataclass(frozen=True)
class RoundView:
    """A round at the chain's head, and this operator's part in it. Times are unix seconds.

    `order` is the eligible operators, the round's leader first. The last four are of the question
    and false while there is none.
    """

    now: int
    state: RoundState
    opened_at: int
    leader_window: int
    entry_window: int
    order: tuple[str, ...]
    asked: bool = False
    committed: bool = False
    revealed: bool = False
    all_revealed: bool = False


class RoundStore(Protocol):
    """What final logs say of rounds, and what this operator must not forget or do twice."""

    def unfinished(self) -> list[Proposal]:
        """Rounds that have not ended, oldest first."""

    def submission(self, round_id: int) -> Submission | None:
        """The entries of a round, once submitted."""

    def settled_before(self, block_number: int, limit: int) -> list[str]:
        """Digests of the latest settled rounds' manifests before a block, oldest first."""

    def manifest(self, proposal: Proposal) -> bytes | None:
        """The manifest this operator made for a round."""

    def keep_manifest(self, proposal: Proposal, manifest: bytes) -> bytes:
        """Keep it; the one kept before, if any, is returned and stays."""

    def payload(self, submission: Submission) -> bytes | None:
        """The score sheet, as it goes on chain, that this operator made of submitted entries."""

    def keep_payload(self, submission: Submission, payload: bytes) -> bytes:
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

    def commit(self, proposal: Proposal, payload: bytes) -> None:
        """Commit to a score sheet; what hides it until the reveal is never stored."""

    def reveal(self, proposal: Proposal, payload: bytes) -> None:
        """Reveal the score sheet that was committed to."""

    def settle(self, proposal: Proposal) -> None:
        """Settle a round."""

    def expire(self, proposal: Proposal) -> None:
        """End a round that got no entries."""
