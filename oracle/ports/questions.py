"""Questions to the committee: whatever their subject, each is committed to and revealed."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Question:
    """A question, from its event. Times are unix seconds.

    Its name, `id` (``0x`` and 64 hex digits), holds who asks, by which number, in which phase.
    """

    id: str
    block_hash: str
    opened: int
    commit_end: int
    reveal_end: int

    @property
    def consumer(self) -> str:
        """The address of the contract that asks, in lower case."""
        return self.id[:42]

    @property
    def local_id(self) -> int:
        """The consumer's own number of what it asks about: a round, a review, a job."""
        return int(self.id[42:64], 16)

    @property
    def phase(self) -> int:
        """What the consumer asks about it, as it numbers its phases."""
        return int(self.id[64:], 16)

    @property
    def window(self) -> int:
        """Seconds of committing."""
        return self.commit_end - self.opened


@dataclass(frozen=True)
class QuestionView:
    """This operator's part in a question at the chain's head; `now` is its time.

    `commitment` (``0x…``) is what it committed to, None before that and once it is revealed.
    `revealed` is true also where the consumer refused what was revealed: there is no second time.
    """

    now: int
    asked: bool
    committed: bool
    revealed: bool
    commitment: str | None = None


class QuestionChain(Protocol):
    """The committee, seen by one operator.

    The writing methods simulate, journal and broadcast, once for each cause. They raise `Permanent`
    where the contract refuses, `Transient` where the node does not answer.
    """

    def view(self, question: Question) -> QuestionView:
        """The question at the chain's head."""

    def commitment(self, question: Question, payload: bytes) -> str:
        """What this operator commits to an answer with (``0x…``), the same each time."""

    def commit(self, question: Question, payload: bytes) -> None:
        """Commit to an answer; what hides it until the reveal is never stored."""

    def reveal(self, question: Question, payload: bytes) -> None:
        """Reveal the answer that was committed to."""


class QuestionStore(Protocol):
    """What final logs say of questions, and the answers that this operator must not lose."""

    def open_questions(self) -> list[Question]:
        """Questions that can still be answered, oldest first."""

    def answer(self, question: Question) -> bytes | None:
        """The payload that this operator answers with."""

    def keep_answer(self, question: Question, payload: bytes) -> bytes:
        """Keep it; the one kept before, if any, is returned and stays."""

    def answers(self, question: Question) -> list[bytes]:
        """All the payloads that were ever kept for a question of that name.

        Those set aside and those from before a reorg too: any may be what was committed to.
        """

    def set_aside(self, question: Question, payload: bytes) -> None:
        """Answer with another from now on: the chain says that another was committed to."""


class Answerer(Protocol):
    """Answers one consumer's questions."""

    def answer(self, question: Question, *, last_chance: bool) -> bytes:
        """The payload that the consumer takes; an empty one abstains.

        On the `last_chance` what is missing counts as nowhere to be had. Raises `Transient` where
        another try may succeed, `Permanent` where none will.
        """


class TrainingEvaluator(Protocol):
    """Measures trained models; what a job or an attribution is about is on chain, by its number."""

    def evaluate(self, job_id: int) -> bytes | None:
        """The payload with the model's win rate; None if this operator can't measure it."""

    def attribute(self, attribution_id: int) -> bytes | None:
        """The payload with what each contribution added; None if this operator can't measure it."""
