"""One ordered pass over the logs of all the contracts, down to a depth, that sees reorgs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from web3 import Web3

from oracle.chain.endpoints import wrong_chain
from oracle.chain.events import Abi, ChainEvent, EventDecoder
from oracle.chain.logs import Log, LogReader
from oracle.chain.node import (
    Depth,
    Header,
    chain_id_of,
    header_at,
    headers_at,
    newest_at,
    one_node,
)
from oracle.errors import Fatal, Transient


class BlockRef(Protocol):
    """A block that a consumer remembers."""

    @property
    def number(self) -> int: ...
    @property
    def hash(self) -> str: ...


@dataclass(frozen=True)
class Batch:
    """All the events after the last remembered block up to `cursor`, in chain order.

    `headers` are those of the blocks with events and of the cursor, ascending. In the first batch
    the block before it comes first, so that a reorg of the first blocks finds its fork too.
    `complete` is whether nothing newer was deep enough when it was asked for.
    """

    events: tuple[ChainEvent, ...]
    headers: tuple[Header, ...]
    complete: bool

    @property
    def cursor(self) -> Header:
        """The last block that was read."""
        return self.headers[-1]


@dataclass(frozen=True)
class Reorg:
    """The last remembered block is no longer on the chain.

    `fork` is the newest remembered one that still is: forget all that came after it. None: none
    of them is.
    """

    fork: Header | None


class Scanner:
    """Reads what is new on a chain, one step at a time; the consumer remembers how far.

    `contracts` maps addresses to ABIs, `depth` says how deep blocks must lie, `start_block` is the
    first one of interest, `max_range` the most blocks asked for at once. A node that refuses a
    range is asked for half of it, down to one block.
    """

    def __init__(
        self,
        w3: Web3,
        chain_id: int,
        genesis_hash: str,
        contracts: Mapping[str, Abi],
        *,
        depth: Depth = "finalized",
        start_block: int = 0,
        max_range: int = 2_000,
    ) -> None:
        self.chain_id, self.genesis_hash = chain_id, genesis_hash
        self._w3, self._depth = w3, depth
        self._before = max(start_block, 1) - 1  # the genesis block has no logs
        self._decoder = EventDecoder()
        self._logs = LogReader(w3, max_range)
        self._checked = False
        for address, abi in contracts.items():
            self.watch(address, abi)

    def watch(self, address: str, abi: Abi) -> None:
        """Read one more contract from the next step on.

        A batch that tells of a new contract (one made by a factory) holds none of its events: watch
        it, and take the same step again before anything of the batch is stored.
        """
        self._decoder.add(address, abi)

    def check(self) -> None:
        """That the node is on our chain. Raises `Fatal` if it is not."""
        wrong = wrong_chain(self, chain_id_of(self._w3), header_at(self._w3, 0).hash)
        if wrong:
            raise Fatal(f"the node {wrong}")
        self._checked = True

    def step(self, recent: Sequence[BlockRef]) -> Batch | Reorg | None:
        """What comes next after the last of `recent`, the remembered blocks in ascending order.

        With none, reading starts at `start_block`. Returns None where there is nothing new yet.
        Nothing changes here: a step not stored comes again. Raises `Transient` where the node
        fails, lags or changes its mind, `Fatal` on another chain or with another ABI.
        """
        with one_node(self._w3):
            if not self._checked:
                self.check()
            head = newest_at(self._w3, self._depth)
            if not recent:
                return self._start(head)
            if head.number > recent[-1].number and (batch := self._read(recent[-1], head)):
                return batch
            return self._look_back([block for block in recent if block.number <= head.number])

    def _start(self, head: Header) -> Batch | None:
        if head.number <= self._before:
            return None
        before = header_at(self._w3, self._before)
        batch = self._read(before, head)
        if batch is None:
            raise Transient("the chain changed while it was read")
        return replace(batch, headers=(before, *batch.headers))

    def _read(self, since: BlockRef, head: Header) -> Batch | None:
        """The batch after `since`; None if the next block has another parent.

        The last header is read first and last, so all that lies between is of one chain.
        """
        end, logs = self._logs.read(self._decoder.addresses, since.number + 1, head)
        numbers = sorted({since.number + 1, *(log.block_number for log in logs), end.number})
        headers = {header.number: header for header in headers_at(self._w3, numbers)}
        if headers[since.number + 1].parent_hash != since.hash:
            return None
        if headers[end.number] != end:
            raise Transient("the chain changed while it was read")
        events = [self._decode(log, headers[log.block_number]) for log in logs]
        kept = {end.number, *(log.block_number for log in logs)}
        return Batch(
            tuple(event for event in events if event),
            tuple(headers[number] for number in sorted(kept)),
            complete=end.number == head.number,
        )

    def _decode(self, log: Log, header: Header) -> ChainEvent | None:
        if log.block_hash != header.hash:
            raise Transient(f"the node's logs of block {log.block_number} are not of its block")
        return self._decoder.decode(log, header)

    def _look_back(self, known: Sequence[BlockRef]) -> Reorg | None:
        """None while the newest known block is on the chain."""
        for block in reversed(known):
            header = header_at(self._w3, block.number)
            if header.hash == block.hash:
                return None if block is known[-1] else Reorg(header)
        return Reorg(None) if known else None
