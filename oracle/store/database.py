"""SQLite files with one owner: how they are opened, and the one door to write through."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, MetaData, event
from sqlalchemy.exc import DatabaseError, OperationalError
from sqlmodel import Session, create_engine

from oracle.errors import Fatal, Transient

_BUSY_TIMEOUT_S = 10


@dataclass(frozen=True)
class Schema:
    """What a kind of file holds. `application_id` (SQLite's, 31 bits) tells the kinds apart."""

    name: str
    application_id: int
    version: int
    tables: MetaData


def open_database(path: Path, schema: Schema) -> Engine:
    """An engine on the file at `path`, made with its tables where there is none yet.

    WAL, synchronous FULL, foreign keys; a new file is readable by its owner only. Every
    transaction takes the write lock at its start, so none fails halfway: keep it short, and never
    call the network or open another inside one.
    Raises `Fatal` if the file is another kind of database, broken, or of another schema version.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600, exist_ok=True)
    engine = create_engine(
        URL.create("sqlite", database=str(path)), connect_args={"timeout": _BUSY_TIMEOUT_S}
    )
    event.listen(engine, "connect", _configure)
    event.listen(engine, "begin", _begin)
    try:
        with engine.begin() as connection:
            _prepare(connection, path, schema)
    except DatabaseError as error:
        engine.dispose()
        raise Fatal(f"{path} can't be opened as the {schema.name}: {error.orig}") from error
    except Fatal:
        engine.dispose()
        raise
    return engine


@contextmanager
def transaction(engine: Engine) -> Iterator[Session]:
    """A session that commits at the end of the block, or changes nothing if it raises.

    Rows stay readable after it. Raises `Transient` where the database is locked or its disk full,
    `Fatal` where the file is broken.
    """
    try:
        with Session(engine, expire_on_commit=False) as session, session.begin():
            yield session
    except OperationalError as error:
        raise Transient(
            f"the database did not answer: {error.orig}; free it, or its disk"
        ) from error
    except DatabaseError as error:
        if type(error) is not DatabaseError:
            raise
        raise Fatal(f"the database is broken: {error.orig}; restore a backup") from error


def _configure(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # else the driver begins transactions by its own rules
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _prepare(connection: Connection, path: Path, schema: Schema) -> None:
    found = _pragma(connection, "application_id"), _pragma(connection, "user_version")
    if found == (0, 0) and not connection.exec_driver_sql("SELECT 1 FROM sqlite_master").first():
        schema.tables.create_all(connection)
        connection.exec_driver_sql(f"PRAGMA application_id = {schema.application_id}")
        connection.exec_driver_sql(f"PRAGMA user_version = {schema.version}")
    elif found[0] != schema.application_id:
        raise Fatal(f"{path} is not the {schema.name} of Troupe: choose another file")
    elif found[1] > schema.version:
        raise Fatal(_made_by("a newer", path, schema, found[1]) + "update Troupe")
    elif found[1] < schema.version:
        raise Fatal(_made_by("an older", path, schema, found[1]) + "start with a new file")


def _made_by(which: str, path: Path, schema: Schema, version: int) -> str:
    return f"{path} was made by {which} Troupe (schema {version}, this one has {schema.version}): "


def _pragma(connection: Connection, name: str) -> int:
    return int(connection.exec_driver_sql(f"PRAGMA {name}").scalar_one())
