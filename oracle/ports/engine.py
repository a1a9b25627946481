"""What writes entries."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from oracle.domain import Brief, Card, EngineInfo, Platform, Quote, Sampling


@dataclass(frozen=True)
class WriteRequest:
    """One persona's turn. `seed` is 32 bytes as hex: the same request with it writes the same."""

    persona_id: int
    card: Card
    brief: Brief
    platform: Platform
    seed: str


@dataclass(frozen=True)
class Tokens:
    """How many tokens a model read and wrote."""

    read: int = 0
    written: int = 0

    def __add__(self, other: "Tokens") -> "Tokens":
        return Tokens(self.read + other.read, self.written + other.written)

    def __sub__(self, other: "Tokens") -> "Tokens":
        return Tokens(self.read - other.read, self.written - other.written)


@dataclass(frozen=True)
class Written:
    """What an engine made of a `WriteRequest`: a text, or a `failure` that says why there is none.

    `prompt` is the digest of what the model was shown (for the built-in writer, of its inputs).
    `attempts` is how many times the model was asked until its text was one (see `Entry`), `engine`
    what wrote it where that is not what the engine's `info` says, and `note` what else is to be
    known of how it was written. `tokens` are of all attempts, as far as they are known.
    """

    text: str
    failure: str | None
    prompt: str
    sampling: Sampling
    quotes: tuple[Quote, ...] = ()
    unused: tuple[str, ...] = ()
    attempts: int = 1
    engine: EngineInfo | None = None
    note: str = ""
    tokens: Tokens = Tokens()


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
