"""The SQLite file of the embedded store: how it is made, upgraded in place, and refused."""

import sqlite3
from pathlib import Path

from oracle.errors import Fatal

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


def open_file(path: Path) -> sqlite3.Connection:
    """A connection in autocommit that threads may share under a lock; WAL, synchronous FULL.

    The folder and the file are made where there are none; a file of an older version is upgraded.
    Raises `Fatal` if the file is not such a store, or a newer one.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(
        path, timeout=_BUSY_TIMEOUT_S, isolation_level=None, check_same_thread=False
    )
    try:
        _prepare(connection, path)
    except sqlite3.DatabaseError as error:
        connection.close()
        raise Fatal(f"{path} can't be opened as a block store: {error}") from error
    except BaseException:
        connection.close()
        raise
    return connection


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
    connection.execute("PRAGMA journal_mode = WAL")


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
