"""dag-pb: the nodes that UnixFS files and directories are made of.

The format is https://ipld.io/specs/codecs/dag-pb/spec/: a protobuf message with its links before
its data. Written in the one canonical form; read from strangers, so anything else is refused.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from oracle.errors import Permanent
from oracle.ipfs.cid import Cid

_MOST = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Link:
    """A child: its CID, its name in a directory (bytes of UTF-8; empty in a file), its size.

    `size` is that of all the blocks under it, in bytes, with repetitions: a hint, never trusted.
    """

    cid: Cid
    size: int
    name: bytes = b""


@dataclass(frozen=True, slots=True)
class Node:
    """Links and the data that says what they mean."""

    links: tuple[Link, ...]
    data: bytes


def encode_node(links: Sequence[Link], data: bytes) -> bytes:
    """The node's canonical bytes; sort the links by name before, as the format asks."""
    parts = [_field(2, _encode_link(link)) for link in links]
    return b"".join(parts) + _field(1, data)


def decode_node(block: bytes) -> Node:
    """What `encode_node` wrote. Raises `Permanent` for anything but a well-formed node."""
    links, data = list[Link](), None
    for number, value in fields(block):
        if not isinstance(value, bytes) or data is not None:
            raise Permanent("a dag-pb node is malformed: refuse it")
        if number == 2:
            links.append(_decode_link(value))
        elif number == 1:
            data = value
        else:
            raise Permanent(f"a dag-pb node has an unknown field {number}: refuse it")
    return Node(tuple(links), data or b"")


def fields(message: bytes) -> Iterator[tuple[int, bytes | int]]:
    """A protobuf message's fields in order: numbers, or bytes that fit in it.

    Raises `Permanent` where it is cut off or holds another wire type.
    """
    at = 0
    while at < len(message):
        tag, at = read_varint(message, at)
        number, kind = tag >> 3, tag & 7
        value, at = read_varint(message, at)
        if kind == 0:
            yield number, value
        elif kind == 2 and at + value <= len(message):
            yield number, message[at : at + value]
            at += value
        else:
            raise Permanent("a protobuf message is cut off or malformed: refuse it")


def varint(number: int) -> bytes:
    """An unsigned number as a protobuf varint (LEB128)."""
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)
    return bytes(out)


def read_varint(data: bytes, at: int) -> tuple[int, int]:
    """The varint at `at`, and where it ends.

    Raises `Permanent` where it is cut off, over 63 bits, or longer than it need be.
    """
    number = shift = 0
    while at < len(data) and shift < 63:
        byte = data[at]
        at += 1
        number |= (byte & 0x7F) << shift
        if byte < 0x80:
            if byte == 0 and shift:
                break
            return number, at
        shift += 7
    raise Permanent("a varint is cut off, too large or not minimal: refuse it")


def _encode_link(link: Link) -> bytes:
    return _field(1, bytes(link.cid)) + _field(2, link.name) + _number(3, link.size)


def _decode_link(message: bytes) -> Link:
    """Its three fields, each at most once and in their order."""
    found: dict[int, bytes | int] = {}
    for number, value in fields(message):
        if number not in (1, 2, 3) or any(number <= other for other in found):
            raise Permanent("a dag-pb link's fields are out of order or unknown: refuse it")
        found[number] = value
    cid, name, size = found.get(1), found.get(2, b""), found.get(3, 0)
    if not (isinstance(cid, bytes) and isinstance(name, bytes) and isinstance(size, int)):
        raise Permanent("a dag-pb link is malformed: refuse it")
    try:
        return Link(Cid.from_bytes(cid), min(size, _MOST), name)
    except ValueError as error:
        raise Permanent(f"a dag-pb link names a block that can't be read: {error}") from error


def _field(number: int, value: bytes) -> bytes:
    return varint(number << 3 | 2) + varint(len(value)) + value


def _number(number: int, value: int) -> bytes:
    return varint(number << 3) + varint(value)
