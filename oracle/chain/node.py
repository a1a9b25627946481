"""What is read from a node: block headers, and its errors as ours."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal

from requests import RequestException
from web3 import HTTPProvider, Web3
from web3.exceptions import BlockNotFound, Web3Exception
from web3.types import BlockIdentifier

from oracle.errors import Transient

Depth = Literal["finalized"] | int
"""How deep a block must lie to be relied on: finalized, or under that many blocks (0: the head)."""


@dataclass(frozen=True)
class Header:
    """A block's number, hash and parent hash (``0x…``), and Unix timestamp."""

    number: int
    hash: str
    parent_hash: str
    timestamp: int


def connect(url: str, seconds: float = 20) -> Web3:
    """A node at an HTTP URL; a call that takes longer than `seconds` fails, and none is retried."""
    return Web3(
        HTTPProvider(url, request_kwargs={"timeout": seconds}, exception_retry_configuration=None)
    )


@contextmanager
def node_errors() -> Iterator[None]:
    """Turn whatever a node does wrong into `Transient`. URLs, which may hold a key, stay out."""
    try:
        yield
    except RequestException as error:
        raise Transient(f"the node can't be reached ({type(error).__name__})") from None
    except (Web3Exception, KeyError, TypeError, ValueError) as error:
        raise Transient(f"the node gave no usable answer: {error}") from error


def find_header(w3: Web3, block: BlockIdentifier) -> Header | None:
    """A block's header; None where the node has no such block. Raises `Transient`."""
    with node_errors():
        try:
            found = w3.eth.get_block(block)
        except BlockNotFound:
            return None
        return Header(
            number=int(found["number"]),
            hash=hex_of(found["hash"]),
            parent_hash=hex_of(found["parentHash"]),
            timestamp=int(found["timestamp"]),
        )


def header_at(w3: Web3, block: BlockIdentifier) -> Header:
    """A block's header. Raises `Transient`, also where the node has no such block."""
    header = find_header(w3, block)
    if header is None:
        raise Transient(f"the node has no block {block!r} yet, or no more")
    return header


def newest_at(w3: Web3, depth: Depth) -> Header:
    """The newest block that lies at that depth. Raises `Transient`."""
    if depth == "finalized":
        return header_at(w3, "finalized")
    head = header_at(w3, "latest")
    return header_at(w3, max(0, head.number - depth)) if depth else head


def hex_of(data: bytes) -> str:
    """Bytes as ``0x`` and lower-case hex digits."""
    return "0x" + bytes(data).hex()
