"""CAR version 1: blocks in a file, to carry them between stores (https://ipld.io/specs/transport/car/carv1/).

A header in dag-cbor names the roots; it has one form only, which is written and read here by hand.
Then each block follows as a length, its CID and its bytes.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO

from oracle.errors import Permanent
from oracle.ipfs.cid import Cid
from oracle.ipfs.dagpb import read_varint, varint
from oracle.ipfs.importer import Block

MOST_BLOCK_BYTES = 2 * 1024**2
MOST_ROOTS = 10_000
_MOST_HEADER_BYTES = 64 * MOST_ROOTS
_CUT_OFF = "the CAR file is cut off: copy it again"


def write_car(roots: Sequence[Cid], blocks: Iterable[Block]) -> Iterator[bytes]:
    """The bytes of a CAR file in pieces: its header, then one for each block.

    Raises `Permanent` over `MOST_ROOTS`.
    """
    if len(roots) > MOST_ROOTS:
        raise Permanent(f"{len(roots)} roots are over {MOST_ROOTS}: use several CAR files")
    yield _section(_header(roots))
    for block in blocks:
        yield _section(bytes(block.cid) + block.data)


def read_car(file: BinaryIO) -> tuple[tuple[Cid, ...], Iterator[Block]]:
    """The roots and, as they are read, the blocks of a CAR file; each is checked against its CID.

    Raises `Permanent` where it is cut off or corrupt, of another version, or over the bounds; the
    iterator does so at the first block that is wrong.
    """
    header = _read_section(file, _MOST_HEADER_BYTES)
    if header is None:
        raise Permanent("the CAR file is empty")
    return _roots(header), _read_blocks(file)


def _read_blocks(file: BinaryIO) -> Iterator[Block]:
    while (section := _read_section(file, MOST_BLOCK_BYTES + 64)) is not None:
        size = 34 if section[:2] == b"\x12\x20" else 36
        try:
            cid = Cid.from_bytes(section[:size])
        except ValueError as error:
            raise Permanent(f"the CAR file has a block that can't be kept: {error}") from error
        data = section[size:]
        if Cid.of(cid.codec, data) != cid:
            raise Permanent(f"the CAR file has other bytes for {cid}: get it elsewhere")
        if len(data) > MOST_BLOCK_BYTES:
            raise Permanent(f"{cid} is over {MOST_BLOCK_BYTES} bytes: add its file again")
        yield Block(cid, data)


def _section(data: bytes) -> bytes:
    return varint(len(data)) + data


def _read_section(file: BinaryIO, most: int) -> bytes | None:
    """The next section, None at the end."""
    length = file.read(1)
    if not length:
        return None
    while length[-1] & 0x80 and len(length) < 10:
        length += _read(file, 1)
    size, _ = read_varint(length, 0)
    if size > most:
        raise Permanent(f"the CAR file has a section of {size} bytes, over {most}: refuse it")
    return _read(file, size)


def _read(file: BinaryIO, size: int) -> bytes:
    parts, left = list[bytes](), size
    while left and (part := file.read(left)):
        parts.append(part)
        left -= len(part)
    if left:
        raise Permanent(_CUT_OFF)
    return b"".join(parts)


def _header(roots: Sequence[Cid]) -> bytes:
    """{"roots": [links], "version": 1}; a link is tag 42 on a zero byte and the CID."""
    links = b"".join(_LINK + bytes(root) for root in roots)
    return b"\xa2\x65roots" + _array(len(roots)) + links + _VERSION


_LINK = b"\xd8\x2a\x58\x25\x00"
_VERSION = b"\x67version\x01"


def _array(length: int) -> bytes:
    """The head of a CBOR array, in its shortest form."""
    if length < 24:
        return bytes([0x80 | length])
    return b"\x98" + bytes([length]) if length < 256 else b"\x99" + length.to_bytes(2, "big")


def _roots(header: bytes) -> tuple[Cid, ...]:
    """What `_header` was made of; whatever does not come out the same again is refused."""
    start = header.find(_LINK)
    found = header[start : -len(_VERSION)] if start >= 0 else b""
    step = len(_LINK) + 36
    try:
        parts = [found[at + len(_LINK) : at + step] for at in range(0, len(found), step)]
        roots = tuple(Cid.from_bytes(part) for part in parts)
    except ValueError as error:
        raise Permanent(f"the CAR file has a root that can't be read: {error}") from error
    if len(roots) > MOST_ROOTS or _header(roots) != header:
        raise Permanent("the file is no CAR of version 1: export it as one")
    return roots
