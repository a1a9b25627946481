"""Whether the code at an address is what a contract compiles to."""

from functools import cache
from typing import Any

_PUSH1, _PUSH32 = 0x60, 0x7F


def is_compiled(container: Any, code: bytes) -> bool:
    """Whether that runtime code is the contract's, whatever its immutables are."""
    compiled = bytes(container.contract_type.runtime_bytecode.to_bytes())
    places = _immutables(compiled)
    return _masked(compiled, places) == _masked(code, places)


@cache
def _immutables(compiled: bytes) -> tuple[int, ...]:
    """Where the compiler leaves room for immutables: it pushes 32 zeros for nothing else."""
    place, found = 0, []
    while place < len(compiled):
        width = compiled[place] - _PUSH1 + 1 if _PUSH1 <= compiled[place] <= _PUSH32 else 0
        if width == 32 and not any(compiled[place + 1 : place + 33]):
            found.append(place + 1)
        place += 1 + width
    return tuple(found)


def _masked(code: bytes, places: tuple[int, ...]) -> bytes:
    masked = bytearray(code)
    for place in places:
        masked[place : place + 32] = bytes(32)
    return bytes(masked)
