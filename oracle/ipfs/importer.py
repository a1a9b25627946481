"""Files and directories made into blocks, by profile unixfs-v1-2025.

CIDv1, sha2-256, raw leaves, chunks of 1 MiB, at most 1,024 links a node, balanced: whoever adds
the same bytes by this profile gets the same CID, Kubo included.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO

from oracle.errors import Permanent
from oracle.ipfs.cid import DAG_PB, RAW, Cid
from oracle.ipfs.dagpb import Link, encode_node
from oracle.ipfs.unixfs import DIRECTORY, encode_file

CHUNK_BYTES = 1024**2
MOST_LINKS = 1024
MOST_DIRECTORY_BYTES = 256 * 1024


@dataclass(frozen=True, slots=True)
class Block:
    """Bytes with the CID that names them."""

    cid: Cid
    data: bytes


@dataclass(frozen=True, slots=True)
class _Part:
    """A subtree: its root, the bytes of its blocks, the bytes of the file that it holds."""

    cid: Cid
    stored: int
    held: int


def file_blocks(
    file: BinaryIO, chunk_bytes: int = CHUNK_BYTES, most_links: int = MOST_LINKS
) -> Iterator[Block]:
    """The blocks of a file, children before parents, its root last; one chunk in memory at a time.

    `file` may give short reads; it ends at the first empty one. Other sizes than the profile's
    give the CIDs of other profiles.
    """
    tree = _Tree(most_links)
    for chunk in _chunks(file, chunk_bytes):
        leaf = Block(Cid.of(RAW, chunk), chunk)
        yield leaf
        yield from tree.append(0, _Part(leaf.cid, len(chunk), len(chunk)))
    yield from tree.close()


def directory_block(entries: Mapping[str, Link]) -> Block:
    """The node of a directory. Raises `Permanent` for names that are none, and where it is large.

    Only the CIDs and the sizes of the links are used.
    """
    links = [Link(link.cid, link.size, _name(name)) for name, link in entries.items()]
    links.sort(key=lambda link: link.name)
    data = encode_node(links, DIRECTORY)
    if len(data) > MOST_DIRECTORY_BYTES:
        raise Permanent(
            f"a directory of {len(links)} entries needs a node over {MOST_DIRECTORY_BYTES} bytes: "
            "nest it, for instance by the first letters of its names"
        )
    return Block(Cid.of(DAG_PB, data), data)


def is_name(name: bytes) -> bool:
    """Whether this can name a file in a directory: UTF-8, no slash, not `.` or `..`."""
    try:
        name.decode()
    except UnicodeDecodeError:
        return False
    unsafe = b"/" in name or b"\0" in name
    return 0 < len(name) <= 255 and name not in (b".", b"..") and not unsafe


def _name(name: str) -> bytes:
    encoded = name.encode(errors="surrogateescape")
    if not is_name(encoded):
        raise Permanent(f"{name[:80]!r} can't be a file's name in IPFS: rename it")
    return encoded


def _chunks(file: BinaryIO, size: int) -> Iterator[bytes]:
    """Pieces of `size` bytes, the last one shorter; of an empty file one empty piece."""
    chunk = _fill(file, size)
    yield chunk
    while len(chunk) == size and (chunk := _fill(file, size)):
        yield chunk


def _fill(file: BinaryIO, size: int) -> bytes:
    chunk = file.read(size)
    while len(chunk) < size and (more := file.read(size - len(chunk))):
        chunk += more
    return chunk


class _Tree:
    """Parts that wait for a parent: the leaves at level 0, above them nodes that are full."""

    def __init__(self, most_links: int) -> None:
        self._most_links = most_links
        self._levels: list[list[_Part]] = [[]]

    def append(self, level: int, part: _Part) -> Iterator[Block]:
        """Put a part at its level; the nodes that have to be made of others for it."""
        if level == len(self._levels):
            self._levels.append([])
        parts = self._levels[level]
        if len(parts) == self._most_links:
            block, parent = _join(parts)
            parts.clear()
            yield block
            yield from self.append(level + 1, parent)
        parts.append(part)

    def close(self) -> Iterator[Block]:
        """The nodes above what is left at each level, up to a single root."""
        level = 0
        while level + 1 < len(self._levels) or len(self._levels[level]) > 1:
            block, parent = _join(self._levels[level])
            yield block
            if level + 1 == len(self._levels):
                return
            yield from self.append(level + 1, parent)
            level += 1


def _join(parts: list[_Part]) -> tuple[Block, _Part]:
    links = [Link(part.cid, part.stored) for part in parts]
    data = encode_node(links, encode_file([part.held for part in parts]))
    cid = Cid.of(DAG_PB, data)
    stored = len(data) + sum(part.stored for part in parts)
    return Block(cid, data), _Part(cid, stored, sum(part.held for part in parts))
