"""Restore of an operator's state, into either kind of database."""

import os
from base64 import b64decode
from collections.abc import Iterator, Mapping
from itertools import groupby, islice
from pathlib import Path
from typing import IO, Any

from sqlalchemy import JSON, Column, Connection, LargeBinary, MetaData, Table, func, insert, select
from sqlalchemy.exc import DataError, IntegrityError, ProgrammingError

from oracle.errors import Fatal
from oracle.store.address import shown
from oracle.store.archive import Header, Row, read_archive
from oracle.store.backup import Progress, tables_of
from oracle.store.database import connect, database_errors, is_file, is_new, mark, prepare
from oracle.store.lock import lock_operator
from oracle.store.operator import MIGRATIONS, OPERATOR_SCHEMA
from oracle.store.upgrade import upgrade

_NO_ROWS = (
    ValueError,
    KeyError,
    TypeError,
    OverflowError,
    DataError,
    IntegrityError,
    ProgrammingError,
)
_BATCH = 500


def restore(path: Path, where: Path | str, deployment: tuple[int, str], tell: Progress) -> Header:
    """Put the backup in the file `path` into the empty database at `where`; what it was of.

    `deployment` is the chain and the rounds contract it must be of. All is restored, or nothing.
    Raises `Fatal` where the backup is damaged, of another deployment or of a newer Troupe, or the
    database holds anything or has an operator at work; `Transient` where it fails.
    """
    with read_archive(path) as (header, rows, file):
        if (header.chain_id, header.rounds) != deployment:
            raise Fatal(
                f"{path} is of {header.rounds} on chain {header.chain_id}, not of {deployment[1]} "
                f"on {deployment[0]}: check TROUPE_CHAIN_ID and TROUPE_DEPLOYMENTS"
            )
        engine = connect(where)
        try:
            with database_errors():
                lock = lock_operator(engine)
                try:
                    with engine.begin() as connection:
                        _fill(connection, header, _told(rows, file, tell), path)
                finally:
                    lock.close()
        finally:
            engine.dispose()
    return header


def _fill(connection: Connection, header: Header, rows: Iterator[Row], path: Path) -> None:
    _empty(connection)
    upgrade(connection, MIGRATIONS, header.revision)
    mark(connection, OPERATOR_SCHEMA)
    tables = {table.name: table for table in tables_of(connection)}
    if header.tables != {name: table.columns.keys() for name, table in tables.items()}:
        raise Fatal(f"{path} has other tables than its revision: it was not made by Troupe")
    while batch := list(islice(rows, _BATCH)):
        try:
            _insert(connection, tables, batch)
        except _NO_ROWS as error:
            raise Fatal(f"{path} has rows that no Troupe wrote: take another backup") from error
    if not is_file(connection.engine):
        for table in tables.values():
            _count_on(connection, table)
    prepare(connection, OPERATOR_SCHEMA)


def _empty(connection: Connection) -> None:
    """Drop the tables of a database that was made and never used."""
    if is_new(connection, OPERATOR_SCHEMA):
        return
    found = MetaData()
    found.reflect(connection)
    for table in found.sorted_tables:
        if table.name != MIGRATIONS.table and connection.execute(select(table).limit(1)).first():
            raise Fatal(
                f"{shown(connection.engine.url)} holds an operator's state, which stays: set "
                "TROUPE_DATABASE to a new database"
            )
    found.drop_all(connection)


def _insert(connection: Connection, tables: Mapping[str, Table], batch: list[Row]) -> None:
    """Insert rows, those of one table together."""
    for name, rows in groupby(batch, key=lambda row: row[0]):
        table = tables[name]
        values = [
            {column.name: _value(column, value) for column, value in zip(table.c, row, strict=True)}
            for _, row in rows
        ]
        connection.execute(insert(table), values)


def _value(column: Column[Any], value: Any) -> Any:
    if value is None or isinstance(column.type, JSON):
        return value
    if isinstance(column.type, LargeBinary):
        return b64decode(value, validate=True)
    if not isinstance(value, column.type.python_type):
        raise TypeError(f"{value!r} in {column}")
    return value


def _count_on(connection: Connection, table: Table) -> None:
    """Let a table's own numbers go on after the last one."""
    for column in table.primary_key.columns:
        name = connection.dialect.identifier_preparer.quote(table.name)
        sequence = func.pg_get_serial_sequence(name, column.name)
        if connection.execute(select(sequence)).scalar_one() is not None:
            last = select(func.coalesce(func.max(column), 0) + 1).scalar_subquery()
            connection.execute(select(func.setval(sequence, last, False)))


def _told(rows: Iterator[Row], file: IO[bytes], tell: Progress) -> Iterator[Row]:
    size = os.fstat(file.fileno()).st_size
    for number, row in enumerate(rows):
        if number % _BATCH == 0:
            tell(file.tell(), size)
        yield row
    tell(size, size)
