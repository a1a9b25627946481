"""The answer to a round's question: this operator's score sheet."""

from dataclasses import dataclass

from oracle.documents import keep_sheet
from oracle.errors import Transient
from oracle.ports import BlockStore, Proposal, Question, RoundChain, RoundStore
from oracle.rounds.score import make_sheet
from oracle.scoring.rules import OpenEmbedder, Rules, no_embedder, read_rules


@dataclass(frozen=True)
class RoundAnswerer:
    """Scores the entries of rounds, and pins the sheets."""

    chain: RoundChain
    store: RoundStore
    blocks: BlockStore
    open_embedder: OpenEmbedder = no_embedder

    def answer(self, question: Question, *, last_chance: bool) -> bytes:
        """The payload of a round's score sheet; see `make_sheet`."""
        proposal = self.store.proposal(question.local_id)
        submission = self.store.submission(question.local_id)
        if proposal is None or submission is None:
            raise Transient(f"the logs of round {question.local_id} are not all read yet")
        rules, history = read_round_rules(
            proposal, self.chain, self.store, self.blocks, self.open_embedder
        )
        sheet = make_sheet(
            proposal,
            submission,
            self.chain,
            self.blocks,
            rules,
            history,
            last_chance=last_chance,
        )
        keep_sheet(self.blocks, sheet, last_chance=last_chance)
        return sheet.payload()


def read_round_rules(
    proposal: Proposal,
    chain: RoundChain,
    store: RoundStore,
    blocks: BlockStore,
    open_embedder: OpenEmbedder,
) -> tuple[Rules, list[str]]:
    """How to score a round, and the digests of the manifests that count as its history.

    Raises as `read_rules` does.
    """
    digest = chain.scoring_profile(proposal.parameters_version)
    rules = read_rules(blocks, digest, open_embedder)
    return rules, store.settled_before(proposal.block_number, rules.profile.history_window)
