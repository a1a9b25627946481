"""Plays contributions and their reviews, as their actors do."""

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

from tests.contracts.clock import Clock
from tests.contracts.panel import Panel
from tests.contracts.play import parameters_of
from tests.contracts.sheets import value_sheet

TEXT = 1


class Reviews:
    """A contributor gives documents to personas, and the committee reviews them."""

    def __init__(self, contracts: SimpleNamespace, clock: Clock, panel: Panel, giver: Any) -> None:
        self._contributions, self._token = contracts.contributions, contracts.token
        self._clock, self._panel, self._giver = clock, panel, giver

    def contribute(self, persona_id: int = 1, count: int = 1, giver: Any = None) -> list[int]:
        """New pending contributions; their token ids."""
        sender = giver or self._giver
        fee = parameters_of(self._contributions)["reviewFee"]
        self._token.approve(self._contributions, fee * count, sender=sender)
        first = self._contributions.contributionCount() + 1
        ids = list(range(first, first + count))
        for token_id in ids:
            digest = token_id.to_bytes(32)
            self._contributions.contribute(persona_id, TEXT, digest, sender=sender)
        return ids

    def grow_old(self, persona_id: int = 1) -> None:
        """The persona's oldest pending contribution has waited long enough."""
        oldest = self._contributions.contribution(self._contributions.pendingOf(persona_id).oldest)
        due = oldest.time + parameters_of(self._contributions)["maxWait"]
        if due > self._clock.now():
            self._clock.move_to(due)

    def open(self, persona_id: int = 1) -> int:
        """Open the persona's next review, once it is due; its number."""
        count, _ = self._contributions.pendingOf(persona_id)
        if count < 16:
            self.grow_old(persona_id)
        self._contributions.openReview(persona_id, sender=self._giver)
        return int(self._contributions.reviewCount())

    def question(self, review_id: int) -> bytes:
        """The name of the review's question."""
        return bytes(self._contributions.questionId(review_id))

    def settle(self, review_id: int) -> Any:
        """Anybody settles; the receipt."""
        return self._contributions.settleReview(review_id, sender=self._giver)

    def answer(self, values: Sequence[int], persona_id: int = 1) -> int:
        """The persona's next review, in which all operators agree on those values; its number."""
        review_id = self.open(persona_id)
        self._panel.agree(self.question(review_id), value_sheet(*values))
        return review_id

    def decide(self, values: Sequence[int], persona_id: int = 1) -> Any:
        """As `answer`, settled; the receipt."""
        return self.settle(self.answer(values, persona_id))

    def accept(self, values: Sequence[int], persona_id: int = 1) -> list[int]:
        """New contributions with those impacts; their token ids."""
        ids = self.contribute(persona_id, len(values))
        self.decide(values, persona_id)
        return ids
