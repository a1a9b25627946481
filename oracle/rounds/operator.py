"""An operator's part in every round that has not ended: look at the chain, take one step."""

import logging
from collections.abc import Callable
from dataclasses import dataclass

from oracle.documents import read_document
from oracle.domain import Manifest, ScoringProfile
from oracle.errors import Fatal, Permanent, Transient
from oracle.ports import (
    BlockStore,
    Proposal,
    RoundChain,
    RoundStore,
    RoundView,
    Submission,
    TextEngine,
)
from oracle.rounds.background import Background
from oracle.rounds.decide import Action, next_action
from oracle.rounds.score import make_sheet, read_profile, score_manifest
from oracle.rounds.write import write_manifest

log = logging.getLogger(__name__)

# In the last fifth of the commit window, what is missing counts as nowhere to be had.
_LAST_PART = 5


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
        self._background = Background()
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
            except Fatal:
                raise
            except Exception as error:  # noqa: BLE001  one document must not stop every round
                self._report(logging.ERROR, proposal, f"unexpected: {error!r}")

    def wait(self) -> bool:
        """Wait until nothing is being written or scored; whether anything was."""
        return self._background.wait()

    def close(self) -> None:
        """Stop taking work; what has begun is left to end by itself."""
        self._background.close()

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
            proposal = turn.proposal
            self._background.see_to(proposal, "write", lambda: self._write(proposal))
            return
        digest = self._parts.blocks.put(manifest)
        self._parts.chain.submit_entries(turn.proposal, digest)

    def _write(self, proposal: Proposal) -> None:
        parts = self._parts
        profile, history = self._rules(proposal)
        earlier = [read_document(parts.blocks, Manifest, digest) for digest in history]
        manifest = write_manifest(proposal, parts.chain, parts.blocks, parts.engine, history)
        sheet = score_manifest(manifest, proposal, parts.blocks, profile, earlier)
        if all(row.disqualified for row in sheet.entries):
            reason = sheet.entries[0].disqualified
            raise Permanent(f"every entry would be disqualified, and submitting fined: {reason}")
        parts.store.keep_manifest(proposal, manifest.to_bytes())

    def _commit(self, turn: _Turn) -> None:
        payload = self._parts.store.payload(turn.submitted)
        if payload is not None:
            self._parts.chain.commit(turn.proposal, payload)
            return
        left = turn.submitted.commit_end - turn.view.now
        last_chance = left <= turn.submitted.window // _LAST_PART
        kind = f"score {turn.submitted.manifest} {last_chance}"
        self._background.see_to(turn.proposal, kind, lambda: self._score(turn, last_chance))

    def _score(self, turn: _Turn, last_chance: bool) -> None:
        parts = self._parts
        profile, history = self._rules(turn.proposal)
        sheet = make_sheet(
            turn.proposal,
            turn.submitted,
            parts.chain,
            parts.blocks,
            profile,
            history,
            last_chance=last_chance,
        )
        parts.blocks.put(sheet.to_bytes())
        parts.store.keep_payload(turn.submitted, sheet.payload())

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
        self._background.keep_only(set(proposals))

    def _report(self, level: int, proposal: Proposal, message: str) -> None:
        """Say it once, not at every tick."""
        if self._reported.get(proposal.round_id) != message:
            self._reported[proposal.round_id] = message
            log.log(level, "round=%d %s", proposal.round_id, message)
