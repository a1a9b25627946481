"""An operator answers all it is asked, on a real database; the committee is played by hand."""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field, replace

import pytest
from sqlalchemy import Engine

from oracle.errors import Missing, Permanent, Transient
from oracle.ports import Executor, Job, Question, QuestionView, Task
from oracle.questions.answering import Answering
from oracle.questions.operator import QuestionOperator, QuestionParts
from oracle.store.database import transaction
from oracle.store.questions import StoredQuestions
from oracle.store.tables import Block, Event
from oracle.work.background import Background
from oracle.work.executor import ThreadExecutor
from tests.oracle.inbox import record

CHAIN = 31337
CONSUMER, STRANGER = "0x" + "aa" * 20, "0x" + "bb" * 20
OPENED, COMMIT_END, REVEAL_END = 1_000, 1_100, 1_200


def name(consumer: str, local_id: int = 1) -> str:
    return f"{consumer}{local_id:022x}00"


def event(log_index: int, kind: str, **args: object) -> Event:
    return Event(
        chain_id=CHAIN,
        block_number=1,
        block_hash="0xb1",
        block_timestamp=OPENED,
        tx_hash="0xt",
        log_index=log_index,
        address="0xA",
        name=kind,
        args=args,
    )


def opened(log_index: int, question: str) -> Event:
    terms = {"commitEnd": COMMIT_END, "revealEnd": REVEAL_END}
    return event(log_index, "QuestionOpened", questionId=question, terms=terms, members=2)


def seen(engine: Engine, *found: Event, now: int = OPENED) -> StoredQuestions:
    block = Block(chain_id=CHAIN, number=1, hash="0xb1", parent_hash="0xb0", timestamp=now)
    with transaction(engine) as session:
        record(session, CHAIN, None, list(found), [block])
    return StoredQuestions(engine, CHAIN)


@dataclass
class Committee:
    """What a committee says of this operator, and what it was sent."""

    now: int = OPENED
    committed: dict[str, bytes] = field(default_factory=dict)
    revealed: dict[str, bytes] = field(default_factory=dict)

    def view(self, question: Question) -> QuestionView:
        payload, done = self.committed.get(question.id), question.id in self.revealed
        bound = None if payload is None or done else self.commitment(question, payload)
        return QuestionView(self.now, True, payload is not None, done, bound)

    def commitment(self, _question: Question, payload: bytes) -> str:
        return "0x" + payload.hex()

    def commit(self, question: Question, payload: bytes) -> None:
        self.committed[question.id] = payload

    def reveal(self, question: Question, payload: bytes) -> None:
        self.revealed[question.id] = payload


@dataclass
class Answers:
    """An answerer that does what it is told."""

    answer_with: Callable[[bool], bytes]

    def answer(self, _question: Question, *, last_chance: bool) -> bytes:
        return self.answer_with(last_chance)


def raising(error: Exception) -> Callable[[bool], bytes]:
    def fail(_last_chance: bool) -> bytes:
        raise error

    return fail


class Working:
    """An operator, and what it has made beside its ticks."""

    def __init__(self, committee: Committee, store: StoredQuestions, executor: Executor) -> None:
        self._background = Background(executor)
        self._operator = QuestionOperator(QuestionParts(committee, store, self._background))
        self.tick = self._operator.tick
        self.close = self._background.close

    def work(self) -> None:
        self.tick()
        self._background.wait()
        self.tick()


def operator(
    committee: Committee, store: StoredQuestions, answer_with: Callable[[bool], bytes]
) -> Working:
    answering = Answering(store, {CONSUMER: Answers(answer_with)})
    return Working(committee, store, ThreadExecutor({"answer": answering.answer}))


def test_question_with_an_answerer__is_committed_to_and_revealed_once(engine: Engine):
    question = name(CONSUMER)
    committee = Committee()
    working = operator(committee, seen(engine, opened(0, question)), lambda _last: b"sheet")
    working.work()
    assert committee.committed == {question: b"sheet"}
    assert committee.revealed == {}
    committee.now = COMMIT_END
    working.work()
    assert committee.revealed == {question: b"sheet"}
    working.close()


def test_question_of_an_unknown_consumer__is_abstained_from_at_once(engine: Engine):
    question = name(STRANGER)
    committee = Committee()
    working = operator(committee, seen(engine, opened(0, question)), lambda _last: b"sheet")
    working.work()
    assert committee.committed == {question: b""}
    committee.now = COMMIT_END
    working.work()
    assert committee.revealed == {question: b""}
    working.close()


@pytest.mark.parametrize("error", [Permanent("no"), Missing("gone"), RecursionError("a bug")])
def test_answer_that_fails_for_good__is_tried_until_the_last_chance_then_abstained_from(
    engine: Engine, error: Exception
):
    committee = Committee()
    working = operator(committee, seen(engine, opened(0, name(CONSUMER))), raising(error))
    working.work()
    assert committee.committed == {}
    committee.now = COMMIT_END - 20
    working.work()
    assert committee.committed == {name(CONSUMER): b""}
    working.close()


def test_answer_that_fails_for_now__is_not_given_up_at_the_last_chance(engine: Engine):
    committee = Committee(now=COMMIT_END - 6)
    stored = seen(engine, opened(0, name(CONSUMER)))
    working = operator(committee, stored, raising(Transient("the node is away")))
    working.work()
    assert committee.committed == {}
    working.close()


