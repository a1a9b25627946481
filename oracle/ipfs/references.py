"""Which blocks refer to which, and so what may go: the embedded store's garbage collection.

A block that is not in the table `expiring` is pinned, with all that is under it. What expires goes
at its time, unless a block that stays refers to it, directly or through others.
"""

import sqlite3
from collections.abc import Iterable, Sequence

from oracle.ipfs.cid import DAG_PB, Cid
from oracle.ipfs.importer import Block
from oracle.ipfs.reader import links_of

_UNDER = """
WITH RECURSIVE under (digest, codec) AS (
    VALUES (:digest, :codec)
    UNION
    SELECT child, links.codec FROM under JOIN links ON parent = under.digest
    WHERE under.codec = 0x70  -- dag-pb
)
"""
_ALL = _UNDER + "SELECT DISTINCT digest FROM under"  # noqa: S608 - constants
_MISSING = _UNDER + (  # noqa: S608 - constants
    "SELECT codec, digest FROM under WHERE digest NOT IN (SELECT digest FROM blocks) LIMIT 1"
)
_LEAVES = _UNDER + (  # noqa: S608 - constants
    "SELECT digest, CAST(data AS BLOB) FROM under JOIN blocks USING (digest) "
    "WHERE codec = 0x70 AND NOT EXISTS (SELECT 1 FROM links WHERE parent = digest)"
)
PINNED = """
SELECT CASE WHEN digest IN (SELECT parent FROM links) THEN 0x70 ELSE 0x55 END, digest FROM blocks
WHERE digest NOT IN (SELECT digest FROM expiring) AND digest NOT IN (SELECT child FROM links)
ORDER BY digest
"""
KEPT = """
SELECT 1 FROM blocks WHERE digest = ? AND digest NOT IN (SELECT digest FROM expiring)
"""
_GARBAGE = """
WITH RECURSIVE expired AS (SELECT digest FROM expiring WHERE expires_at <= :now),
held (digest) AS (
    SELECT child FROM expired JOIN links ON child = digest
    WHERE parent NOT IN (SELECT digest FROM expired)
    UNION
    SELECT child FROM held JOIN links ON parent = digest
)
SELECT digest FROM expired WHERE digest NOT IN (SELECT digest FROM held)
"""


def link(cursor: sqlite3.Cursor, parent: bytes, children: Iterable[Cid]) -> None:
    """Record what a block refers to."""
    rows = [(parent, child.hash, child.codec) for child in children]
    cursor.executemany("INSERT OR IGNORE INTO links VALUES (?, ?, ?)", rows)


def under(cursor: sqlite3.Cursor, root: Cid) -> tuple[list[bytes], Cid | None]:
    """The hashes of a block and of all that is under it, and one of them that is missing.

    Raises `Permanent` where a node is malformed.
    """
    given: dict[str, bytes | int] = {"digest": root.hash, "codec": root.codec}
    while _link_leaves(cursor, given):
        pass
    missing = cursor.execute(_MISSING, given).fetchone()
    return [row[0] for row in cursor.execute(_ALL, given)], Cid(*missing) if missing else None


def keep(cursor: sqlite3.Cursor, hashes: Sequence[bytes]) -> None:
    """Let these blocks never expire."""
    cursor.executemany("DELETE FROM expiring WHERE digest = ?", [(key,) for key in hashes])


def collect(cursor: sqlite3.Cursor, now: int) -> int:
    """Delete what has expired by `now` and no block that stays refers to; how many."""
    garbage = cursor.execute(_GARBAGE, {"now": now}).fetchall()
    for table, column in (("blocks", "digest"), ("expiring", "digest"), ("links", "parent")):
        cursor.executemany(f"DELETE FROM {table} WHERE {column} = ?", garbage)  # noqa: S608
    return len(garbage)


def _link_leaves(cursor: sqlite3.Cursor, given: dict[str, bytes | int]) -> int:
    """Nodes may have come as documents, whose links nobody recorded: do it; how many had some."""
    found = 0
    for digest, data in cursor.execute(_LEAVES, given).fetchall():
        links = links_of(Block(Cid(DAG_PB, digest), data))
        link(cursor, digest, links)
        found += bool(links)
    return found
