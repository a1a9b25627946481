"""Logs of many contracts, from nodes that cap how much one may ask for."""

from collections.abc import Sequence
from typing import cast

from eth_typing import BlockNumber, ChecksumAddress
from hexbytes import HexBytes
from requests import HTTPError, ReadTimeout
from web3 import Web3
from web3.exceptions import Web3RPCError
from web3.types import FilterParams, LogReceipt

from oracle.chain.node import Header, header_at, hex_of, node_errors
from oracle.errors import Transient

_REFUSALS = (Web3RPCError, HTTPError, ReadTimeout)


class LogReader:
    """Finds out how many blocks the node lets one ask for: half after a refusal, then double."""

    def __init__(self, w3: Web3, max_range: int) -> None:
        self._w3 = w3
        self._range = self._max_range = max_range

    def read(
        self, addresses: Sequence[str], first: int, head: Header
    ) -> tuple[Header, list[LogReceipt]]:
        """The logs of blocks `first` up to at most `head`, in chain order, and the last header.

        Raises `Transient` where the node refuses a single block, or answers something else.
        """
        while True:
            end = self._end(first, head)
            try:
                logs = self._ask(addresses, first, end)
            except _RefusedError as error:
                if end.number == first:
                    raise Transient(f"the node refuses the logs of a block: {error}") from None
                self._range = (end.number - first + 1) // 2
            else:
                self._range = min(2 * self._range, self._max_range)
                with node_errors():
                    return end, _checked(logs, addresses, first, end)

    def _end(self, first: int, head: Header) -> Header:
        last = first + self._range - 1
        return head if last >= head.number else header_at(self._w3, last)

    def _ask(self, addresses: Sequence[str], first: int, end: Header) -> list[LogReceipt]:
        asked: FilterParams = {"address": cast(list[ChecksumAddress], list(addresses))}
        if end.number == first:  # by hash, a node that has not seen the block says so
            asked["blockHash"] = HexBytes(end.hash)
        else:
            asked["fromBlock"], asked["toBlock"] = BlockNumber(first), BlockNumber(end.number)
        with node_errors():
            try:
                return list(self._w3.eth.get_logs(asked))
            except _REFUSALS as error:
                answer = error.message if isinstance(error, Web3RPCError) else type(error).__name__
                raise _RefusedError(answer) from None


class _RefusedError(Exception):
    """The node did not give the logs of a range."""


def _checked(
    logs: Sequence[LogReceipt], addresses: Sequence[str], first: int, end: Header
) -> list[LogReceipt]:
    asked = set(addresses)
    for log in logs:
        inside = first <= log["blockNumber"] <= end.number
        if log["address"] not in asked or not inside or log.get("removed"):
            raise Transient(
                f"the node gave a log that was not asked for: {hex_of(log['transactionHash'])}"
            )
    unique = {(log["blockNumber"], log["logIndex"]): log for log in logs}
    return [unique[place] for place in sorted(unique)]
