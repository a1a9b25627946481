"""The operator's database, through its file."""

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError

from oracle.errors import Fatal, Transient
from oracle.store.database import Schema, open_database, transaction
from oracle.store.inbox import events, recent_blocks, record, roll_back
from oracle.store.operator import bind, open_operator_store
from oracle.store.tables import Block, Cursor, Event, OperatorTable

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


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "operator" / "operator.sqlite"


@pytest.fixture
def engine(path: Path):
    engine = open_operator_store(path)
    yield engine
    engine.dispose()


def reopened(engine: Engine, path: Path) -> Engine:
    engine.dispose()
    return open_operator_store(path)


def test_open__new_file__is_durable_and_private(engine: Engine, path: Path):
    with engine.connect() as connection:
        mode = connection.exec_driver_sql("PRAGMA journal_mode").scalar_one()
        synchronous = connection.exec_driver_sql("PRAGMA synchronous").scalar_one()
    assert (mode, synchronous) == ("wal", 2)
    assert path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("pragma", "says"),
    [
        ("user_version = 99", "made by a newer Troupe"),
        ("user_version = 0", "made by an older Troupe"),
        ("application_id = 7", "choose another file"),
    ],
)
def test_open__file_of_another_make__is_fatal(engine: Engine, path: Path, pragma: str, says: str):
    engine.dispose()
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA {pragma}")
    connection.close()
    with pytest.raises(Fatal, match=says):
        open_operator_store(path)


def test_open__not_a_database__is_fatal(path: Path):
    path.parent.mkdir()
    path.write_bytes(b"these are not the bytes of a database" * 100)
    with pytest.raises(Fatal, match="can't be opened"):
        open_operator_store(path)


def test_open__two_kinds_of_database__are_told_apart(engine: Engine, path: Path):
    people = Schema("people database", 0x54525032, 1, OperatorTable.metadata)
    with pytest.raises(Fatal, match="not the people database"):
        open_database(path, people)


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
    engine: Engine, path: Path
):
    script = f"""
import os, sys
from pathlib import Path
from oracle.store.operator import bind, open_operator_store
from oracle.store.database import transaction
from oracle.store.tables import Cursor
with transaction(open_operator_store(Path({str(path)!r}))) as session:
    session.add(Cursor(chain_id=1, number=1, hash="0x", timestamp=1))
    session.flush()
    os.kill(os.getpid(), 9)
"""
    killed = subprocess.run([sys.executable, "-c", script], check=False, timeout=60)
    assert killed.returncode == -9
    with transaction(engine) as session:
        assert session.get(Cursor, 1) is None


def test_record__events_and_cursor__are_read_back_in_chain_order(engine: Engine, path: Path):
    big = 2**256 - 1
    with transaction(engine) as session:
        record(session, CHAIN, None, [event(2, 5), event(2, 1, n=big)], [block(1), block(2)])
    with transaction(reopened(engine, path)) as session:
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


def test_bind__another_deployment__is_fatal_and_the_same_is_not(engine: Engine, path: Path):
    bind(engine, CHAIN, "0xA")
    again = reopened(engine, path)
    bind(again, CHAIN, "0xA")
    for other in ((CHAIN, "0xB"), (CHAIN + 1, "0xA")):
        with pytest.raises(Fatal, match="TROUPE_DATABASE"):
            bind(again, *other)
    again.dispose()
