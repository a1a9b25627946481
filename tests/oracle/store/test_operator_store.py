"""The operator's database, of each kind, through its doors."""

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Engine, func
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from oracle.errors import Fatal, Transient
from oracle.ports import Proposal, Question
from oracle.store.database import snapshot, transaction
from oracle.store.inbox import events, recent_blocks, roll_back
from oracle.store.journal import attempts
from oracle.store.operator import bind, open_operator_store
from oracle.store.questions import StoredQuestions
from oracle.store.rounds import StoredRounds
from oracle.store.tables import Answered, Block, Cursor, Event, Transaction
from tests.oracle.inbox import record
from tests.wait import PATIENCE_S

CHAIN = 31337


def block(number: int, fork: str = "a") -> Block:
    return Block(
        chain_id=CHAIN,
        number=number,
        hash=f"0x{fork}{number}",
        parent_hash=f"0x{fork}{number - 1}",
        timestamp=1_000 + number,
    )


def event(
    number: int,
    log_index: int = 0,
    fork: str = "a",
    subject: int | None = None,
    **args: object,
) -> Event:
    return Event(
        subject=subject,
        chain_id=CHAIN,
        block_number=number,
        block_hash=f"0x{fork}{number}",
        block_timestamp=1_000 + number,
        tx_hash="0xt",
        log_index=log_index,
        address="0xA",
        name="Happened",
        args=args,
    )


def sent(cause: str, **more: object) -> Transaction:
    facts = {"attempt": 1, "sender": "0xS", "nonce": 1, "hash": f"0x{cause}", "raw": b"\2"}
    return Transaction(cause=cause, chain_id=CHAIN, signed_at=1, **facts, **more)


@contextmanager
def reopened(engine: Engine, where: Path | str) -> Iterator[Session]:
    """A transaction on the same database, opened again."""
    engine.dispose()
    again = open_operator_store(where)
    with transaction(again) as session:
        yield session
    again.dispose()


def test_transaction__raises_inside__changes_nothing(engine: Engine):
    def interrupted() -> None:
        with transaction(engine) as session:
            record(session, CHAIN, None, [event(1)], [block(1)])
            session.flush()
            raise InterruptedError

    with pytest.raises(InterruptedError):
        interrupted()
    with transaction(engine) as session:
        assert session.get(Cursor, CHAIN) is None
        assert events(session, CHAIN, ["Happened"]) == []


def test_transaction__killed_before_commit__leaves_neither_events_nor_cursor(
    engine: Engine, where: Path | str
):
    script = f"""
import os, sys
from oracle.store.operator import open_operator_store
from oracle.store.database import transaction
from oracle.store.tables import Cursor
from tests.oracle.inbox import record
with transaction(open_operator_store({str(where)!r})) as session:
    session.add(Cursor(chain_id=1, number=1, hash="0x", timestamp=1))
    session.flush()
    os.kill(os.getpid(), 9)
"""
    killed = subprocess.run([sys.executable, "-c", script], check=False, timeout=PATIENCE_S)
    assert killed.returncode == -9
    with transaction(engine) as session:
        assert session.get(Cursor, 1) is None


def test_record__events_and_cursor__are_read_back_in_chain_order(engine: Engine, where: Path | str):
    big = 2**256 - 1
    with transaction(engine) as session:
        record(session, CHAIN, None, [event(2, 5), event(2, 1, n=big)], [block(1), block(2)])
    with reopened(engine, where) as session:
        assert session.get(Cursor, CHAIN).timestamp == 1_002
        assert [row.log_index for row in events(session, CHAIN, ["Happened"])] == [1, 5]
        assert events(session, CHAIN, ["Happened"])[0].args == {"n": big}
        assert [row.number for row in recent_blocks(session, CHAIN)] == [1, 2]


def test_record__same_log_twice__is_refused(engine: Engine):
    with pytest.raises(IntegrityError), transaction(engine) as session:
        record(session, CHAIN, None, [event(1), event(1)], [block(1)])


def test_record__cursor_moved_by_another_process__is_refused(engine: Engine):
    with transaction(engine) as session:
        record(session, CHAIN, None, [], [block(1)])
    with pytest.raises(Transient, match="another process"), transaction(engine) as session:
        record(session, CHAIN, None, [event(1)], [block(1)])


def test_record__long_chain__remembers_a_bounded_window(engine: Engine):
    with transaction(engine) as session:
        record(session, CHAIN, None, [], [block(n) for n in range(1, 401)])
    with transaction(engine) as session:
        numbers = [row.number for row in recent_blocks(session, CHAIN)]
    assert numbers == list(range(145, 401))


