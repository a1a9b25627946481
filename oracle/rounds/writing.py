"""The work of writing a round's entries, wherever it is done."""

from dataclasses import dataclass

from oracle.documents import read_document
from oracle.domain import Brief
from oracle.errors import Permanent, Transient
from oracle.judging.judge import Asker
from oracle.ports import BlockStore, Proposal, RoundChain, RoundStore, TextEngine
from oracle.rounds.answer import read_round_rules
from oracle.rounds.judging import judged
from oracle.rounds.score import read_history, score_manifest
from oracle.rounds.write import write_manifest
from oracle.scoring.rules import OpenEmbedder, no_embedder


@dataclass(frozen=True)
class RoundWriter:
    """Writes manifests, keeps them, and then pins them.

    `asker` asks the language model that a scoring profile may name as a judge.
    """

    chain: RoundChain
    store: RoundStore
    blocks: BlockStore
    engine: TextEngine
    open_embedder: OpenEmbedder = no_embedder
    asker: Asker | None = None

    def write(self, round_id: int, block_hash: str, operator: str) -> None:
        """See to it that the operator's manifest of a round is kept and pinned.

        `block_hash` is of the proposal's block. Where a manifest is kept already no model is asked.
        Raises `Transient` where another try may succeed, `Permanent` where none will.
        """
        proposal = self.store.proposal(round_id)
        if proposal is None or proposal.block_hash != block_hash:
            raise Transient(f"the logs of round {round_id} are not all read yet")
        manifest = self.store.manifest(proposal)
        if manifest is None:
            manifest = self.store.keep_manifest(proposal, self._make(proposal, operator))
        self.blocks.put(manifest)

    def _make(self, proposal: Proposal, operator: str) -> bytes:
        chain, blocks = self.chain, self.blocks
        rules, history = read_round_rules(proposal, chain, self.store, blocks, self.open_embedder)
        # Were it waited for, one lost manifest would end all rounds for good.
        earlier = read_history(blocks, history, last_chance=True)
        brief = read_document(blocks, Brief, proposal.brief)
        manifest = write_manifest(proposal, chain, blocks, self.engine, history, operator=operator)
        manifest = judged(manifest, brief, rules.profile, self.asker)
        sheet = score_manifest(manifest, proposal, blocks, rules, earlier)
        if all(row.disqualified for row in sheet.entries):
            reason = sheet.entries[0].disqualified
            raise Permanent(f"every entry would be disqualified, and submitting fined: {reason}")
        return manifest.to_bytes()
