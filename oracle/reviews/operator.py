"""An operator's part in what reviews need besides answers: opening, settling, activating."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from oracle.ports import Acceptance, Queue, Review, ReviewChain, ReviewStore
from oracle.reviews.decide import should_open, should_settle, to_activate
from oracle.work.steps import Steps

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class ReviewParts:
    """What an operator works with."""

    chain: ReviewChain
    store: ReviewStore
    turn_seconds: int


class ReviewOperator:
    """Opens reviews that are due, settles those that are over, makes impacts weights, in turn."""

    def __init__(self, parts: ReviewParts) -> None:
        self._parts = parts
        self._steps = Steps(log)

    def tick(self) -> None:
        """Take the next steps; one's trouble never stops the others."""
        store = self._parts.store
        queues, reviews, acceptances = store.queues(), store.open_reviews(), store.not_active()
        steps: dict[str, Callable[[], None]] = {}
        for queue in queues:
            steps[f"persona={queue.persona_id}"] = partial(self._open, queue)
        for review in reviews:
            steps[f"review={review.review_id}"] = partial(self._settle, review)
        if acceptances:
            steps["impacts"] = partial(self._activate, acceptances)
        self._steps.take(steps)

    def _open(self, queue: Queue) -> None:
        parts = self._parts
        view = parts.chain.queue(queue)
        if should_open(queue, view, parts.chain.operator, parts.turn_seconds):
            parts.chain.open_review(queue)

    def _settle(self, review: Review) -> None:
        parts = self._parts
        view = parts.chain.review(review)
        if should_settle(review, view, parts.chain.operator, parts.turn_seconds):
            parts.chain.settle(review)

    def _activate(self, acceptances: list[Acceptance]) -> None:
        parts = self._parts
        view = parts.chain.activations(acceptances)
        if due := to_activate(view, parts.chain.operator, parts.turn_seconds):
            parts.chain.activate(due)
