"""What is read from a node: block headers, and its errors as ours."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal

from web3 import Web3
from web3.exceptions import Web3Exception

from oracle.chain.endpoint import Endpoint
from oracle.chain.endpoints import Chain, Endpoints
from oracle.chain.wire import RefusedError, ask, ask_all, digest, fields, quantity
from oracle.errors import Transient
from oracle.printable import one_line

Depth = Literal["finalized"] | int
"""How deep a block must lie to be relied on: finalized, or under that many blocks (0: the head)."""


@dataclass(frozen=True, slots=True)
class Header:
    """A block's number, hash and parent hash (``0x…``), and Unix timestamp."""

    number: int
    hash: str
    parent_hash: str
    timestamp: int


def connect(
    url: object,
    fallbacks: Iterable[object] = (),
    *,
    seconds: float = 20,
    chain: Chain | None = None,
) -> Web3:
    """A node at an HTTP URL, or at a fallback where that fails; see `Endpoints`.

    A request that takes longer than `seconds` fails. With `chain` given, endpoints on another one
    are never used.
    """
    return Web3(Endpoints([str(url), *map(str, fallbacks)], seconds, chain))


def troubled(w3: Web3) -> list[Endpoint]:
    """The endpoints of a node that do not answer, or are on another chain; all are asked."""
    provider = w3.provider
    return provider.troubled() if isinstance(provider, Endpoints) else []


@contextmanager
def one_node(w3: Web3) -> Iterator[None]:
    """Inside, all reads are of one node, so that none is older than what was read before.

    Where it fails halfway, no fallback goes on with the rest: `Transient`.
    """
    provider = w3.provider
    if not isinstance(provider, Endpoints):
        yield
        return
    with provider.one():
        yield


def prove_chain(w3: Web3) -> None:
    """See again that the node is on our chain, before something rests on its answers for good.

    Raises `Transient` where it can't be asked, or is on another, `Fatal` where all are.
    """
    if isinstance(w3.provider, Endpoints):
        w3.provider.prove()


@contextmanager
def node_errors() -> Iterator[None]:
    """Turn whatever a node does wrong into `Transient`."""
    try:
        yield
    except (Web3Exception, LookupError, TypeError, ValueError, AttributeError) as error:
        said = one_line(str(error), 500)
        raise Transient(f"the node gave no usable answer: {said}") from error


def chain_id_of(w3: Web3) -> int:
    """The id of the chain that a node is on. Raises `Transient`."""
    return quantity(ask(w3, "eth_chainId"))


def find_header(w3: Web3, block: int | str) -> Header | None:
    """A block's header by number or tag; None where the node has no such block.

    Raises `Transient`.
    """
    return _header(block, ask(w3, "eth_getBlockByNumber", _named(block), False))


def header_at(w3: Web3, block: int | str) -> Header:
    """A block's header. Raises `Transient`, also where the node has no such block."""
    return _present(block, find_header(w3, block))


def headers_at(w3: Web3, numbers: Iterable[int]) -> list[Header]:
    """The headers of many blocks. Raises `Transient` as `header_at` does."""
    asked = list(numbers)
    found = ask_all(w3, "eth_getBlockByNumber", [[hex(number), False] for number in asked])
    pairs = zip(asked, found, strict=True)
    return [_present(number, _header(number, answer)) for number, answer in pairs]


def newest_at(w3: Web3, depth: Depth) -> Header:
    """The newest block that lies at that depth. Raises `Transient`."""
    if depth == "finalized":
        return _finalized(w3)
    head = header_at(w3, "latest")
    return header_at(w3, max(0, head.number - depth)) if depth else head


def hex_of(data: bytes) -> str:
    """Bytes as ``0x`` and lower-case hex digits."""
    return "0x" + bytes(data).hex()


def _finalized(w3: Web3) -> Header:
    try:
        found = find_header(w3, "finalized")
    except RefusedError as error:
        raise _no_finality(error.answer) from None
    if found is None:
        raise _no_finality("null")
    return found


def _no_finality(answer: str) -> Transient:
    return Transient(
        f"the node names no finalized block ({answer[:200]}): wait if it still syncs; if its chain "
        "has no finality, set TROUPE_DEPTH to a number of confirmations"
    )


def _named(block: int | str) -> str:
    return hex(block) if isinstance(block, int) else block


def _header(block: int | str, answer: object) -> Header | None:
    if answer is None:
        return None
    found = fields(answer, "block")
    header = Header(
        number=quantity(found.get("number")),
        hash=digest(found.get("hash")),
        parent_hash=digest(found.get("parentHash")),
        timestamp=quantity(found.get("timestamp")),
    )
    if isinstance(block, int) and header.number != block:
        raise Transient(f"the node gave block {header.number} for block {block}")
    return header


def _present(block: int | str, header: Header | None) -> Header:
    if header is None:
        raise Transient(f"the node has no block {block!r} yet, or no more")
    return header
