"""Backup of an operator's state, from either kind of database, and of files of SQLite's."""

import os
import sqlite3
import time
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, MetaData, Table, func, select

from oracle.errors import Fatal
from oracle.store.address import read_address, shown
from oracle.store.archive import Header, Row, write_archive
from oracle.store.database import connect, is_new, snapshot
from oracle.store.operator import MIGRATIONS, OPERATOR_SCHEMA
from oracle.store.upgrade import revision

_BATCH = 500

Progress = Callable[[int, int], None]
"""Told how much is done, and of how much."""


def back_up(where: Path | str, path: Path, tell: Progress) -> int:
    """Write the operator's state at `where` into the file `path`; how many rows it has.

    It is of one moment, and the operator may work on meanwhile. There is no key in it; answers that
    are not revealed yet are. Raises as `write_archive` does, and `Fatal` where there is nothing to
    back up.
    """
    address = read_address(where)
    if address.get_backend_name() == "sqlite" and not Path(str(address.database)).exists():
        raise Fatal(f"{shown(address)} is not there: check TROUPE_DATABASE")
    engine = connect(where)
    try:
        with snapshot(engine) as connection:
            if is_new(connection, OPERATOR_SCHEMA):
                raise Fatal(f"{shown(address)} is empty: there is nothing to back up")
            tables = tables_of(connection)
            header = _header(connection, tables, shown(address))
            return write_archive(path, header, _rows(connection, tables, tell))
    finally:
        engine.dispose()


def tables_of(connection: Connection) -> list[Table]:
    """The tables as they are in a database, without the one of its migrations."""
    found = MetaData()
    found.reflect(connection)
    return [table for table in found.sorted_tables if table.name != MIGRATIONS.table]


def _header(connection: Connection, tables: list[Table], place: str) -> Header:
    deployment = next(table for table in tables if table.name == "deployment")
    about = connection.execute(select(deployment.c.chain_id, deployment.c.rounds)).one_or_none()
    if about is None:
        raise Fatal(f"{place} was never run with: there is nothing to back up")
    return Header(
        revision=revision(connection, MIGRATIONS) or MIGRATIONS.adopted_as,
        chain_id=about.chain_id,
        rounds=about.rounds,
        made_at=int(time.time()),
        tables={table.name: [column.name for column in table.columns] for table in tables},
    )


def _rows(connection: Connection, tables: list[Table], tell: Progress) -> Iterator[Row]:
    counts = [select(func.count()).select_from(table) for table in tables]
    total, done = sum(connection.execute(count).scalar_one() for count in counts), 0
    for table in tables:
        rows = select(table).order_by(*table.primary_key.columns)
        for batch in connection.execute(rows, execution_options={"yield_per": _BATCH}).partitions():
            for row in batch:
                yield table.name, [_plain(value) for value in row]
            done += len(batch)
            tell(done, total)


def _plain(value: Any) -> Any:
    return b64encode(value).decode() if isinstance(value, bytes) else value


def copy_database(file: Path, path: Path, setting: str) -> None:
    """Copy a file of SQLite's into `path` while it is in use; the copy can stand in its place.

    `setting` says where the file is. Raises `Fatal` where `path` is there or can't be written, or
    `file` is not there or is broken.
    """
    if path.exists():
        raise Fatal(f"{path} is there already: choose another name")
    if not file.exists():
        raise Fatal(f"{file} is not there: check {setting}")
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        part.touch(mode=0o600)
        with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(part)) as copy:
            source.backup(copy)
        part.rename(path)
    except (OSError, sqlite3.Error) as error:
        raise Fatal(f"{file} can't be copied to {path}: {error}") from error
    finally:
        part.unlink(missing_ok=True)
