"""Logs as events."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from eth_abi.exceptions import DecodingError
from eth_typing import ABIEvent
from eth_utils.abi import event_abi_to_log_topic
from eth_utils.address import to_checksum_address

from oracle.chain.abi import Field, FieldsDecoder
from oracle.chain.logs import Log
from oracle.chain.node import Header
from oracle.errors import Fatal

Abi = Sequence[Mapping[str, Any]]
"""A contract's ABI as its JSON has it."""


@dataclass(frozen=True, slots=True)
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
        self._events: dict[str, dict[bytes, _Event]] = {}

    @property
    def addresses(self) -> list[str]:
        """The contracts that are known, with checksum."""
        return list(self._events)

    def add(self, address: str, abi: Abi) -> None:
        """Know the contract at `address`; of its ABI, the events count."""
        self._events[to_checksum_address(address)] = {
            event_abi_to_log_topic(cast(ABIEvent, entry)): _Event(entry)
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
            name=event.name,
            args=event.arguments(log),
            address=log.address,
            block_number=block.number,
            block_hash=block.hash,
            block_timestamp=block.timestamp,
            tx_hash=log.tx_hash,
            log_index=log.log_index,
        )


class _Event:
    """One event of an ABI. Its indexed arguments are a log's topics, one word each."""

    def __init__(self, entry: Mapping[str, Any]) -> None:
        self.name = str(entry["name"])
        indexed = [_as_topic(field) for field in entry["inputs"] if field["indexed"]]
        self._words = len(indexed)
        self._topics = FieldsDecoder(indexed)
        self._data = FieldsDecoder([field for field in entry["inputs"] if not field["indexed"]])

    def arguments(self, log: Log) -> dict[str, Any]:
        """The arguments by name. Raises `Fatal` if the log contradicts the ABI."""
        words = log.topics[1:]
        try:
            if len(words) != self._words:
                raise DecodingError(f"{len(words)} topics for {self._words} indexed arguments")
            return self._topics.decode(b"".join(words)) | self._data.decode(log.data)
        except (DecodingError, OverflowError) as error:
            raise Fatal(
                f"a log of {log.address} is no {self.name} as its ABI has it ({error}): "
                "take address and ABI from the same deployment"
            ) from error


def _as_topic(field: Field) -> Field:
    """What has no fixed size, and every struct or array, is there by its hash."""
    kind = str(field["type"])
    hashed = kind in ("string", "bytes", "tuple") or kind.endswith("]")
    return {**field, "type": "bytes32"} if hashed else field