def test_events__asked_by_name_and_subject__are_those_alone(engine: Engine):
    with transaction(engine) as session:
        record(session, CHAIN, None, [event(1, 0), event(1, 1, subject=7)], [block(1)])
    with transaction(engine) as session:
        assert [row.log_index for row in events(session, CHAIN, ["Happened"], 7)] == [1]
        assert events(session, CHAIN, ["Other"]) == events(session, CHAIN + 1, ["Happened"]) == []


def test_roll_back__removes_what_came_after_and_lets_it_come_again(engine: Engine):
    with transaction(engine) as session:
        record(session, CHAIN, None, [event(1), event(2)], [block(1), block(2)])
    with transaction(engine) as session:
        roll_back(session, CHAIN, block(1))
    with transaction(engine) as session:
        assert session.get(Cursor, CHAIN).hash == "0xa1"
        record(session, CHAIN, 1, [event(2, fork="b")], [block(2, "b")])
    with transaction(engine) as session:
        assert [row.block_hash for row in events(session, CHAIN, ["Happened"])] == ["0xa1", "0xb2"]


def test_bind__another_deployment__is_fatal_and_the_same_is_not(engine: Engine, where: Path | str):
    bind(engine, CHAIN, "0xA")
    engine.dispose()
    again = open_operator_store(where)
    bind(again, CHAIN, "0xA")
    for other in ((CHAIN, "0xB"), (CHAIN + 1, "0xA")):
        with pytest.raises(Fatal, match="TROUPE_DATABASE"):
            bind(again, *other)
    again.dispose()


def test_values__that_a_contract_or_a_node_may_give__come_back_or_are_refused(
    engine: Engine, where: Path | str
):
    odd = {"text": "\0 \ud800 ‮ 😀", "big": -(2**255), "list": [2**256 - 1, {"": None}]}
    with transaction(engine) as session:
        record(session, CHAIN, None, [event(1, args=odd)], [block(1)])
        session.add(Answered(question="0xq", block_hash="0xb", data=bytes(range(256)) * 100))
        session.add(sent("odd", error="\0 \ud800 ‮"))
    with reopened(engine, where) as session:
        assert events(session, CHAIN, ["Happened"])[0].args == {"args": odd}
        assert session.get(Answered, ("0xq", "0xb")).data == bytes(range(256)) * 100
        assert attempts(session, "odd")[0].error == r"\x00 \ud800 ‮"


@pytest.mark.parametrize("number", [2**63, 2**256 - 1, -(2**200)])
def test_values__numbers_that_no_column_holds__change_nothing(engine: Engine, number: int):
    with pytest.raises(Transient, match="can't hold"), transaction(engine) as session:
        record(session, CHAIN, None, [event(1, subject=number)], [block(1)])
    with transaction(engine) as session:
        assert session.get(Cursor, CHAIN) is None


def test_transactions__from_many_threads__take_turns(engine: Engine):
    def add(n: int) -> None:
        with transaction(engine) as session:
            since = session.get(Cursor, CHAIN)
            number = since.number if since else None
            record(session, CHAIN, number, [event(n)], [block((number or 0) + 1)])

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(add, range(40)))
    with transaction(engine) as session:
        assert session.get(Cursor, CHAIN).number == 40


def test_keep__the_same_from_many_at_once__the_first_stays_for_all(engine: Engine):
    proposal = Proposal(7, 1, "0xb", "0x", 0, 1, ())
    question = Question("0x" + "ab" * 32, "0xb", 1, 2, 3)
    rounds, questions = StoredRounds(engine, CHAIN), StoredQuestions(engine, CHAIN)
    texts = [bytes([n]) for n in range(16)]
    with ThreadPoolExecutor(8) as pool:
        manifests = set(pool.map(lambda text: rounds.keep_manifest(proposal, text), texts))
        answers = set(pool.map(lambda text: questions.keep_answer(question, text), texts))
    assert manifests == {rounds.manifest(proposal)}
    assert answers == {questions.answer(question)}


def test_snapshot__sees_one_moment_and_no_writer_waits_for_it(engine: Engine):
    with transaction(engine) as session:
        record(session, CHAIN, None, [event(1)], [block(1)])
    count = select(func.count()).select_from(Event)
    with snapshot(engine) as moment:
        assert moment.execute(count).scalar_one() == 1
        with transaction(engine) as session:
            record(session, CHAIN, 1, [event(2)], [block(2)])
        assert moment.execute(count).scalar_one() == 1


def test_open__by_processes_at_once__tables_are_made_once(where: Path | str):
    script = f"from oracle.store.operator import open_operator_store as o; o({str(where)!r})"
    command = [sys.executable, "-W", "ignore", "-c", script]
    opening = [subprocess.Popen(command) for _ in range(3)]
    assert [each.wait(PATIENCE_S) for each in opening] == [0, 0, 0]
