"""Files and nodes for tests, and a plain store to read them from."""

import io
from collections.abc import Iterable
from hashlib import sha256

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms

from oracle.errors import Missing
from oracle.ipfs.cid import DAG_PB, Cid
from oracle.ipfs.dagpb import Link, encode_node
from oracle.ipfs.importer import Block, file_blocks


def bytes_of(seed: str, size: int) -> bytes:
    """The first `size` bytes of the ChaCha20 key stream that Kubo's own tests use."""
    cipher = Cipher(algorithms.ChaCha20(sha256(seed.encode()).digest(), bytes(16)), mode=None)
    return cipher.encryptor().update(bytes(size))


def blocks_of(data: bytes, chunk_bytes: int = 4, most_links: int = 3) -> list[Block]:
    """A file's blocks, its root last; by default so small that little data makes a deep tree."""
    return list(file_blocks(io.BytesIO(data), chunk_bytes, most_links))


def node(data: bytes, links: Iterable[Link] = ()) -> Block:
    """A dag-pb node with any data."""
    encoded = encode_node(list(links), data)
    return Block(Cid.of(DAG_PB, encoded), encoded)


class Blocks(dict[Cid, bytes]):
    """Blocks by CID; `fetch` is what readers take."""

    def __init__(self, blocks: Iterable[Block]) -> None:
        super().__init__({block.cid: block.data for block in blocks})

    def fetch(self, cid: Cid) -> bytes:
        if cid not in self:
            raise Missing(str(cid))
        return self[cid]
