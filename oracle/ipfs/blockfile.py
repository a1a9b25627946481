"""The SQLite file of the embedded store: how it is made, upgraded in place, and refused."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Any

from oracle.errors import Fatal, Transient
from oracle.wal import use_wal

_APPLICATION_ID, _VERSION = 0x54525042, 2
_BUSY_TIMEOUT_S = 10
_SCHEMA = (
    # A block is for good unless it is in `expiring` too.
    "CREATE TABLE blocks (digest BLOB PRIMARY KEY, data BLOB NOT NULL)",
    """
    CREATE TABLE expiring (
        digest BLOB PRIMARY KEY,
        expires_at INTEGER NOT NULL,  -- Unix seconds
        room INTEGER NOT NULL  -- bytes of the room for what expires; 0 for a part of a file
    ) WITHOUT ROWID
    """,
    "CREATE INDEX expiring_soon ON expiring (expires_at, room)",
    """
    CREATE TABLE links (
        parent BLOB NOT NULL,  -- a dag-pb node that is in `blocks`
        child BLOB NOT NULL,
        codec INTEGER NOT NULL,  -- how the parent reads the child: multicodec 0x55 or 0x70
        PRIMARY KEY (parent, child, codec)
    ) WITHOUT ROWID
    """,
    "CREATE INDEX links_to ON links (child)",
    """
    CREATE TABLE wishes (  -- what a pinning service is to pin and has not yet
        cid BLOB PRIMARY KEY,
        attempts INTEGER NOT NULL DEFAULT 0,
        retry_at INTEGER NOT NULL DEFAULT 0  -- Unix seconds
    ) WITHOUT ROWID
    """,
)
# Version 1 had only documents, and a column for when they expire.
_UPGRADE_1 = (
    "DROP INDEX expiring",
    *_SCHEMA[1:],
    """
    INSERT INTO expiring SELECT digest, expires_at, max(length(data), 4096) FROM blocks
    WHERE expires_at IS NOT NULL
    """,
    "ALTER TABLE blocks DROP COLUMN expires_at",
)


class BlockFile:
    """The file at `path`, for the threads of a process to share: WAL, synchronous FULL.

    The folder and the file are made where there are none; a file of an older version is upgraded.
    Raises `Fatal` if the file can't be opened, is not such a store, or a newer one.
    """

    def __init__(self, path: Path) -> None:
        self._lock = Lock()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._connection = sqlite3.connect(
                path, timeout=_BUSY_TIMEOUT_S, isolation_level=None, check_same_thread=False
            )
        except (OSError, sqlite3.Error) as error:
            raise Fatal(f"{path} can't be opened ({error}): check TROUPE_BLOCKS") from error
        try:
            _prepare(self._connection, path)
        except sqlite3.DatabaseError as error:
            self.close()
            raise Fatal(f"{path} can't be opened as a block store: {error}") from error
        except BaseException:
            self.close()
            raise

    def read(self, query: str, *values: object) -> list[Any]:
        """The rows. Raises `Transient` where the file can't be read now, `Fatal` if broken."""
        with _errors(), self._lock:
            return self._connection.execute(query, values).fetchall()

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Cursor]:
        """All of it, or nothing where the block raises. Raises as `read`."""
        with _errors(), self._lock:
            cursor = self._connection.cursor()
            cursor.execute("BEGIN IMMEDIATE")
            try:
                yield cursor
                cursor.execute("COMMIT")
            finally:
                if self._connection.in_transaction:
                    cursor.execute("ROLLBACK")

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()


@contextmanager
def _errors() -> Iterator[None]:
    try:
        yield
    except sqlite3.OperationalError as error:
        raise Transient(f"the block store failed ({error}): is its disk full?") from error
    except sqlite3.DatabaseError as error:
        raise Fatal(f"the block store is broken ({error}): restore a backup") from error


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("BEGIN IMMEDIATE")
    version = _version(connection, path)
    steps = {0: _SCHEMA, 1: _UPGRADE_1}.get(version, ())
    for statement in steps:
        connection.execute(statement)
    connection.execute(f"PRAGMA application_id = {_APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {_VERSION}")
    connection.execute("COMMIT")
    use_wal(connection, _BUSY_TIMEOUT_S)


def _version(connection: sqlite3.Connection, path: Path) -> int:
    """0 for a new file."""
    application, version, tables = connection.execute(
        "SELECT application_id, user_version, (SELECT count(*) FROM sqlite_master) "
        "FROM pragma_application_id, pragma_user_version"
    ).fetchone()
    if application != _APPLICATION_ID and (application, tables) != (0, 0):
        raise Fatal(f"{path} is not a block store of Troupe: choose another file")
    if version > _VERSION:
        raise Fatal(f"{path} was made by a newer Troupe (version {version}): update Troupe")
    return int(version)
