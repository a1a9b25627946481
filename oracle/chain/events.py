"""Logs as events."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from eth_abi.exceptions import DecodingError
from eth_typing import ABIEvent
from eth_utils.abi import event_abi_to_log_topic
from eth_utils.address import to_checksum_address
from web3.contract.contract import ContractEvent
from web3.exceptions import Web3Exception

from oracle.chain.abi import decoding_web3, plain
from oracle.chain.logs import Log
from oracle.chain.node import Header
from oracle.errors import Fatal

Abi = Sequence[Mapping[str, Any]]
"""A contract's ABI as its JSON has it."""


@dataclass(frozen=True)
class ChainEvent:
    """A decoded log.

    `args` are plain JSON values by name: bytes as hex with ``0x``, ints of any size, addresses
    with checksum, structs as objects or lists; an indexed string or array is its hash.
    """

    name: str
    args: dict[str, Any]
    address: str
    block_number: int
    block_hash: str
    block_timestamp: int
    tx_hash: str
    log_index: int


class EventDecoder:
    """Decodes the logs of known contracts, each by its own ABI."""

    def __init__(self) -> None:
        self._w3 = decoding_web3()
        self._events: dict[str, dict[bytes, ContractEvent]] = {}

    @property
    def addresses(self) -> list[str]:
        """The contracts that are known, with checksum."""
        return list(self._events)

    def add(self, address: str, abi: Abi) -> None:
        """Know the contract at `address`; of its ABI, the events count."""
        self._events[to_checksum_address(address)] = {
            event_abi_to_log_topic(cast(ABIEvent, entry)): self._event(entry)
            for entry in abi
            if entry["type"] == "event" and not entry.get("anonymous")
        }

    def decode(self, log: Log, block: Header) -> ChainEvent | None:
        """The event of a log in `block`; None where the contract's ABI has no such event.

        Raises `Fatal` if the log contradicts the ABI.
        """
        event = self._events[log.address].get(log.topics[0]) if log.topics else None
        if event is None:
            return None
        return ChainEvent(
            name=str(event.abi["name"]),
            args=_arguments(event, log),
            address=log.address,
            block_number=block.number,
            block_hash=block.hash,
            block_timestamp=block.timestamp,
            tx_hash=log.tx_hash,
            log_index=log.log_index,
        )

    def _event(self, entry: Mapping[str, Any]) -> ContractEvent:
        contract = self._w3.eth.contract(abi=[cast(ABIEvent, entry)])
        return contract.events[entry["name"]]()


def _arguments(event: ContractEvent, log: Log) -> dict[str, Any]:
    receipt = {"topics": log.topics, "data": log.data, **_PLACE, "address": log.address}
    try:
        return cast(dict[str, Any], plain(event.process_log(receipt)["args"]))
    except (Web3Exception, DecodingError, OverflowError) as error:
        raise Fatal(
            f"a log of {log.address} is no {event.abi['name']} as its ABI has it ({error}): "
            "take address and ABI from the same deployment"
        ) from error


_PLACE = dict.fromkeys(
    ("logIndex", "transactionIndex", "transactionHash", "blockHash", "blockNumber")
)
