"""A committee of real operators, each with database and blocks of its own; the chain by hand.

What the contracts do with rounds and answers is done here in a few lines, the counting by
`oracle.scoring.tally`, which does it as they do.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from oracle.chain.committee import question_name
from oracle.domain import Card, ScoringProfile, digest_of
from oracle.engines.builtin import BuiltinWriter
from oracle.errors import Missing, Permanent
from oracle.ipfs.embedded import EmbeddedStore
from oracle.judging.judge import Asker
from oracle.personas.cards import default_cards
from oracle.ports import Proposal, Question, QuestionView, RoundState, RoundView
from oracle.questions.answering import Answering
from oracle.questions.operator import QuestionOperator, QuestionParts
from oracle.rounds.answer import RoundAnswerer
from oracle.rounds.operator import RoundOperator, RoundParts
from oracle.rounds.writing import RoundWriter
from oracle.scoring.payload import decode_payload
from oracle.scoring.profile import default_profile
from oracle.scoring.tally import composites, finals, median
from oracle.store.database import transaction
from oracle.store.inbox import record
from oracle.store.operator import open_operator_store
from oracle.store.questions import StoredQuestions
from oracle.store.rounds import StoredRounds
from oracle.store.tables import Block, Event
from oracle.work.background import Background
from oracle.work.executor import ThreadExecutor

CHAIN_ID = 31337
ROUNDS = "0x" + "ab" * 20
OPERATORS = tuple(f"0x{number:040X}" for number in (1, 2, 3))
LEADER_WINDOW, ENTRY_WINDOW, VOTE_WINDOW, REVEAL_WINDOW, TURN = 60, 300, 100, 100, 10
PARAMETERS = {
    "criteria": [2_000, 1_000, 2_000, 2_000, 2_000],
    "peerWeight": 1_000,
    "communityWeight": 3_000,
    "voteQuorum": 1_000,
}


@dataclass
class Log:
    """The chain: its time, its events, and what the contracts know of the latest round."""

    now: int = 1_000
    profile: str = field(default_factory=lambda: default_profile().digest)
    events: list[Event] = field(default_factory=list)
    state: RoundState = RoundState.NONE
    opened_at: int = 0
    manifest: str | None = None
    committed: dict[str, bytes] = field(default_factory=dict)
    revealed: dict[str, bytes] = field(default_factory=dict)

    def emit(self, name: str, subject: int | None = None, **args: Any) -> None:
        """One more block with one event."""
        number = len(self.events) + 1
        event = {
            "chain_id": CHAIN_ID,
            "block_number": number,
            "block_hash": digest_of(str(number).encode()),
            "block_timestamp": self.now,
            "tx_hash": "0x",
            "log_index": 0,
            "address": ROUNDS,
            "name": name,
            "subject": subject,
            "args": args,
        }
        self.events.append(Event(**event))


@dataclass(frozen=True)
class Chain:
    """The contracts as one operator sees them: `RoundChain` and `QuestionChain` in one."""

    log: Log
    operator: str
    chain_id: int = CHAIN_ID
    rounds: str = ROUNDS

    def scoring_profile(self, parameters_version: int) -> str:
        assert parameters_version == 1
        return self.log.profile

    def view(self, subject: int | Question) -> Any:
        log = self.log
        if isinstance(subject, int):
            windows = LEADER_WINDOW, ENTRY_WINDOW
            everybody = len(log.revealed) == len(OPERATORS)
            return RoundView(log.now, log.state, log.opened_at, *windows, OPERATORS, everybody)
        mine, done = log.committed.get(self.operator), self.operator in log.revealed
        shown = None if mine is None or done else self.commitment(subject, mine)
        return QuestionView(log.now, True, mine is not None, done, commitment=shown)

    def submit_entries(self, proposal: Proposal, manifest: str) -> None:
        log = self.log
        if log.state is not RoundState.OPEN:
            raise Permanent("RoundsUnexpectedState")
        end = log.now + VOTE_WINDOW
        log.state, log.manifest = RoundState.VOTING, manifest
        log.emit(
            "EntriesSubmitted",
            proposal.round_id,
            roundId=proposal.round_id,
            operator=self.operator,
            manifest=manifest,
            voteEnd=end,
            revealEnd=end + REVEAL_WINDOW,
        )
        terms = {"commitEnd": end, "revealEnd": end + REVEAL_WINDOW}
        log.emit("QuestionOpened", questionId=name(proposal.round_id), terms=terms)

    def commitment(self, question: Question, payload: bytes) -> str:
        return digest_of(question.id.encode() + payload)

    def commit(self, question: Question, payload: bytes) -> None:
        self.log.committed.setdefault(self.operator, payload)
        self.log.emit("Committed", questionId=question.id, operator=self.operator)

    def reveal(self, question: Question, payload: bytes) -> None:
        assert self.log.committed[self.operator] == payload
        self.log.revealed[self.operator] = payload
        shown = {"operator": self.operator, "payload": "0x" + payload.hex()}
        self.log.emit("Revealed", questionId=question.id, **shown)

    def settle(self, proposal: Proposal) -> None:
        log, round_id, n = self.log, proposal.round_id, len(proposal.roster)
        if log.state is not RoundState.VOTING:
            return
        sheets = [decode_payload(each, n) for each in log.revealed.values() if each]
        rows = [composites(each, PARAMETERS["criteria"], 1_000) for each in sheets]
        values = median(rows) if 2 * len(rows) > len(OPERATORS) else ()
        log.emit("QuestionClosed", questionId=name(round_id), decided=bool(values))
        if not any(values):
            log.state = RoundState.FAILED
            log.emit("RoundFailed", round_id, roundId=round_id, decided=bool(values))
            return
        log.state = RoundState.SETTLED
        scores = finals(values, [0] * n, 3_000, 1_000)
        ends = {"median": word(values), "finals": word(scores)}
        log.emit("RoundSettled", round_id, roundId=round_id, **ends)

    def expire(self, proposal: Proposal) -> None:
        if self.log.state is RoundState.OPEN:
            self.log.state = RoundState.EXPIRED
            self.log.emit("RoundExpired", proposal.round_id, roundId=proposal.round_id)


class Member:
    """An operator: the real parts on a database and a block store of its own."""

    def __init__(self, log: Log, operator: str, folder: Path, asker: Asker | None) -> None:
        self.chain = Chain(log, operator)
        self.database: Engine = open_operator_store(folder / f"{operator}.sqlite")
        self.blocks = EmbeddedStore(folder / f"{operator}.blocks")
        self._read = 0
        store = StoredRounds(self.database, CHAIN_ID)
        questions = StoredQuestions(self.database, CHAIN_ID)
        answerers = {ROUNDS: RoundAnswerer(self.chain, store, self.blocks)}
        writer = RoundWriter(self.chain, store, self.blocks, BuiltinWriter(), asker=asker)
        works = {
            "write": writer.write,
            "answer": Answering(questions, answerers).answer,
        }
        self._writing, self._answering = (Background(ThreadExecutor(works)) for _ in range(2))
        self._rounds = RoundOperator(RoundParts(self.chain, store, self._writing, TURN))
        self._questions = QuestionOperator(QuestionParts(self.chain, questions, self._answering))

    def tick(self) -> None:
        """Read the logs and take all the steps that are due, work that takes long included."""
        for _ in range(2):
            self.read()
            self._rounds.tick()
            self._writing.wait()
            self._questions.tick()
            self._answering.wait()

    def close(self) -> None:
        self._writing.close()
        self._answering.close()
        self.blocks.close()
        self.database.dispose()

    def read(self) -> None:
        """Read the logs."""
        for event in self.chain.log.events[self._read :]:
            number, time = event.block_number, event.block_timestamp
            block = Block(
                chain_id=CHAIN_ID,
                number=number,
                hash=event.block_hash,
                parent_hash="0x",
                timestamp=time,
            )
            with transaction(self.database) as session:
                copy = Event(**event.model_dump(exclude={"id"}))
                record(session, CHAIN_ID, self._read or None, [copy], [block])
            self._read = number


class Play:
    """Rounds of the five default personas with three operators, of whom the first leads.

    The first alone has an `asker`, for a `profile` that names a judge.
    """

    def __init__(self, folder: Path, profile: ScoringProfile, asker: Asker | None) -> None:
        self.log = Log(profile=profile.digest)
        askers = (asker, None, None)
        self.members = [
            Member(self.log, each, folder, its) for each, its in zip(OPERATORS, askers, strict=True)
        ]
        self.pin(profile.to_bytes())
        self.cards = [self.pin(card.to_bytes()) for card in default_cards()]
        self.round_id = 0
        self.log.emit("ParametersAdded", version=1, parameters=PARAMETERS)
        self.log.emit("ParametersAdded", version=1, parameters={"maxWait": 1})
        self.log.events[-1].address = "0x" + "cd" * 20
        for number, digest in enumerate(self.cards, start=1):
            self.log.emit("PersonaRegistered", number, personaId=number, card=digest)

    def pin(self, data: bytes, members: Sequence[int] = (0, 1, 2)) -> str:
        """Put a document into the block stores of those members."""
        return {self.members[each].blocks.put(data) for each in members}.pop()

    def give_card(self, card: Card | bytes) -> None:
        """Give the first persona another card."""
        digest = self.pin(card if isinstance(card, bytes) else card.to_bytes())
        self.log.emit("CardUpdated", 1, personaId=1, card=digest)
        self.cards.append(digest)

    def propose(self, brief: str) -> None:
        """Open a round with that brief's digest."""
        log, self.round_id = self.log, self.round_id + 1
        log.now += 1_000
        log.state, log.opened_at, log.manifest = RoundState.OPEN, log.now, None
        log.committed, log.revealed = {}, {}
        log.emit(
            "GenerationProposed",
            self.round_id,
            roundId=self.round_id,
            briefDigest=brief,
            platform=2,
            roster=word([1, 2, 3, 4, 5]),
            cardVersions=word([len(self.cards) - 4, 1, 1, 1, 1]),
            modelVersions=0,
            parametersVersion=1,
        )

    def submit(self, manifest: str) -> None:
        """Submit something by hand, as a dishonest leader does."""
        self.members[1].read()
        proposal = StoredRounds(self.members[1].database, CHAIN_ID).proposal(self.round_id)
        assert proposal is not None
        Chain(self.log, OPERATORS[0]).submit_entries(proposal, manifest)

    def tick(self, now: int | None = None) -> None:
        """Everybody takes the steps that are due, at that time."""
        self.log.now = max(self.log.now, now or 0)
        for member in self.members:
            member.tick()
            self._publish()

    def finish(self) -> RoundState:
        """Play a round to its end, through every deadline."""
        log = self.log
        takeover = LEADER_WINDOW + 2 * TURN
        for at in (0, takeover - TURN, takeover, ENTRY_WINDOW, ENTRY_WINDOW + 3 * TURN):
            if log.state is RoundState.OPEN:
                self.tick(log.opened_at + at)
        if log.state is RoundState.VOTING:
            (submitted,) = (
                e for e in log.events if e.name == "EntriesSubmitted" and e.subject == self.round_id
            )
            end = submitted.args["voteEnd"]
            last_chance = end - VOTE_WINDOW // 8
            for at in (0, last_chance, end, end + REVEAL_WINDOW + 3 * TURN):
                self.tick(at)
        return log.state

    def close(self) -> None:
        for member in self.members:
            member.close()

    def _publish(self) -> None:
        """What its submitter has pinned of the entries, the others find, as by a gateway."""
        for member in self.members:
            with suppress(Missing):
                if self.log.manifest:
                    self.pin(member.blocks.get(self.log.manifest))


@contextmanager
def playing(
    folder: Path, profile: ScoringProfile | None = None, asker: Asker | None = None
) -> Iterator[Play]:
    """A play, by the default profile where none is given, ended with the block."""
    play = Play(folder, profile or default_profile(), asker)
    try:
        yield play
    finally:
        play.close()


def name(round_id: int) -> str:
    """The name of a round's question."""
    return "0x" + question_name(ROUNDS, round_id).hex()


def word(values: Sequence[int]) -> int:
    """Numbers as the contracts put them into one word."""
    return sum(value << 16 * place for place, value in enumerate(values))
