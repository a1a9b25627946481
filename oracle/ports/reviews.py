"""Reviews of contributions: what logs and chain say of them, and what an operator sends."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Contribution:
    """A contribution, from its event; `kind` is the chain's number, `document` a digest."""

    token_id: int
    persona_id: int
    contributor: str
    kind: int
    document: str
    made_at: int


@dataclass(frozen=True)
class Review:
    """A review of a persona's contributions, from its event. Times are unix seconds."""

    review_id: int
    persona_id: int
    token_ids: tuple[int, ...]
    parameters_version: int
    block_number: int
    block_hash: str
    log_index: int
    commit_end: int
    reveal_end: int


@dataclass(frozen=True)
class Queue:
    """A persona's contributions that wait for a review, by final logs: oldest first."""

    persona_id: int
    waiting: tuple[Contribution, ...]


@dataclass(frozen=True)
class Acceptance:
    """An impact that was given and is not weight yet; from `active_at` on it can be."""

    token_id: int
    persona_id: int
    impact: int
    active_at: int


@dataclass(frozen=True)
class ReviewView:
    """A review at the chain's head, and its time; `order` is as in `RoundView`."""

    now: int
    open: bool
    all_revealed: bool
    order: tuple[str, ...]


@dataclass(frozen=True)
class QueueView:
    """A persona's queue at the chain's head: its oldest contribution, 0 where nothing waits.

    `max_wait` is the seconds after which the oldest is reviewed with fewer than 16; `order` is of
    the review that would be opened.
    """

    now: int
    oldest: int
    max_wait: int
    order: tuple[str, ...]


@dataclass(frozen=True)
class ActivationView:
    """Acceptances that could be weights at the chain's head, and are not; `order` as before."""

    now: int
    due: tuple[Acceptance, ...]
    order: tuple[str, ...]


class ReviewStore(Protocol):
    """What final logs say of contributions and their reviews."""

    def open_reviews(self) -> list[Review]:
        """Reviews that have not ended, oldest first."""

    def review(self, review_id: int) -> Review:
        """An open review. Raises `Transient` where its event is not known yet."""

    def under_review(self, review: Review) -> list[Contribution]:
        """The contributions of a review, in its order."""

    def given_before(self, review: Review) -> list[Contribution]:
        """The persona's contributions before a review's, its card included, oldest first.

        Those that were rejected or returned by the time the review was opened are left out; some
        may be under review still.
        """

    def queues(self) -> list[Queue]:
        """What waits for a review, by persona."""

    def not_active(self) -> list[Acceptance]:
        """Impacts above 0 that are not weights yet, oldest first."""


class ReviewChain(Protocol):
    """The contract of contributions, seen by one operator; it writes as `QuestionChain` does."""

    chain_id: int
    contributions: str
    operator: str

    def scoring_profile(self, parameters_version: int) -> str:
        """Digest of the profile by which contributions of that version are reviewed."""

    def review(self, review: Review) -> ReviewView:
        """The review at the chain's head."""

    def queue(self, queue: Queue) -> QueueView:
        """The queue at the chain's head."""

    def activations(self, acceptances: Sequence[Acceptance]) -> ActivationView:
        """Which of the acceptances are due at the chain's head."""

    def open_review(self, queue: Queue) -> None:
        """Open a persona's next review."""

    def settle(self, review: Review) -> None:
        """Settle a review."""

    def activate(self, acceptances: Sequence[Acceptance]) -> None:
        """Make impacts weights."""
