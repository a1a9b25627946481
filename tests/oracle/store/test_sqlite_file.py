"""The operator's database as a file of SQLite's."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from oracle.errors import Fatal
from oracle.store.database import open_database
from oracle.store.operator import open_operator_store
from oracle.store.schema import Schema
from oracle.store.tables import OperatorTable
from tests.wait import PATIENCE_S


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "operator" / "operator.sqlite"
    open_operator_store(path).dispose()
    return path


def test_open__new_file__is_durable_and_private(path: Path):
    engine = open_operator_store(path)
    with engine.connect() as connection:
        mode = connection.exec_driver_sql("PRAGMA journal_mode").scalar_one()
        synchronous = connection.exec_driver_sql("PRAGMA synchronous").scalar_one()
    engine.dispose()
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
def test_open__file_of_another_make__is_fatal(path: Path, pragma: str, says: str):
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA {pragma}")
    connection.close()
    with pytest.raises(Fatal, match=says):
        open_operator_store(path)


def test_open__not_a_database__is_fatal(path: Path):
    path.write_bytes(b"these are not the bytes of a database" * 100)
    with pytest.raises(Fatal, match="can't be opened"):
        open_operator_store(path)


def test_open__two_kinds_of_database__are_told_apart(path: Path):
    people = Schema("people database", 0x54525032, 1, OperatorTable.metadata)
    with pytest.raises(Fatal, match="not the people database"):
        open_database(path, people)


def test_open__another_is_making_the_file__waits_for_it(tmp_path: Path):
    with closing(sqlite3.connect(tmp_path / "new.sqlite", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with ThreadPoolExecutor(1) as pool:
            opened = pool.submit(open_operator_store, tmp_path / "new.sqlite")
            with pytest.raises(TimeoutError):
                opened.result(0.3)
            other.execute("COMMIT")
            opened.result(PATIENCE_S).dispose()
