"""Logs of many contracts, from nodes that cap how much one may ask for."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from web3 import Web3

from oracle.chain.node import Header, header_at
from oracle.chain.wire import RefusedError, address, ask, data, digest, fields, quantity
from oracle.errors import Transient

MANY = 5_000
"""The most logs that one answer should hold, so that memory stays flat."""
_PATIENCE = 32  # answers in a row before more blocks are tried than a node refused once
_MOST_INDEX = 2**31 - 1
_BLOCKS = re.compile(r"\[(0x[0-9a-f]{1,16}), *(0x[0-9a-f]{1,16})\]")
_NUMBER = re.compile(r"\b[0-9]{1,9}\b")


@dataclass(frozen=True, slots=True)
class Log:
    """A log as the chain has it; `address` with checksum."""

    address: str
    topics: tuple[bytes, ...]
    data: bytes
    block_number: int
    block_hash: str
    tx_hash: str
    log_index: int


class LogReader:
    """Finds out how many blocks to ask for: fewer after a refusal or many logs, then more again."""

    def __init__(self, w3: Web3, max_range: int) -> None:
        self._w3 = w3
        self._range = self._max_range = self._allowed = max_range
        self._answers = 0

    def read(self, addresses: Sequence[str], first: int, head: Header) -> tuple[Header, list[Log]]:
        """The logs of blocks `first` up to at most `head`, in chain order, and the last header.

        Raises `Transient` where the node refuses a single block, or answers something else.
        """
        while True:
            end = self._end(first, head)
            asked = end.number - first + 1
            try:
                answer = ask(self._w3, "eth_getLogs", _filter(addresses, first, end))
            except RefusedError as error:
                if asked == 1:
                    raise
                self._range = self._allowed = _named(error.answer, asked) or asked // 2
                self._answers = 0
            except Transient:  # too much to answer in time, perhaps
                self._range = max(1, asked // 2)
                raise
            else:
                logs = _checked(answer, set(addresses), first, end)
                self._learn(asked, len(logs))
                return end, logs

    def _end(self, first: int, head: Header) -> Header:
        last = first + self._range - 1
        return head if last >= head.number else header_at(self._w3, last)

    def _learn(self, asked: int, found: int) -> None:
        self._answers += 1
        if self._answers >= _PATIENCE:
            self._allowed, self._answers = min(2 * self._allowed, self._max_range), 0
        if 2 * found > MANY:
            self._range = max(1, asked * MANY // (2 * found))
        else:
            self._range = min(2 * self._range, self._allowed)


def _filter(addresses: Sequence[str], first: int, end: Header) -> dict[str, Any]:
    if end.number == first:  # by hash, a node that has not seen the block says so
        return {"address": list(addresses), "blockHash": end.hash}
    return {"address": list(addresses), "fromBlock": hex(first), "toBlock": hex(end.number)}


def _named(answer: str, asked: int) -> int | None:
    """How many blocks a refusal says are allowed: a range it suggests, or a number it names."""
    suggested = [int(last, 16) - int(first, 16) + 1 for first, last in _BLOCKS.findall(answer)]
    named = [int(number) for number in _NUMBER.findall(answer)] if "block" in answer else []
    fitting = [number for number in suggested or named if 0 < number < asked]
    return max(fitting, default=None)


def _checked(answer: object, addresses: set[str], first: int, end: Header) -> list[Log]:
    if not isinstance(answer, list):
        raise Transient("the node gave no usable answer (no list of logs)")
    unique: dict[tuple[int, int], Log] = {}
    for item in answer:
        log = _log(fields(item, "log"))
        inside = first <= log.block_number <= end.number
        if log.address not in addresses or not inside or item.get("removed"):
            raise Transient(f"the node gave a log that was not asked for: {log.tx_hash}")
        if unique.setdefault((log.block_number, log.log_index), log) != log:
            raise Transient(f"the node gave two logs for one place: {log.tx_hash}")
    return [unique[place] for place in sorted(unique)]


def _log(found: dict[str, Any]) -> Log:
    topics = found.get("topics")
    if not isinstance(topics, list) or len(topics) > 4:
        raise Transient("the node gave no usable answer (a log's topics)")
    return Log(
        address=address(found.get("address")),
        topics=tuple(data(topic, 32) for topic in topics),
        data=data(found.get("data")),
        block_number=quantity(found.get("blockNumber")),
        block_hash=digest(found.get("blockHash")),
        tx_hash=digest(found.get("transactionHash")),
        log_index=quantity(found.get("logIndex"), _MOST_INDEX),
    )
