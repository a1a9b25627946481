"""Migrations of the operator's database: what they make, and what they take over."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine

from oracle.errors import Fatal
from oracle.store.backup import back_up
from oracle.store.database import transaction
from oracle.store.inbox import events
from oracle.store.operator import MIGRATIONS, bind, open_operator_store
from oracle.store.restore import restore
from oracle.store.tables import (
    Answered,
    Cursor,
    Generated,
    OperatorTable,
    Transaction,
    TransactionState,
)

SCHEMA_2 = Path(__file__).with_name("schema_2.sql").read_text()


@pytest.fixture
def old_file(tmp_path: Path) -> Path:
    """A file as it was made before there were migrations."""
    path = tmp_path / "old.sqlite"
    connection = sqlite3.connect(path)
    connection.executescript(SCHEMA_2)
    connection.close()
    return path


@pytest.fixture
def adopted(old_file: Path) -> Iterator[Engine]:
    engine = open_operator_store(old_file)
    yield engine
    engine.dispose()


def differences(engine: Engine) -> list[object]:
    with engine.connect() as connection:
        options = {"version_table": MIGRATIONS.table, "compare_type": True}
        context = MigrationContext.configure(connection, opts=options)
        return list(compare_metadata(context, OperatorTable.metadata))


def test_migrations__on_a_new_database__make_what_the_models_say(engine: Engine):
    assert differences(engine) == []


def test_migrations__on_a_file_of_schema_2__make_what_the_models_say(adopted: Engine):
    assert differences(adopted) == []


def test_file_of_schema_2__opened__has_all_that_it_had(adopted: Engine, old_file: Path):
    bind(adopted, 31337, "0xA")
    with transaction(adopted) as session:
        (event,) = events(session, 31337, ["Happened"], 7)
        assert event.args == {"n": 2**256 - 1, "t": "\0\ud800"}
        assert session.get(Cursor, 31337).timestamp == 1_001
        assert session.get(Generated, (7, "0xa1")).data == b"\0manifest\xff"
        assert session.get(Answered, ("0xq", "0xa1")).data == b""
        row = session.get(Transaction, 1)
        assert (row.state, row.raw, row.fee) == (TransactionState.MINED, b"\2raw", 5)
    adopted.dispose()
    open_operator_store(old_file).dispose()


def test_file_of_schema_1__opened__is_refused_untouched(old_file: Path):
    connection = sqlite3.connect(old_file)
    connection.execute("PRAGMA user_version = 1")
    connection.close()
    before = old_file.read_bytes()
    with pytest.raises(Fatal, match="older Troupe"):
        open_operator_store(old_file)
    assert old_file.read_bytes()[100:] == before[100:]  # but for the header, which WAL marks


def test_database_of_a_later_revision__opened__is_refused(engine: Engine, where: Path | str):
    with engine.begin() as connection:
        connection.exec_driver_sql(f"UPDATE {MIGRATIONS.table} SET version_num = '9999'")
    with pytest.raises(Fatal, match=r"newer Troupe \(revision 9999.*: update Troupe"):
        open_operator_store(where)


def test_backup__of_a_file_of_schema_2__is_restored_and_brought_up_to_date(
    old_file: Path, where: Path | str, tmp_path: Path
):
    back_up(old_file, tmp_path / "old.backup", lambda *_: None)
    restore(tmp_path / "old.backup", where, (31337, "0xA"), lambda *_: None)
    engine = open_operator_store(where)
    assert differences(engine) == []
    with transaction(engine) as session:
        assert session.get(Generated, (7, "0xa1")).data == b"\0manifest\xff"
        assert session.get(Transaction, 1).state is TransactionState.MINED
    engine.dispose()
