"""The chain's clock, which moves only when a test says so."""

from typing import Any


class Clock:
    """Block time in Unix seconds."""

    def __init__(self, chain: Any) -> None:
        self._chain = chain

    def now(self) -> int:
        """The time of the latest block."""
        return int(self._chain.blocks.head.timestamp)

    def height(self) -> int:
        """The number of the latest block."""
        return int(self._chain.blocks.height)

    def mine(self, blocks: int) -> None:
        """Mine that many empty blocks."""
        self._chain.mine(blocks)

    def move_to(self, time: int) -> None:
        """Mine an empty block at `time`, so that calls see exactly that time."""
        self._chain.mine(timestamp=time)

    def next_block_at(self, time: int) -> None:
        """Let the next transaction's block have exactly that time."""
        self._chain.pending_timestamp = time
