"""An operator's part in every round that has not ended: look at the chain, take one step."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from oracle.documents import read_document
from oracle.domain import Manifest
from oracle.errors import Permanent
from oracle.ports import BlockStore, Proposal, RoundChain, RoundStore, TextEngine
from oracle.rounds.answer import rules
from oracle.rounds.decide import Action, next_action
from oracle.rounds.score import score_manifest
from oracle.rounds.write import write_manifest
from oracle.work.background import Background
from oracle.work.steps import Steps

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class RoundParts:
    """What an operator works with."""

    chain: RoundChain
    store: RoundStore
    blocks: BlockStore
    engine: TextEngine
    turn_seconds: int


class RoundOperator:
    """Writes the entries of rounds when it is this operator's turn, and ends them.

    Safe to stop at any instant: a manifest, which can't be made again, is kept before it has an
    effect, and every step starts from what the chain says now.
    """

    def __init__(self, parts: RoundParts) -> None:
        self._parts = parts
        self._background = Background()
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
        self._steps.keep_only(unfinished)
        self._background.keep_only(set(unfinished.values()))
        for name, proposal in unfinished.items():
            self._steps.take(name, partial(self._step, name, proposal))

    def wait(self) -> bool:
        """Wait until nothing is being written; whether anything was."""
        return self._background.wait()

    def close(self) -> None:
        """Stop taking work; what has begun is left to end by itself."""
        self._background.close()

    def _step(self, name: str, proposal: Proposal) -> None:
        parts = self._parts
        submission = parts.store.submission(proposal.round_id)
        view = parts.chain.view(proposal.round_id)
        action = next_action(view, submission, parts.chain.operator, parts.turn_seconds)
        self._steps.doing(name, action.name.lower().replace("_", " "))
        self._actions[action](proposal)

    def _submit_entries(self, proposal: Proposal) -> None:
        manifest = self._parts.store.manifest(proposal)
        if manifest is None:
            self._background.see_to(proposal, "write", lambda: self._write(proposal))
            return
        digest = self._parts.blocks.put(manifest)
        self._parts.chain.submit_entries(proposal, digest)

    def _write(self, proposal: Proposal) -> None:
        parts = self._parts
        profile, history = rules(parts.chain, parts.store, parts.blocks, proposal)
        earlier = [read_document(parts.blocks, Manifest, digest) for digest in history]
        manifest = write_manifest(proposal, parts.chain, parts.blocks, parts.engine, history)
        sheet = score_manifest(manifest, proposal, parts.blocks, profile, earlier)
        if all(row.disqualified for row in sheet.entries):
            reason = sheet.entries[0].disqualified
            raise Permanent(f"every entry would be disqualified, and submitting fined: {reason}")
        parts.store.keep_manifest(proposal, manifest.to_bytes())


def _name(proposal: Proposal) -> str:
    return f"round={proposal.round_id}"
