"""UnixFS: what the data of a dag-pb node says (https://specs.ipfs.tech/unixfs/).

Read: files, raw leaves, and directories in one node. Refused: symlinks, sharded directories
(HAMT), metadata, and whatever else there is.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from oracle.errors import Permanent
from oracle.ipfs.dagpb import fields, varint

_RAW, _DIRECTORY, _FILE = 0, 1, 2
_KINDS = {3: "metadata", 4: "a symlink", 5: "a sharded directory (HAMT)"}


@dataclass(frozen=True, slots=True)
class FilePart:
    """`data`, then what the links hold, of `sizes` bytes each; `size` bytes in all."""

    data: bytes
    sizes: tuple[int, ...]

    @property
    def size(self) -> int:
        """How many bytes of the file are under this node."""
        return len(self.data) + sum(self.sizes)


DIRECTORY = b"\x08\x01"
"""The data of a directory's node."""


def encode_file(sizes: Sequence[int]) -> bytes:
    """The data of a file's node whose links hold `sizes` bytes each."""
    parts = [b"\x08\x02\x18" + varint(sum(sizes))]
    return b"".join(parts + [b"\x20" + varint(size) for size in sizes])


def decode_unixfs(data: bytes) -> FilePart | None:
    """A part of a file, or None for a directory.

    Raises `Permanent` for other kinds, and where the sizes contradict one another.
    """
    kind, content, declared, sizes = None, b"", None, list[int]()
    for number, value in fields(data):
        match number, value:
            case 1, int() if kind is None:
                kind = value
            case 2, bytes() if not content:
                content = value
            case 3, int() if declared is None:
                declared = value
            case 4, int():
                sizes.append(value)
            case (7, int()) | (8, bytes()):
                pass  # mode and time of the last change: not ours to restore
            case _:
                raise Permanent("a UnixFS node is malformed: refuse it")
    if kind == _DIRECTORY:
        return None
    if kind not in (_RAW, _FILE):
        raise Permanent(f"{_KINDS.get(kind or 0, 'an unknown UnixFS node')} can't be read here")
    part = FilePart(content, tuple(sizes))
    if declared is not None and declared != part.size:
        raise Permanent("a file's node declares another size than its parts have: refuse it")
    return part