class Nobody:
    """An executor without a worker, or with a broker that takes nothing."""

    def __init__(self, error: Exception | None) -> None:
        self._error = error

    def start(self, _task: Task) -> Job:
        if self._error is not None:
            raise self._error
        return Future()

    def close(self) -> None:
        pass


@pytest.mark.parametrize("error", [None, Transient("the broker is away"), Permanent("a lie")])
def test_answer_that_nobody_makes__is_abstained_from_before_the_bond_is_lost(
    engine: Engine, error: Exception | None
):
    committee, stored = Committee(now=COMMIT_END - 6), seen(engine, opened(0, name(CONSUMER)))
    working = Working(committee, stored, Nobody(error))
    working.tick()
    assert committee.committed == {}
    committee.now = COMMIT_END - 5
    working.tick()
    assert committee.committed == {name(CONSUMER): b""}
    committee.now = COMMIT_END
    working.tick()
    assert committee.revealed == {name(CONSUMER): b""}
    working.close()


def test_one_question_in_trouble__does_not_stop_another(engine: Engine):
    first, second = name(CONSUMER), name(STRANGER)
    committee = Committee()
    stored = seen(engine, opened(0, first), opened(1, second))
    working = operator(committee, stored, raising(Permanent("no")))
    working.work()
    assert committee.committed == {second: b""}
    working.close()


def test_answer__restarted_after_it_was_kept__is_not_made_again(engine: Engine):
    stored = seen(engine, opened(0, name(CONSUMER)))
    (question,) = stored.open_questions()
    assert stored.keep_answer(question, b"first") == b"first"
    assert stored.keep_answer(question, b"second") == b"first"
    committee = Committee()
    working = operator(committee, stored, raising(Permanent("asked again")))
    working.work()
    assert committee.committed == {name(CONSUMER): b"first"}
    working.close()


def answer_by_chance(last_chance: bool) -> bytes:
    return b"without what is missing" if last_chance else b"sheet"


@pytest.mark.parametrize("answer", [b"sheet", b"without what is missing", b""])
@pytest.mark.parametrize("kept", [None, b"another"])
def test_question__committed_to_what_an_old_backup_lacks__is_answered_again_and_revealed(
    engine: Engine, answer: bytes, kept: bytes | None
):
    committee = Committee(now=COMMIT_END, committed={name(CONSUMER): answer})
    stored = seen(engine, opened(0, name(CONSUMER)))
    if kept is not None:
        stored.keep_answer(*stored.open_questions(), kept)
    working = operator(committee, stored, answer_by_chance)
    for _ in range(4):
        working.work()
    assert committee.revealed == {name(CONSUMER): answer}
    working.close()


def test_question__what_was_committed_to_needs_the_last_chance__is_revealed(engine: Engine):
    def answer(last_chance: bool) -> bytes:
        if last_chance:
            return b"without it"
        raise Missing("nowhere to be had")

    committee = Committee(now=COMMIT_END, committed={name(CONSUMER): b"without it"})
    working = operator(committee, seen(engine, opened(0, name(CONSUMER))), answer)
    for _ in range(4):
        working.work()
    assert committee.revealed == {name(CONSUMER): b"without it"}
    working.close()


def test_question__committed_from_another_database__is_not_revealed_with_another_answer(
    engine: Engine,
):
    committee = Committee(now=COMMIT_END, committed={name(CONSUMER): b"elsewhere"})
    working = operator(committee, seen(engine, opened(0, name(CONSUMER))), lambda _last: b"sheet")
    for _ in range(4):
        working.work()
    assert committee.revealed == {}
    working.close()


def test_question__a_node_that_lies_of_its_commitment__is_revealed_once_another_answers(
    engine: Engine,
):
    """The answer can't be made again, so it must not be thrown away at a node's word."""
    stored = seen(engine, opened(0, name(CONSUMER)))
    stored.keep_answer(*stored.open_questions(), b"ours")
    committee = Committee(now=COMMIT_END, committed={name(CONSUMER): b"a lie"})
    working = operator(committee, stored, lambda _last: b"another")
    for _ in range(4):
        working.work()
    assert committee.revealed == {}
    committee.committed = {name(CONSUMER): b"ours"}
    working.work()
    assert committee.revealed == {name(CONSUMER): b"ours"}
    working.close()


def test_question__opened_again_by_a_reorg_after_the_commitment__is_revealed_with_that(
    engine: Engine,
):
    stored = seen(engine, opened(0, name(CONSUMER)))
    (question,) = stored.open_questions()
    stored.keep_answer(replace(question, block_hash="0xanother"), b"ours")
    committee = Committee(now=COMMIT_END, committed={name(CONSUMER): b"ours"})
    working = operator(committee, stored, lambda _last: b"another")
    working.work()
    assert committee.revealed == {name(CONSUMER): b"ours"}
    working.close()


@pytest.mark.parametrize(
    ("more", "now"),
    [
        (["QuestionClosed"], OPENED),
        ([], REVEAL_END),
        ([], OPENED + 31 * 24 * 3_600),
    ],
    ids=["closed", "over", "long over"],
)
def test_question_that_is_over__is_left_alone(engine: Engine, more: list[str], now: int):
    later = [event(1, kind, questionId=name(CONSUMER)) for kind in more]
    assert seen(engine, opened(0, name(CONSUMER)), *later, now=now).open_questions() == []
