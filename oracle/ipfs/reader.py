"""Files and directories read back from blocks, each of which strangers may have made.

`Fetch` gives a block that is checked against its CID. What is read here is bounded all the same:
a node may lie about sizes, name files `..`, or link the same block a million times.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate

from oracle.errors import Permanent
from oracle.ipfs.cid import RAW, Cid
from oracle.ipfs.dagpb import Link, Node, decode_node
from oracle.ipfs.importer import Block, is_name
from oracle.ipfs.unixfs import FilePart, decode_unixfs

Fetch = Callable[[Cid], bytes]
MOST_FILE_BYTES = 64 * 1024**3
MOST_DEPTH = 32


def read_file(
    fetch: Fetch, root: Cid, most: int = MOST_FILE_BYTES, start: int = 0, stop: int | None = None
) -> Iterator[bytes]:
    """The bytes of a file, or those from `start` to before `stop`, in pieces of a block's size.

    Memory stays flat, and no block is fetched that holds none of these bytes.
    Raises `Permanent` where it is no file, over `most` bytes, or its nodes contradict one another;
    what `fetch` raises where a block is missing.
    """
    todo: list[tuple[Cid, int | None, int, int]] = [(root, None, 0, 0)]
    while todo:
        cid, expected, depth, at = todo.pop()
        if (stop is not None and at >= stop) or (expected is not None and at + expected <= start):
            continue
        part, links = _part(fetch, cid)
        if expected is None and part.size > most:
            raise Permanent(f"{root} holds {part.size} bytes, over {most}: refuse it")
        if expected is not None and part.size != expected:
            raise Permanent(f"{cid} holds {part.size} bytes where {expected} are due: refuse it")
        if links and (depth == MOST_DEPTH or 0 in part.sizes):
            raise Permanent(f"{root} is nested too deep or has empty parts: refuse it")
        yield part.data[max(0, start - at) : None if stop is None else max(0, stop - at)]
        places = accumulate(part.sizes, initial=at + len(part.data))
        below = [
            (link.cid, size, depth + 1, place)
            for link, size, place in zip(links, part.sizes, places, strict=False)
        ]
        todo.extend(reversed(below))


def file_size(fetch: Fetch, root: Cid) -> int:
    """How many bytes a file has, as its root says. Raises as `read_file`."""
    return _part(fetch, root)[0].size


def list_directory(fetch: Fetch, cid: Cid) -> dict[str, Link] | None:
    """The entries of a directory by name; None where it is a file.

    Raises `Permanent` where the node can't be read, or a name is none or there twice.
    """
    if cid.codec == RAW:
        return None
    node = decode_node(fetch(cid))
    if decode_unixfs(node.data) is not None:
        return None
    entries = dict[str, Link]()
    for link in node.links:
        if not is_name(link.name) or link.name.decode() in entries:
            raise Permanent(f"{cid} has an entry whose name is unsafe or there twice: refuse it")
        entries[link.name.decode()] = link
    return entries


def walk(fetch: Fetch, roots: Sequence[Cid]) -> Iterator[Block]:
    """Each block under the roots once, parents before children, in the order of the links.

    Raises `Permanent` for a malformed node, and what `fetch` raises.
    """
    seen, todo = set[Cid](), list(reversed(roots))
    while todo:
        cid = todo.pop()
        if cid in seen:
            continue
        seen.add(cid)
        block = Block(cid, fetch(cid))
        yield block
        todo.extend(reversed(links_of(block)))


def links_of(block: Block) -> list[Cid]:
    """The blocks that a block names. Raises `Permanent` for a malformed node."""
    return [] if block.cid.codec == RAW else [link.cid for link in decode_node(block.data).links]


def link_to(block: Block) -> Link:
    """What a directory's entry says of a root: the bytes of all its blocks."""
    below = () if block.cid.codec == RAW else decode_node(block.data).links
    return Link(block.cid, len(block.data) + sum(link.size for link in below))


def _part(fetch: Fetch, cid: Cid) -> tuple[FilePart, tuple[Link, ...]]:
    data = fetch(cid)
    if cid.codec == RAW:
        return FilePart(data, ()), ()
    node: Node = decode_node(data)
    part = decode_unixfs(node.data)
    if part is None:
        raise Permanent(f"{cid} is a directory: name a file in it")
    if len(part.sizes) != len(node.links):
        raise Permanent(f"{cid} has {len(node.links)} links and {len(part.sizes)} sizes: refuse it")
    return part, node.links
