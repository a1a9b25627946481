"""What the block store holds, looked up by CID and path."""

from collections.abc import Iterator
from dataclasses import dataclass

from starlette.exceptions import HTTPException

from frontend_api.files.kinds import HEAD_BYTES, OCTETS, kind_of
from oracle.errors import Missing, Permanent
from oracle.ipfs.cid import Cid
from oracle.ipfs.embedded import EmbeddedStore
from oracle.ipfs.reader import MOST_DEPTH, file_size, list_directory, read_file

MOST_BYTES = 4 * 1024**3
_SPARE_BLOCKS, _LEAST_OF_A_BLOCK = 128, 256


@dataclass(frozen=True)
class Held:
    """A file or folder that is here; `kept` says for good, or waiting to be named on chain."""

    cid: Cid
    name: str
    kept: bool


def find(blocks: EmbeddedStore, cid: str, path: str) -> Held:
    """What a CID, or a path in its folder, leads to. Raises 400, 404 and 422."""
    try:
        root = Cid.parse(cid)
    except ValueError as error:
        raise HTTPException(400, str(error)) from None
    at, name, names = root, "", [part for part in path.split("/") if part]
    if len(names) > MOST_DEPTH:
        raise HTTPException(422, f"a path has at most {MOST_DEPTH} names: begin at a later folder")
    for name in names:
        entry = (directory(blocks, at) or {}).get(name)
        if entry is None:
            raise HTTPException(404, "there is no such file in the folder")
        at = entry
    return Held(at, name, blocks.is_kept(root))


def directory(blocks: EmbeddedStore, cid: Cid) -> dict[str, Cid] | None:
    """What a folder holds, by name; None for a file. Raises 404 and 422."""
    try:
        found = list_directory(blocks.block, cid)
    except Missing:
        raise missing() from None
    except Permanent as error:
        raise HTTPException(422, str(error)) from None
    return None if found is None else {name: link.cid for name, link in found.items()}


def measure(blocks: EmbeddedStore, cid: Cid) -> tuple[int, str]:
    """A file's size in bytes and its media type, by its bytes. Raises 404 and 422."""
    try:
        size = file_size(blocks.block, cid)
        if size > MOST_BYTES:
            raise Permanent(f"{cid} holds {size} bytes, over {MOST_BYTES}: take it with format=car")
        head = b"".join(pieces(blocks, cid, 0, HEAD_BYTES))
        tail = b"".join(pieces(blocks, cid, max(0, size - 1), size))
    except Missing:
        raise missing() from None
    except Permanent as error:
        raise HTTPException(422, str(error)) from None
    return size, kind_of(head, tail) if size else OCTETS


def pieces(blocks: EmbeddedStore, cid: Cid, start: int, stop: int) -> Iterator[bytes]:
    """A file's bytes from `start` to before `stop`. Raises `Missing`, and `Permanent`.

    Strangers make the nodes: one whose parts hold next to nothing would have a million blocks read
    and checked for a few bytes, so that it is refused.
    """
    fetched = told = 0

    def fetch(part: Cid) -> bytes:
        nonlocal fetched
        fetched += 1
        if fetched > _SPARE_BLOCKS + told // _LEAST_OF_A_BLOCK:
            raise Permanent(f"{cid} is in parts too small to be read here: take it with format=car")
        return blocks.block(part)

    for piece in read_file(fetch, cid, MOST_BYTES, start, stop):
        told += len(piece)
        yield piece


def missing() -> HTTPException:
    """What to say where a block is not here."""
    return HTTPException(404, "it is not in the block store: ask a gateway")
