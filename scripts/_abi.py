"""Arguments of contracts, from texts."""

import json
from typing import Any

from scripts._deployment.fields import NOBODY, checked_address


def typed(abi: Any, value: Any, kind: str | None = None) -> Any:
    """A text, or what JSON makes of one, as the ABI's type says: numbers are decimal or 0x.

    Raises `ValueError` where it is not of that type.
    """
    kind = kind or abi.type
    if kind.endswith("]"):
        inner = kind[: kind.rindex("[")]
        return [typed(abi, item, inner) for item in _parsed(value, list, kind)]
    if kind == "tuple":
        return _struct(abi, _parsed(value, (dict, list, tuple), kind))
    if kind.startswith(("uint", "int")):
        return _number(value)
    if kind == "address":
        return NOBODY if value == NOBODY else checked_address(str(value))
    if kind == "bool":
        return _truth(value)
    if kind.startswith("bytes"):
        return bytes.fromhex(str(value).removeprefix("0x"))
    return value


def _struct(abi: Any, value: Any) -> tuple[Any, ...]:
    names = [part.name for part in abi.components]
    if isinstance(value, dict):
        if set(value) != set(names):
            raise ValueError(f"a struct needs the fields {', '.join(names)}")
        value = [value[name] for name in names]
    if len(value) != len(names):
        raise ValueError(f"a struct needs {len(names)} fields: {', '.join(names)}")
    return tuple(map(typed, abi.components, value))


def _parsed(value: Any, expected: Any, kind: str) -> Any:
    found = json.loads(value) if isinstance(value, str) else value
    if not isinstance(found, expected):
        raise ValueError(f"{value} is not JSON of a {kind}")
    return found


def _number(value: Any) -> int:
    return value if isinstance(value, int) else int(str(value), 0)


def _truth(value: Any) -> bool:
    words = {"true": True, "false": False, "1": True, "0": False}
    if str(value).lower() not in words:
        raise ValueError(f"{value} is neither true nor false")
    return words[str(value).lower()]
