"""The projection's SQLite file: opened to write by one process, to read by any number."""

import sqlite3
from pathlib import Path

from sqlalchemy import Connection, Engine, QueuePool, event
from sqlmodel import create_engine

from frontend_api.projection.tables import ProjectionTable
from oracle.store.database import open_database
from oracle.store.schema import Schema

SCHEMA = Schema("projection", 0x54525052, 5, ProjectionTable.metadata)


def open_to_write(path: Path) -> Engine:
    """An engine on the file, which is made where there is none. Raises `Fatal`."""
    return open_database(path, SCHEMA)


def open_to_read(path: Path) -> Engine:
    """An engine that can't write. The file need not be there before the first query."""

    def connect() -> sqlite3.Connection:
        uri = f"{path.resolve().as_uri()}?mode=ro"
        return sqlite3.connect(
            uri, uri=True, timeout=10, isolation_level=None, check_same_thread=False
        )

    engine = create_engine("sqlite://", creator=connect, poolclass=QueuePool, pool_size=40)
    event.listen(engine, "begin", _begin)  # so that a session's queries see one moment
    return engine


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")
