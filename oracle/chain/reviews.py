"""The contract of contributions behind `oracle.ports.ReviewChain`."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from web3 import Web3

from oracle.chain.committee import ChainCommittee, question_name
from oracle.chain.contracts import Outbox, at, contract, contract_at
from oracle.chain.deployment import Deployment
from oracle.chain.node import Header, header_at, hex_of, node_errors
from oracle.chain.sender import Sender
from oracle.ports import Acceptance, ActivationView, Queue, QueueView, Review, ReviewView

_OPEN = 1


class ChainReviews:
    """An operator's `oracle.ports.ReviewChain`; without a `sender` a dry run.

    The cause of an opening names the oldest contribution that waits, that of a settlement the block
    of the review's opening, that of an activation each impact with its time.
    """

    def __init__(
        self, w3: Web3, deployment: Deployment, committee: ChainCommittee, sender: Sender | None
    ) -> None:
        self.chain_id, self.operator = deployment.chain_id, committee.operator
        self._w3, self._committee = w3, committee
        self._contributions = contract(w3, deployment, "ContributionNFT")
        self._registry = contract(w3, deployment, "PersonaRegistry")
        self.contributions = str(self._contributions.address)
        self._functions = self._contributions.functions
        self._outbox = Outbox(sender, f"{self.chain_id}:{self.contributions}")
        self._parameters = cache(self._read_parameters)

    def scoring_profile(self, parameters_version: int) -> str:
        """Digest of the profile by which reviews of that version are made. Raises `Transient`."""
        with node_errors():
            return hex_of(self._parameters(parameters_version).scoringProfile)

    def review(self, review: Review) -> ReviewView:
        """The review at the chain's head, all read at one block. Raises `Transient`."""
        head = header_at(self._w3, "latest")
        question = question_name(self.contributions, review.review_id)
        with node_errors():
            return ReviewView(
                now=head.timestamp,
                open=at(head, self._functions.review(review.review_id)).state == _OPEN,
                all_revealed=self._committee.all_revealed(question, head),
                order=self._committee.order(question, head),
            )

    def queue(self, queue: Queue) -> QueueView:
        """The queue at the chain's head, all read at one block. Raises `Transient`."""
        head = header_at(self._w3, "latest")
        with node_errors():
            version = at(head, self._functions.currentVersion())
            return QueueView(
                now=head.timestamp,
                oldest=at(head, self._functions.pendingOf(queue.persona_id)).oldest,
                max_wait=self._parameters(version).maxWait,
                order=self._next_order(head),
            )

    def activations(self, acceptances: Sequence[Acceptance]) -> ActivationView:
        """Which are due at the chain's head, all read at one block. Raises `Transient`."""
        head = header_at(self._w3, "latest")
        due = [each for each in acceptances if each.active_at <= head.timestamp]
        with node_errors():
            return ActivationView(
                now=head.timestamp,
                due=tuple(each for each in due if self._waits(each, head)),
                order=self._next_order(head),
            )

    def open_review(self, queue: Queue) -> None:
        """Open a persona's next review; see `oracle.ports.ReviewChain` for what follows."""
        subject = f"{queue.persona_id}:{queue.waiting[0].token_id}"
        self._outbox.send("open review", subject, self._functions.openReview(queue.persona_id))

    def settle(self, review: Review) -> None:
        """Settle a review."""
        subject = f"{review.review_id}:{review.block_hash}"
        self._outbox.send("settle", subject, self._functions.settleReview(review.review_id))

    def activate(self, acceptances: Sequence[Acceptance]) -> None:
        """Make impacts weights."""
        subject = ",".join(f"{each.token_id}@{each.active_at}" for each in acceptances)
        call = self._functions.activate([each.token_id for each in acceptances])
        self._outbox.send("activate", subject, call)

    def _waits(self, acceptance: Acceptance, head: Header) -> bool:
        vault = at(head, self._registry.functions.vaultOf(acceptance.persona_id))
        weight = contract_at(self._w3, vault, "RevenueVault").functions.weightOf
        return bool(at(head, weight(acceptance.token_id)) != acceptance.impact)

    def _next_order(self, head: Header) -> tuple[str, ...]:
        """The order of the review that would be opened next."""
        following = at(head, self._functions.reviewCount()) + 1
        return self._committee.order(question_name(self.contributions, following), head)

    def _read_parameters(self, version: int) -> Any:
        return self._functions.parameters(version).call()
