"""SQLite: how a file is opened, and known to be the right one."""

from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, event
from sqlmodel import create_engine

from oracle.errors import Fatal
from oracle.store.schema import Schema
from oracle.wal import use_wal

_BUSY_TIMEOUT_S = 10


def make_engine(address: URL) -> Engine:
    """An engine on a file, which is made, readable by its owner only, where there is none.

    WAL, synchronous FULL, foreign keys.
    """
    path = Path(str(address.database))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600, exist_ok=True)
    engine = create_engine(address, connect_args={"timeout": _BUSY_TIMEOUT_S})
    event.listen(engine, "connect", _configure)
    return engine


def begin(connection: Connection, *, reads_only: bool) -> None:
    """Begin a transaction: with the write lock, or as a reader that nobody waits for."""
    connection.exec_driver_sql("BEGIN" if reads_only else "BEGIN IMMEDIATE")


def is_new(connection: Connection, schema: Schema, place: str) -> bool:
    """Whether the file is empty. Raises `Fatal` if it is another kind, or of another version."""
    found = _pragma(connection, "application_id"), _pragma(connection, "user_version")
    if found == (0, 0) and not connection.exec_driver_sql("SELECT 1 FROM sqlite_master").first():
        return True
    if found[0] != schema.application_id:
        raise Fatal(f"{place} is not the {schema.name} of Troupe: choose another file")
    known = {schema.version, schema.migrations.adopts if schema.migrations else schema.version}
    if found[1] > schema.version:
        raise Fatal(_made_by("a newer", place, schema, found[1]) + "update Troupe")
    if found[1] not in known:
        raise Fatal(_made_by("an older", place, schema, found[1]) + "start with a new file")
    return False


def mark(connection: Connection, schema: Schema) -> None:
    """Write into the file what it is."""
    connection.exec_driver_sql(f"PRAGMA application_id = {schema.application_id}")
    connection.exec_driver_sql(f"PRAGMA user_version = {schema.version}")


def _configure(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # else the driver begins transactions by its own rules
    use_wal(connection, _BUSY_TIMEOUT_S)
    for pragma in ("synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _made_by(which: str, place: str, schema: Schema, version: int) -> str:
    return f"{place} was made by {which} Troupe (schema {version}, this one has {schema.version}): "


def _pragma(connection: Connection, name: str) -> int:
    return int(connection.exec_driver_sql(f"PRAGMA {name}").scalar_one())
