"""What answers people who talk with a persona."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Literal, Protocol

from oracle.domain import Card, EngineInfo, Sampling
from oracle.ports.engine import Tokens


@dataclass(frozen=True)
class Turn:
    """What one of the two said: the user, or the persona (as a model has it: the assistant)."""

    role: Literal["user", "assistant"]
    text: str


@dataclass(frozen=True)
class TalkRequest:
    """A persona's turn: `turns` are those before it, oldest first; the last one is the user's.

    `wishes` is what the user wants of all answers, and never more than that. `seed` is 0..2^63-1,
    or None for chance.
    """

    card: Card
    turns: tuple[Turn, ...]
    sampling: Sampling
    wishes: str = ""
    seed: int | None = None


class Answer(Protocol):
    """An answer as it comes: its pieces, to be taken once.

    When all are taken, `finish` says why it ended ("stop", or "length" where it was cut), and
    `tokens` how many it took, None where nobody told.
    """

    @property
    def engine(self) -> EngineInfo:
        """What writes it."""

    @property
    def finish(self) -> str | None:
        """Why it ended; None before that."""

    @property
    def tokens(self) -> Tokens | None:
        """How many tokens were read and written."""

    def __iter__(self) -> Iterator[str]:
        """The pieces. Raises `Transient` where it breaks off, `Permanent` where it is refused."""

    def hang_up(self) -> None:
        """End it, from any thread, while its block lasts: who waits for a piece waits no longer."""


class Talker(Protocol):
    """Answers in a persona's voice; threads may share it."""

    def answer(self, request: TalkRequest) -> AbstractContextManager[Answer]:
        """The persona's answer while it is written; leaving the block ends it.

        Raises `Transient` where the engine does not answer or its budget is spent, `Permanent`
        where it refuses the question.
        """

    def close(self) -> None:
        """Let go of connections; it is not used again."""
