"""Amounts, times and calls as people read them."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

_WEI = 10**18


def amount(wei: int) -> str:
    """Wei as tokens."""
    return f"{wei / _WEI:,.2f} tokens"


def moment(seconds: int) -> str:
    """A block time, in UTC."""
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%d %H:%M:%S} UTC"


def now() -> int:
    """Seconds since 1970 for the next block: the wall's, or the chain's where that is ahead."""
    import ape

    wall = int(datetime.now(UTC).timestamp())
    return max(wall, int(ape.chain.blocks.head.timestamp))


def actions(contracts: dict[str, Any], targets: Any, values: Any, calldatas: Any) -> Iterator[str]:
    """What a proposal would do, one line an action, read back from its calldata."""
    by_address = {contract.address: contract for contract in contracts.values()}
    for number, (target, value, data) in enumerate(zip(targets, values, calldatas, strict=True), 1):
        paid = f" with {value / _WEI:g} of the native coin" if value else ""
        yield f"{number}. {_call(by_address.get(target), target, bytes(data))}{paid}"


def _call(contract: Any, target: str, data: bytes) -> str:
    if contract is None:
        return f"{target}: 0x{data.hex()} (not a contract of Troupe)" if data else f"to {target}"
    _, arguments = contract.decode_input(data)
    abi = contract.contract_type.mutable_methods[data[:4]]
    return f"{contract.contract_type.name}.{abi.name}({_named(abi.inputs, arguments.values())})"


def _named(inputs: Any, values: Any) -> str:
    pairs = zip(inputs, values, strict=True)
    return ", ".join(f"{part.name}={_value(part, value)}" for part, value in pairs)


def _value(abi: Any, value: Any) -> str:
    if abi.type == "tuple":
        return f"({_named(abi.components, value)})"
    if isinstance(value, bytes):
        return f"0x{value.hex()}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(str, value))}]"
    return str(value)
