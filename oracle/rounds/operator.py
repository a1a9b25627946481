"""An operator's part in every round that has not ended: look at the chain, take one step."""

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

from oracle.domain import ScoringProfile
from oracle.errors import Permanent, Transient
from oracle.ports import (
    BlockStore,
    Proposal,
    RoundChain,
    RoundStore,
    RoundView,
    Submission,
    TextEngine,
)
from oracle.rounds.decide import Action, next_action
from oracle.rounds.score import make_sheet, read_profile
from oracle.rounds.write import write_manifest

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class RoundParts:
    """What an operator works with."""

    chain: RoundChain
    store: RoundStore
    blocks: BlockStore
    engine: TextEngine
    turn_seconds: int


@dataclass(frozen=True)
class _Turn:
    proposal: Proposal
    submission: Submission | None
    view: RoundView

    @property
    def submitted(self) -> Submission:
        """The submission, in the steps that only come after it."""
        assert self.submission is not None
        return self.submission


class RoundOperator:
    """Takes this operator's next step in each round.

    Safe to stop at any instant: what can't be made again (a manifest, a commitment) is kept before
    it has an effect, and every step starts from what the chain says now.
    """

    def __init__(self, parts: RoundParts) -> None:
        self._parts = parts
        self._writers = ThreadPoolExecutor(max_workers=1, thread_name_prefix="write")
        self._writing: dict[Proposal, Future[None]] = {}
        self._doing: dict[int, Action] = {}
        self._reported: dict[int, str] = {}
        self._steps: dict[Action, Callable[[_Turn], None]] = {
            Action.WAIT: lambda _turn: None,
            Action.SUBMIT_ENTRIES: self._submit_entries,
            Action.COMMIT: self._commit,
            Action.REVEAL: self._reveal,
            Action.SETTLE: lambda turn: parts.chain.settle(turn.proposal),
            Action.EXPIRE: lambda turn: parts.chain.expire(turn.proposal),
        }

    def tick(self) -> None:
        """Take the next step in each round; one round's trouble never stops the others."""
        unfinished = self._parts.store.unfinished()
        self._forget_all_but(unfinished)
        for proposal in unfinished:
            try:
                self._step(proposal)
            except Transient as error:
                self._report(logging.INFO, proposal, f"later: {error}")
            except Permanent as error:
                self._report(logging.WARNING, proposal, f"refused: {error}")

    def wait_for_writing(self) -> bool:
        """Wait until no entries are being written; whether any were."""
        busy = [future for future in self._writing.values() if not future.done()]
        for future in busy:
            future.exception()
        return bool(busy)

    def close(self) -> None:
        """Stop taking work; writing that has begun is left to end by itself."""
        self._writers.shutdown(wait=False, cancel_futures=True)

    def _step(self, proposal: Proposal) -> None:
        parts = self._parts
        submission = parts.store.submission(proposal.round_id)
        turn = _Turn(proposal, submission, parts.chain.view(proposal.round_id))
        action = next_action(turn.view, submission, parts.chain.operator, parts.turn_seconds)
        if self._doing.get(proposal.round_id) is not action:
            self._doing[proposal.round_id] = action
            log.info("round=%d %s", proposal.round_id, action.name.lower().replace("_", " "))
        self._steps[action](turn)

    def _submit_entries(self, turn: _Turn) -> None:
        manifest = self._parts.store.manifest(turn.proposal)
        if manifest is None:
            self._write_in_background(turn.proposal)
            return
        digest = self._parts.blocks.put(manifest)
        self._parts.chain.submit_entries(turn.proposal, digest)

    def _write_in_background(self, proposal: Proposal) -> None:
        """Models take their time, and other rounds' windows don't wait for them."""
        writing = self._writing.get(proposal)
        if writing is None:
            self._writing[proposal] = self._writers.submit(self._write, proposal)
        elif writing.done():
            try:
                writing.result()
            except Transient:
                del self._writing[proposal]
                raise

    def _write(self, proposal: Proposal) -> None:
        parts = self._parts
        _, history = self._rules(proposal)
        manifest = write_manifest(proposal, parts.chain, parts.blocks, parts.engine, history)
        parts.store.keep_manifest(proposal, manifest.to_bytes())

    def _commit(self, turn: _Turn) -> None:
        payload = self._parts.store.payload(turn.submitted)
        if payload is None:
            payload = self._parts.store.keep_payload(turn.submitted, self._score(turn))
        self._parts.chain.commit(turn.proposal, payload)

    def _score(self, turn: _Turn) -> bytes:
        parts, submission = self._parts, turn.submitted
        profile, history = self._rules(turn.proposal)
        left, window = submission.commit_end - turn.view.now, submission.window
        sheet = make_sheet(
            turn.proposal,
            submission,
            parts.chain,
            parts.blocks,
            profile,
            history,
            last_chance=left <= window // 2,
        )
        parts.blocks.put(sheet.to_bytes())
        return sheet.payload()

    def _reveal(self, turn: _Turn) -> None:
        payload = self._parts.store.payload(turn.submitted)
        if payload is None:
            raise Permanent("this database does not hold what was committed: restore its backup")
        self._parts.chain.reveal(turn.proposal, payload)

    def _rules(self, proposal: Proposal) -> tuple[ScoringProfile, list[str]]:
        """How to score a round, and the digests of the manifests that count as its history."""
        parts = self._parts
        digest = parts.chain.scoring_profile(proposal.parameters_version)
        profile = read_profile(parts.blocks, digest)
        return profile, parts.store.settled_before(proposal.block_number, profile.history_window)

    def _forget_all_but(self, proposals: list[Proposal]) -> None:
        rounds = {proposal.round_id for proposal in proposals}
        for ended in self._doing.keys() - rounds:
            del self._doing[ended]
            self._reported.pop(ended, None)
        for written in self._writing.keys() - set(proposals):
            del self._writing[written]

    def _report(self, level: int, proposal: Proposal, message: str) -> None:
        """Say it once, not at every tick."""
        if self._reported.get(proposal.round_id) != message:
            self._reported[proposal.round_id] = message
            log.log(level, "round=%d %s", proposal.round_id, message)
