"""An audit: a round's score sheet made again from chain and IPFS alone, and what was reported.

It needs no key and no operator's database: finalized logs are read into a database that is thrown
away, documents come from the block store and the gateways.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Engine

from oracle.app import make_scanner
from oracle.chain.committee import ChainCommittee, question_name
from oracle.chain.deployment import load_deployment
from oracle.chain.ingest import ingest
from oracle.chain.node import connect
from oracle.chain.rounds import ChainRounds
from oracle.chain.scanner import Batch
from oracle.documents import read_document
from oracle.domain import Manifest, ScoreSheet
from oracle.embeddings.kept import kept_embedder
from oracle.engines.builtin.writer import BuiltinWriter
from oracle.errors import Permanent
from oracle.ipfs.embedded import EmbeddedStore
from oracle.ports import BlockStore, Proposal, RoundChain, Submission
from oracle.rounds.answer import read_round_rules
from oracle.rounds.compare import Finding, Tally, compare_entry, compare_settled, compare_sheet
from oracle.rounds.replayed import Replay
from oracle.rounds.score import REJECTED, make_sheet
from oracle.rounds.write import write_manifest
from oracle.settings import Settings
from oracle.store.database import transaction
from oracle.store.inbox import events
from oracle.store.operator import open_operator_store
from oracle.store.rounds import StoredRounds, words
from oracle.store.tables import Event

Say = Callable[[str], None]


def replay(settings: Settings, round_id: int, say: Say) -> Replay:
    """The audit of a round; `say` hears what it is doing.

    Raises `Missing` where a document is nowhere to be had, `Permanent` where there is nothing to
    compare or this machine scores otherwise than the profile demands, `Transient` where the node
    does not answer, `Fatal` where settings or deployment are wrong.
    """
    deployment = load_deployment(settings.deployments, settings.chain_id)
    w3 = connect(settings.rpc_url, settings.rpc_fallbacks, chain=deployment)
    scanner = make_scanner(w3, deployment, settings)
    chain = ChainRounds(w3, deployment, ChainCommittee(w3, deployment, None, None), None)
    with (
        _throwaway() as database,
        closing(EmbeddedStore(settings.blocks, settings.gateways)) as blocks,
    ):
        while (step := ingest(database, scanner)) is not None:
            if isinstance(step, Batch):
                say(f"read the chain up to block {step.cursor.number}")
        return Audit(chain, database, blocks, say).of(round_id)


@dataclass(frozen=True)
class Audit:
    """Audits rounds, by final logs that were read into `database`."""

    chain: RoundChain
    database: Engine
    blocks: BlockStore
    say: Say

    def of(self, round_id: int) -> Replay:
        """The audit of a round; raises as `replay` does."""
        store = StoredRounds(self.database, self.chain.chain_id)
        proposal, submission = store.proposal(round_id), store.submission(round_id)
        if proposal is None or submission is None:
            what = "was never proposed" if proposal is None else "has no entries"
            raise Permanent(f"round {round_id} {what}, as far as the chain is final")
        self.say("reading documents")
        rules, history = read_round_rules(proposal, self.chain, store, self.blocks, kept_embedder)
        self.say("scoring: this machine has the libraries that the scoring profile names")
        sheet = make_sheet(
            proposal,
            submission,
            self.chain,
            self.blocks,
            rules,
            history,
            last_chance=False,
        )
        whole = all(ballot.why == REJECTED for ballot in sheet.ballots)
        rejected = sheet.entries[0].disqualified if whole else None
        return Replay(
            round_id=round_id,
            manifest=submission.manifest,
            scoring_profile=rules.profile.digest,
            sheet=sheet.digest,
            rejected=rejected,
            findings=(
                *self._operators(round_id, sheet),
                self._settlement(proposal, sheet),
                *(self._entries(proposal, submission) if rejected is None else ()),
            ),
        )

    def _operators(self, round_id: int, sheet: ScoreSheet) -> Iterator[Finding]:
        question = "0x" + question_name(self.chain.rounds, round_id).hex()
        names = ("Committed", "Revealed", "RevealRefused")
        said = [each for each in self._events(*names) if each.args["questionId"] == question]
        revealed = {
            each.args["operator"]: each.args["payload"] for each in said if "payload" in each.args
        }
        for operator in sorted({each.args["operator"] for each in said}, key=str.lower):
            if operator not in revealed:
                yield Finding("operator", operator, "not compared", "it has revealed nothing")
                continue
            yield compare_sheet(operator, bytes.fromhex(revealed[operator][2:]), sheet)

    def _settlement(self, proposal: Proposal, sheet: ScoreSheet) -> Finding:
        ended = next(iter(self._about(proposal, "RoundSettled", "RoundFailed")), None)
        if ended is None or (ended.name == "RoundFailed" and not ended.args["decided"]):
            says = "it has not ended" if ended is None else "too few revealed for a decision"
            return Finding("settlement", "the contract", "not compared", says)
        n = len(proposal.roster)
        median, final = (words(ended.args.get(name, 0))[:n] for name in ("median", "finals"))
        return compare_settled(sheet, self._tally(proposal), median, final)

    def _tally(self, proposal: Proposal) -> Tally:
        # Contributions and training jobs have parameters too.
        added = [e for e in self._events("ParametersAdded") if e.address == self.chain.rounds]
        versions = {each.args["version"]: each for each in added}
        parameters = versions[proposal.parameters_version].args["parameters"]
        votes: Counter[int] = Counter()
        for each in self._about(proposal, "VoteCast"):
            votes[each.args["entry"]] += each.args["weight"]
        return Tally(
            weights=tuple(parameters["criteria"]),
            peer_weight=parameters["peerWeight"],
            community_weight=parameters["communityWeight"],
            vote_quorum=parameters["voteQuorum"],
            votes=tuple(votes[place] for place in range(len(proposal.roster))),
        )

    def _entries(self, proposal: Proposal, submission: Submission) -> Iterator[Finding]:
        self.say("writing again what the built-in writer wrote")
        theirs = read_document(self.blocks, Manifest, submission.manifest)
        ours = write_manifest(
            proposal,
            self.chain,
            self.blocks,
            BuiltinWriter(),
            theirs.history,
            operator=submission.operator,
        )
        yield from map(compare_entry, theirs.entries, ours.entries)

    def _about(self, proposal: Proposal, *names: str) -> list[Event]:
        return self._events(*names, subject=proposal.round_id)

    def _events(self, *names: str, subject: int | None = None) -> list[Event]:
        with transaction(self.database) as session:
            return events(session, self.chain.chain_id, names, subject)


@contextmanager
def _throwaway() -> Iterator[Engine]:
    with TemporaryDirectory(prefix="troupe-replay-") as folder:
        database = open_operator_store(Path(folder) / "replay.sqlite")
        try:
            yield database
        finally:
            database.dispose()
