"""Blocks in one SQLite file, which several processes of a machine may share."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Self

from oracle.domain import MAX_DOCUMENT_BYTES, digest_of
from oracle.errors import Fatal, Permanent, Transient
from oracle.ipfs.cid import digest_bytes
from oracle.ipfs.gateway import Gateways

_APPLICATION_ID, _VERSION = 0x54525042, 1
_BUSY_TIMEOUT_S = 10
_TABLE = """
CREATE TABLE IF NOT EXISTS blocks (
    digest BLOB PRIMARY KEY,
    data BLOB NOT NULL,
    expires_at INTEGER  -- Unix seconds; NULL is for good
)
"""
_INDEX = """
CREATE INDEX IF NOT EXISTS expiring ON blocks (expires_at, length(data))
WHERE expires_at IS NOT NULL
"""
_PUT = """
INSERT INTO blocks SELECT :digest, :data, :expires_at
WHERE :expires_at IS NULL
    OR EXISTS (SELECT 1 FROM blocks WHERE digest = :digest)
    OR :most >= max(length(:data), 4096) + (  -- the file grows by pages of 4 KiB
        SELECT coalesce(sum(max(length(data), 4096)), 0) FROM blocks
        WHERE expires_at IS NOT NULL
    )
ON CONFLICT (digest) DO UPDATE SET
    data = excluded.data,
    expires_at = CASE
        WHEN expires_at IS NULL OR excluded.expires_at IS NULL THEN NULL
        ELSE max(expires_at, excluded.expires_at)
    END
"""


class Full(Transient):
    """Blocks that expire take all the room there is for them."""


class EmbeddedStore:
    """An `oracle.ports.BlockStore` in the file at `path`; safe to share between threads.

    Every block is checked against its digest whenever it is read. One that is missing or damaged
    is asked of the `gateways`, each for at most about `seconds`, and then kept for good.
    Blocks that expire may take `most_expiring` bytes, where each counts as 4 KiB or more.
    Raises `Fatal` if the file is not such a store.
    """

    def __init__(
        self,
        path: Path,
        gateways: Sequence[str] = (),
        seconds: float = 10,
        most_expiring: int = 512 * 1024**2,
    ) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._lock = Lock()
        self._gateways = Gateways(gateways, seconds)
        self._most_expiring = most_expiring
        self._connection = sqlite3.connect(
            path, timeout=_BUSY_TIMEOUT_S, isolation_level=None, check_same_thread=False
        )
        try:
            _prepare(self._connection, path)
        except BaseException:
            self.close()
            raise

    def put(self, data: bytes, expires_at: int | None = None) -> str:
        """Keep `data` and return its digest: for good, or until `expires_at` (Unix seconds).

        A block never loses time: the later expiry counts, and a plain `put` makes it permanent.
        Raises `Permanent` over `MAX_DOCUMENT_BYTES`, `Full` where a new block that expires has no
        room.
        """
        if len(data) > MAX_DOCUMENT_BYTES:
            raise Permanent(f"a block of {len(data)} bytes is over {MAX_DOCUMENT_BYTES}: cut it")
        digest = digest_of(data)
        with self._cursor() as cursor:
            row = {"digest": digest_bytes(digest), "data": data, "expires_at": expires_at}
            kept = cursor.execute(_PUT, row | {"most": self._most_expiring}).rowcount
        if not kept:
            raise Full("too many documents wait to be named on chain: try again in some hours")
        return digest

    def get(self, digest: str) -> bytes:
        """The block of that digest, checked against it.

        Raises `Missing` where it is neither here nor at any gateway, another `Transient` where the
        file fails, `ValueError` where `digest` is not one.
        """
        data = self._read(digest)
        if data is None:
            data = self._gateways.fetch(digest)
            self.put(data)
        return data

    def keep(self, digest: str) -> None:
        """Make a block permanent: it is referenced now. Raises as `get` does."""
        self.put(self.get(digest))

    def collect(self, now: int) -> int:
        """Drop the blocks that have expired by `now` (Unix seconds); how many they were."""
        with self._cursor() as cursor:
            return cursor.execute("DELETE FROM blocks WHERE expires_at <= ?", (now,)).rowcount

    def close(self) -> None:
        """Close the file and the connections to gateways."""
        self._connection.close()
        self._gateways.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _read(self, digest: str) -> bytes | None:
        query = "SELECT CAST(data AS BLOB) FROM blocks WHERE digest = ?"
        with self._cursor() as cursor:
            row = cursor.execute(query, (digest_bytes(digest),)).fetchone()
        return row[0] if row and digest_of(row[0]) == digest else None

    @contextmanager
    def _cursor(self) -> Iterator[sqlite3.Cursor]:
        try:
            with self._lock:
                yield self._connection.cursor()
        except sqlite3.OperationalError as error:
            raise Transient(f"the block store failed ({error}): is its disk full?") from error
        except sqlite3.DatabaseError as error:
            raise Fatal(f"the block store is broken ({error}): restore a backup") from error


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    try:
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("BEGIN IMMEDIATE")
        _check(connection, path)
        connection.execute(_TABLE)
        connection.execute(_INDEX)
        connection.execute(f"PRAGMA application_id = {_APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {_VERSION}")
        connection.execute("COMMIT")
        connection.execute("PRAGMA journal_mode = WAL")
    except sqlite3.DatabaseError as error:
        raise Fatal(f"{path} can't be opened as a block store: {error}") from error


def _check(connection: sqlite3.Connection, path: Path) -> None:
    application, version, tables = connection.execute(
        "SELECT application_id, user_version, (SELECT count(*) FROM sqlite_master) "
        "FROM pragma_application_id, pragma_user_version"
    ).fetchone()
    if application != _APPLICATION_ID and (application, tables) != (0, 0):
        raise Fatal(f"{path} is not a block store of Troupe: choose another file")
    if version > _VERSION:
        raise Fatal(f"{path} was made by a newer Troupe (version {version}): update Troupe")
