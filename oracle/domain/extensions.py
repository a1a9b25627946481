"""Parts of a document that Troupe only carries: bounded JSON, kept as it came."""

from math import isfinite
from typing import Annotated

from pydantic import AfterValidator, JsonValue

MAX_DEPTH = 16
MAX_VALUES = 10_000
MAX_CHARACTERS = 120_000
_MAX_INTEGER = 2**63


def _bounded(extensions: dict[str, JsonValue]) -> dict[str, JsonValue]:
    """Raises `ValueError` for JSON that is too deep, has too many values or too much text."""
    values = characters = 0
    rest: list[tuple[JsonValue, int]] = [(extensions, 1)]
    while rest:
        value, depth = rest.pop()
        values += 1
        if depth > MAX_DEPTH:
            raise ValueError(f"nested more than {MAX_DEPTH} deep")
        if isinstance(value, dict):
            characters += sum(map(_text, value))
            rest += [(each, depth + 1) for each in value.values()]
        elif isinstance(value, list):
            rest += [(each, depth + 1) for each in value]
        elif isinstance(value, str):
            characters += _text(value)
        elif isinstance(value, float) and not isfinite(value):
            raise ValueError("a number that is not finite")
        elif isinstance(value, int) and abs(value) > _MAX_INTEGER:
            raise ValueError("an integer of more than 64 bits")
        if values + len(rest) > MAX_VALUES:
            raise ValueError(f"more than {MAX_VALUES} values")
        if characters > MAX_CHARACTERS:
            raise ValueError(f"more than {MAX_CHARACTERS} characters of text")
    return extensions


def _text(text: str) -> int:
    text.encode()  # half of a surrogate pair has no UTF-8: a UnicodeEncodeError is a ValueError
    return len(text)


Extensions = Annotated[dict[str, JsonValue], AfterValidator(_bounded)]
"""A JSON object at most 16 deep, of at most 10,000 values and 120,000 characters of text."""
