"""An operator's part in every round that has not ended: look at the chain, take one step."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from oracle.domain import digest_of
from oracle.ports import Proposal, RoundChain, RoundStore, Task
from oracle.rounds.decide import Action, next_action
from oracle.work.background import Background
from oracle.work.steps import Steps

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class RoundParts:
    """What an operator works with; `background` is its alone."""

    chain: RoundChain
    store: RoundStore
    background: Background
    turn_seconds: int


class RoundOperator:
    """Has the entries of rounds written when it is this operator's turn, and ends them.

    Safe to stop at any instant: a manifest, which can't be made again, is kept before it has an
    effect, and every step starts from what the chain says now.
    """

    def __init__(self, parts: RoundParts) -> None:
        self._parts = parts
        self._steps = Steps(log)
        self._actions: dict[Action, Callable[[Proposal], None]] = {
            Action.WAIT: lambda _proposal: None,
            Action.SUBMIT_ENTRIES: self._submit_entries,
            Action.SETTLE: parts.chain.settle,
            Action.EXPIRE: parts.chain.expire,
        }

    def tick(self) -> None:
        """Take the next step in each round; one round's trouble never stops the others."""
        unfinished = {_name(proposal): proposal for proposal in self._parts.store.unfinished()}
        self._parts.background.keep_only(unfinished.values())
        self._steps.take({name: partial(self._step, name, p) for name, p in unfinished.items()})

    def _step(self, name: str, proposal: Proposal) -> None:
        parts = self._parts
        submission = parts.store.submission(proposal.round_id)
        view = parts.chain.view(proposal.round_id)
        action = next_action(view, submission, parts.chain.operator, parts.turn_seconds)
        self._steps.doing(name, action.name.lower().replace("_", " "))
        self._actions[action](proposal)

    def _submit_entries(self, proposal: Proposal) -> None:
        args = proposal.round_id, proposal.block_hash, self._parts.chain.operator
        written = self._parts.background.see_to(proposal, Task("write", args))
        manifest = self._parts.store.manifest(proposal)
        if written and manifest is not None:
            self._parts.chain.submit_entries(proposal, digest_of(manifest))


def _name(proposal: Proposal) -> str:
    return f"round={proposal.round_id}"
