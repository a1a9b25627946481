"""The projection's database: written by one process, read by any number.

It is a file of SQLite's, or a schema of PostgreSQL's that holds nothing else.
"""

import sqlite3
from pathlib import Path

from pydantic import SecretStr
from sqlalchemy import Connection, Engine, QueuePool, event
from sqlmodel import create_engine

from frontend_api.projection.tables import ProjectionTable
from oracle.store.database import READS_ONLY, connect, open_database
from oracle.store.schema import Schema

SCHEMA = Schema("projection", 0x54525052, 8, ProjectionTable.metadata, setting="TROUPE_PROJECTION")
_READERS = 40


def open_to_write(where: Path | SecretStr) -> Engine:
    """An engine on the database, whose tables are made where there are none. Raises `Fatal`, and
    `Transient` where a server does not answer."""
    return open_database(_plain(where), SCHEMA)


def open_to_read(where: Path | SecretStr) -> Engine:
    """An engine that can't write, whose sessions each see one moment.

    It need not be there before the first query.
    """
    place = _plain(where)
    if isinstance(place, str) and "://" in place:
        return connect(place, SCHEMA.setting).execution_options(**{READS_ONLY: True})
    return _file_to_read(Path(place))


def _plain(where: Path | SecretStr) -> Path | str:
    return where.get_secret_value() if isinstance(where, SecretStr) else where


def _file_to_read(path: Path) -> Engine:
    def open_file() -> sqlite3.Connection:
        uri = f"{path.resolve().as_uri()}?mode=ro"
        return sqlite3.connect(
            uri, uri=True, timeout=10, isolation_level=None, check_same_thread=False
        )

    engine = create_engine("sqlite://", creator=open_file, poolclass=QueuePool, pool_size=_READERS)
    event.listen(engine, "begin", _begin)  # so that a session's queries see one moment
    return engine


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")
