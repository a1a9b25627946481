"""Decoding by ABI into plain values."""

from collections.abc import Mapping
from typing import Any

from eth_abi.codec import ABICodec
from eth_abi.decoding import StringDecoder
from eth_abi.registry import ABIRegistry, registry
from web3 import Web3

from oracle.chain.node import hex_of


def decoding_web3() -> Web3:
    """A Web3 without a node, to decode with.

    Anyone may put bytes that are not UTF-8 into a `string`: they are replaced, and don't stop us.
    """
    kinds: ABIRegistry = registry.copy()  # type: ignore[no-untyped-call]
    kinds.unregister_decoder("string")
    lenient = StringDecoder("replace")  # type: ignore[no-untyped-call]
    kinds.register_decoder("string", lenient, label="string")
    w3 = Web3()
    w3.codec = ABICodec(kinds)
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
