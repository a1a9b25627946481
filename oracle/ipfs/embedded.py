"""Blocks in one SQLite file, which several processes of a machine may share."""

import sqlite3
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Protocol, Self

from oracle.domain import MAX_DOCUMENT_BYTES, digest_of
from oracle.errors import Missing, Permanent, Transient
from oracle.ipfs import references
from oracle.ipfs.blockfile import BlockFile
from oracle.ipfs.car import MOST_BLOCK_BYTES
from oracle.ipfs.cid import RAW, Cid, digest_bytes
from oracle.ipfs.gateway import Gateways
from oracle.ipfs.importer import Block
from oracle.ipfs.reader import links_of

STAGED_S = 24 * 3600
_BATCH_BYTES = 8 * 1024**2
_PUT = """
INSERT INTO blocks VALUES (:digest, :data)
ON CONFLICT (digest) DO UPDATE SET data = excluded.data WHERE data IS NOT excluded.data
"""


class Full(Transient):
    """Blocks that expire take all the room there is for them."""


class Source(Protocol):
    """Somewhere else where blocks may be."""

    def fetch(self, cid: Cid, most: int) -> bytes:
        """The block, checked, of at most `most` bytes. Raises `Missing`, with why."""


class EmbeddedStore:
    """An `oracle.ports.BlockStore` in the file at `path`; safe to share between threads.

    Every block is checked against its digest whenever it is read. One that is missing or damaged
    is asked of the source `near`, then of the `gateways`, each for at most about `seconds`.
    Blocks that expire may take `most_expiring` bytes, where each counts as 4 KiB or more.
    Raises `Fatal` if the file is not such a store.
    """

    def __init__(
        self,
        path: Path,
        gateways: Sequence[object] = (),
        seconds: float = 10,
        most_expiring: int = 512 * 1024**2,
        near: Source | None = None,
    ) -> None:
        self._near = near
        self._most_expiring = most_expiring
        self._file = BlockFile(path)
        self._gateways = Gateways(gateways, seconds)

    def put(self, data: bytes, expires_at: int | None = None) -> str:
        """Keep `data` and return its digest: for good, or until `expires_at` (Unix seconds).

        A block never loses time: the later expiry counts, and a plain `put` makes it permanent.
        Raises `Permanent` over `MAX_DOCUMENT_BYTES`, `Full` where a new block that expires has no
        room.
        """
        if len(data) > MAX_DOCUMENT_BYTES:
            raise Permanent(f"a block of {len(data)} bytes is over {MAX_DOCUMENT_BYTES}: cut it")
        digest = digest_of(data)
        key = digest_bytes(digest)
        with self._file.transaction() as cursor:
            if expires_at is None:
                references.keep(cursor, [key])
            else:
                self._expire(cursor, key, expires_at, _room(data), self._most_expiring)
            cursor.execute(_PUT, {"digest": key, "data": data})
        return digest

    def get(self, digest: str) -> bytes:
        """The document of that digest, checked against it; from elsewhere it is kept for good.

        Raises `Missing` where it is neither here nor elsewhere, another `Transient` where the
        file fails, `ValueError` where `digest` is not one.
        """
        cid = Cid(RAW, digest_bytes(digest))
        data = self._read(cid, MAX_DOCUMENT_BYTES)
        if data is None:
            data = self._fetch(cid, MAX_DOCUMENT_BYTES)
            self.put(data)
        return data

    def block(self, cid: Cid) -> bytes:
        """A block of any kind, checked; from elsewhere it stays a day, or for good once pinned.

        Raises as `get` does, and `Permanent` where it is malformed.
        """
        data = self._read(cid, MOST_BLOCK_BYTES)
        if data is None:
            data = self._fetch(cid, MOST_BLOCK_BYTES)
            self.stage([Block(cid, data)])
        return data

    def stage(self, blocks: Iterable[Block], *, room: int | None = None) -> Cid | None:
        """Keep blocks for a day, in which to pin what they are parts of; the last one's CID.

        They are taken as they come and written some megabytes at a time. With `room` (bytes) they
        count as what expires, which may take that much in all.
        Raises `Permanent` for malformed nodes and `Full`; what came before stays for its day.
        """
        batch, size, last = list[tuple[Block, list[Cid]]](), 0, None
        for block in blocks:
            batch.append((block, links_of(block)))
            size, last = size + len(block.data), block.cid
            if size >= _BATCH_BYTES:
                self._stage(batch, room)
                batch, size = [], 0
        self._stage(batch, room)
        return last

    def pin(self, *roots: Cid) -> None:
        """Keep blocks and all that is under them for good. Raises `Missing` if part of it is."""
        with self._file.transaction() as cursor:
            for root in roots:
                under, missing = references.under(cursor, root)
                if missing is not None:
                    raise Missing(f"{root} can't be pinned, for {missing} is missing: add it first")
                references.keep(cursor, under)

    def is_kept(self, cid: Cid) -> bool:
        """Whether a block is here for good."""
        return bool(self._file.read(references.KEPT, cid.hash))

    def pinned(self) -> list[Cid]:
        """All that is kept for good and is not under something else."""
        return [Cid(*row) for row in self._file.read(references.PINNED)]

    def keep(self, digest: str) -> None:
        """Make a document permanent: it is referenced now. Raises as `get` does."""
        self.put(self.get(digest))

    def collect(self, now: int) -> int:
        """Drop the blocks that have expired by `now` (Unix seconds); how many they were.

        What a block that stays refers to stays too, however far below.
        """
        with self._file.transaction() as cursor:
            return references.collect(cursor, now)

    def close(self) -> None:
        """Close the file and the connections to gateways."""
        self._file.close()
        self._gateways.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _fetch(self, cid: Cid, most: int) -> bytes:
        if self._near is None:
            return self._gateways.fetch(cid, most)
        try:
            return self._near.fetch(cid, most)
        except Transient as near:
            try:
                return self._gateways.fetch(cid, most)
            except Missing as error:
                raise Missing(f"{error}; {near}") from error

    def _stage(self, batch: list[tuple[Block, list[Cid]]], most: int | None) -> None:
        until = int(time.time()) + STAGED_S
        with self._file.transaction() as cursor:
            for block, links in batch:
                key = block.cid.hash
                room = 0 if most is None else _room(block.data)
                self._expire(cursor, key, until, room, most or 0)
                cursor.execute(_PUT, {"digest": key, "data": block.data})
                references.link(cursor, key, links)

    def _expire(self, cursor: sqlite3.Cursor, key: bytes, at: int, room: int, most: int) -> None:
        """See to it that a block is there until `at` at least; called before it is written.

        Raises `Full` where it needs room and all that expires would take over `most` bytes.
        """
        known = cursor.execute("SELECT 1 FROM blocks WHERE digest = ?", (key,)).fetchone()
        if known:
            later = "UPDATE expiring SET expires_at = max(expires_at, ?) WHERE digest = ?"
            cursor.execute(later, (at, key))
            return
        if room:
            (used,) = cursor.execute("SELECT coalesce(sum(room), 0) FROM expiring").fetchone()
            if used + room > most:
                raise Full("too much waits to be named on chain: try again in some hours")
        cursor.execute("INSERT OR REPLACE INTO expiring VALUES (?, ?, ?)", (key, at, room))

    def _read(self, cid: Cid, most: int) -> bytes | None:
        query = "SELECT CAST(data AS BLOB) FROM blocks WHERE digest = ? AND length(data) <= ?"
        rows = self._file.read(query, cid.hash, most)
        data: bytes | None = rows[0][0] if rows else None
        return data if data is not None and Cid.of(cid.codec, data) == cid else None


def _room(data: bytes) -> int:
    """What a block takes of the room for what expires: the file grows by pages of 4 KiB."""
    return max(len(data), 4096)
