"""The answer to a round's question: this operator's score sheet."""

from oracle.documents import keep_sheet
from oracle.domain import ScoringProfile
from oracle.errors import Transient
from oracle.ports import BlockStore, Proposal, Question, RoundChain, RoundStore
from oracle.rounds.score import make_sheet
from oracle.scoring.profile import read_profile


class RoundAnswerer:
    """Scores the entries of rounds, and pins the sheets."""

    def __init__(self, chain: RoundChain, store: RoundStore, blocks: BlockStore) -> None:
        self._chain, self._store, self._blocks = chain, store, blocks

    def answer(self, question: Question, *, last_chance: bool) -> bytes:
        """The payload of a round's score sheet; see `make_sheet`."""
        proposal = self._store.proposal(question.local_id)
        submission = self._store.submission(question.local_id)
        if proposal is None or submission is None:
            raise Transient(f"the logs of round {question.local_id} are not all read yet")
        profile, history = rules(self._chain, self._store, self._blocks, proposal)
        sheet = make_sheet(
            proposal,
            submission,
            self._chain,
            self._blocks,
            profile,
            history,
            last_chance=last_chance,
        )
        keep_sheet(self._blocks, sheet, last_chance=last_chance)
        return sheet.payload()


def rules(
    chain: RoundChain, store: RoundStore, blocks: BlockStore, proposal: Proposal
) -> tuple[ScoringProfile, list[str]]:
    """How to score a round, and the digests of the manifests that count as its history.

    Raises as `read_profile` does.
    """
    profile = read_profile(blocks, chain.scoring_profile(proposal.parameters_version))
    return profile, store.settled_before(proposal.block_number, profile.history_window)
