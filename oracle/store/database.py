"""Databases with one owner: how they are opened, and the one door to write through."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import DatabaseError, DataError, InterfaceError, OperationalError
from sqlmodel import Session

from oracle.errors import Fatal, Transient
from oracle.store import postgresql, sqlite
from oracle.store.address import read_address, shown
from oracle.store.schema import Dialect, Schema
from oracle.store.upgrade import adopt, upgrade

READS_ONLY = "troupe_reads_only"
"""The execution option of connections whose transactions only read, each one moment."""


def open_database(where: Path | str, schema: Schema) -> Engine:
    """An engine on the database at `where`, made or brought up to date; see `read_address`.

    Every transaction takes the write lock at its start, so none fails halfway: keep it short, and
    never call the network or open another inside one. Processes that open at once wait for one
    another.
    Raises `Fatal` if it is another kind of database, broken, or made by another Troupe than this
    one can read, `Transient` where a server does not answer.
    """
    engine = connect(where, schema.setting)
    try:
        with opening(engine, schema), engine.begin() as connection:
            prepare(connection, schema)
    except BaseException:
        engine.dispose()
        raise
    return engine


def connect(where: Path | str, setting: str = "TROUPE_DATABASE") -> Engine:
    """An engine on what is at `where`, whatever that holds. Raises `Fatal` where it is nowhere."""
    address = read_address(where, setting)
    dialect = _dialect(address.get_backend_name())
    try:
        engine = dialect.make_engine(address)
    except OSError as error:
        raise Fatal(
            f"{shown(address)} can't be opened: {error.strerror}; check {setting}"
        ) from error

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        dialect.begin(connection, reads_only=not may_write(connection))

    return engine


@contextmanager
def opening(engine: Engine, schema: Schema) -> Iterator[None]:
    """Turn what goes wrong at opening into our errors, which name the place."""
    place = shown(engine.url)
    remedy = f"check {schema.setting}, or restore a backup"
    try:
        yield
    except OperationalError as error:
        if is_file(engine):
            raise Fatal(
                f"{place} can't be opened as the {schema.name}: {error.orig}; {remedy}"
            ) from error
        raise Transient(
            f"{place} does not answer: {_reason(error)}; start it, or check {schema.setting}"
        ) from None
    except DatabaseError as error:
        raise Fatal(
            f"{place} can't be opened as the {schema.name}: {error.orig}; {remedy}"
        ) from error


def prepare(connection: Connection, schema: Schema) -> None:
    """Make the tables where there are none yet, or bring them up to date. Raises `Fatal`."""
    new = is_new(connection, schema)
    if schema.migrations:
        if not new:
            adopt(connection, schema.migrations)
        upgrade(connection, schema.migrations)
    elif new:
        schema.tables.create_all(connection)
    mark(connection, schema)


def is_new(connection: Connection, schema: Schema) -> bool:
    """Whether there are no tables yet. Raises `Fatal` if it is another kind of database."""
    place = shown(connection.engine.url)
    return _dialect(connection.dialect.name).is_new(connection, schema, place)


def mark(connection: Connection, schema: Schema) -> None:
    """Write into a database what it is."""
    _dialect(connection.dialect.name).mark(connection, schema)


@contextmanager
def transaction(engine: Engine) -> Iterator[Session]:
    """A session that commits at the end of the block, or changes nothing if it raises.

    Rows stay readable after it. Raises `Transient` where the database is locked, its disk full, its
    server gone, or a value too large for it; `Fatal` where it is broken. Where a server was lost at
    the commit, whether that took place is not known: read again what you need to know.
    """
    with database_errors(), Session(engine, expire_on_commit=False) as session, session.begin():
        yield session


@contextmanager
def snapshot(engine: Engine) -> Iterator[Connection]:
    """A connection that reads one moment and writes nothing, for as long as it takes.

    Writers do not wait for it. Raises as `transaction` does.
    """
    with database_errors(), engine.connect() as connection:
        connection = connection.execution_options(**{READS_ONLY: True})
        with connection.begin():
            yield connection


@contextmanager
def database_errors() -> Iterator[None]:
    """Turn a database's errors into ours; what a program does wrong stays as it is."""
    try:
        yield
    except (OperationalError, InterfaceError) as error:
        raise Transient(
            f"the database did not answer: {_reason(error)}; free it, or its disk"
        ) from error
    except (DataError, OverflowError, UnicodeEncodeError) as error:
        raise Transient(
            f"the database can't hold a value ({_reason(error)}): check who gave it, node or "
            "contract"
        ) from error
    except DatabaseError as error:
        if type(error) is not DatabaseError:
            raise
        raise Fatal(f"the database is broken: {error.orig}; restore a backup") from error


def may_write(connection: Connection) -> bool:
    """Whether a connection's transactions take their turn to write; those of `snapshot` do not."""
    return not connection.get_execution_options().get(READS_ONLY, False)


def is_file(engine: Engine) -> bool:
    """Whether a database is a file of SQLite's."""
    return engine.dialect.name == "sqlite"


def _dialect(name: str) -> Dialect:
    return sqlite if name == "sqlite" else postgresql


def _reason(error: Exception) -> str:
    """What happened, on one line; a driver's message holds no password."""
    return " ".join(str(getattr(error, "orig", error)).split())
