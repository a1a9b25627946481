"""Decoding by ABI into plain values."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any

from eth_abi.codec import ABICodec
from eth_abi.decoding import ContextFramesBytesIO, StringDecoder, TupleDecoder
from eth_abi.registry import ABIRegistry, registry
from eth_utils.abi import collapse_if_tuple
from eth_utils.address import to_checksum_address
from web3 import Web3

from oracle.chain.node import hex_of

Field = Mapping[str, Any]
"""An input of an event or an error, as an ABI has it."""

_checksum = lru_cache(maxsize=4_096)(to_checksum_address)


def decoding_web3() -> Web3:
    """A Web3 without a node, to decode with."""
    w3 = Web3()
    w3.codec = ABICodec(_kinds())
    return w3


def plain(value: Any) -> Any:
    """A decoded value as JSON has it: bytes as hex with ``0x``, tuples as lists, ints as ints."""
    if isinstance(value, bytes):
        return hex_of(value)
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value


class FieldsDecoder:
    """Decodes encoded arguments into plain values by name; prepared once, then fast.

    Addresses get their checksum, structs become objects.
    """

    def __init__(self, fields: Sequence[Field]) -> None:
        self._decode = _values([collapse_if_tuple(dict(field)) for field in fields])
        self._names = [(str(field["name"]), _plain_as(field)) for field in fields]

    def decode(self, data: bytes) -> dict[str, Any]:
        """Raises `eth_abi.exceptions.DecodingError`, or `OverflowError`, on other data."""
        named = zip(self._names, self._decode(ContextFramesBytesIO(data)), strict=True)  # type: ignore[no-untyped-call]
        return {name: as_plain(value) if as_plain else value for (name, as_plain), value in named}


def _values(kinds: Sequence[str]) -> Callable[[ContextFramesBytesIO], Iterable[Any]]:
    """What decodes a tuple; one without pointers is read straight on, which takes half the time."""
    parts = [_kinds().get_decoder(kind) for kind in kinds]
    if any(part.is_dynamic for part in parts):
        return TupleDecoder(decoders=parts)  # type: ignore[no-untyped-call]
    return lambda stream: [part(stream) for part in parts]


@cache
def _kinds() -> ABIRegistry:
    """Anyone may put bytes that are not UTF-8 into a `string`: they are replaced, and don't stop
    us."""
    kinds: ABIRegistry = registry.copy()  # type: ignore[no-untyped-call]
    kinds.unregister_decoder("string")
    lenient = StringDecoder("replace")  # type: ignore[no-untyped-call]
    kinds.register_decoder("string", lenient, label="string")
    return kinds


def _plain_as(field: Field) -> Callable[[Any], Any] | None:
    """What makes a value of that type plain; None where it is already."""
    kind = str(field["type"])
    if kind.endswith("]"):
        item = _plain_as({**field, "type": kind[: kind.rindex("[")]})
        return list if item is None else lambda values: [item(value) for value in values]
    if kind == "tuple":
        parts = [(str(part["name"]), _plain_as(part)) for part in field["components"]]
        return lambda values: {
            name: as_plain(value) if as_plain else value
            for (name, as_plain), value in zip(parts, values, strict=True)
        }
    if kind == "address":
        return _checksum
    return hex_of if kind.startswith("bytes") else None
