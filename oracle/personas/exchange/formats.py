"""What the formats have in common: which of their fields stand for which of a card's."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from pydantic import JsonValue, ValidationError

from oracle.errors import Permanent
from oracle.printable import one_line

ForeignFormat = Literal["elizaos", "v2", "v3"]
JsonObject = dict[str, JsonValue]
OWN = "troupe"
"""Where, among another format's extensions, a card of Troupe stands whole."""


class CardError(Permanent):
    """A file is no card that Troupe can take; `problems` says why, in a line each."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("; ".join(problems[:3]))
        self.problems = tuple(problems)

    @classmethod
    def of(cls, error: ValidationError, what: str) -> "CardError":
        """What pydantic found wrong with `what`."""
        found = error.errors(include_url=False, include_input=False, include_context=False)[:20]
        places = ((one_line(".".join(map(str, e["loc"])), 80), e["msg"]) for e in found)
        return cls(
            [
                f"{place or what}: {one_line(says.removeprefix('Value error, '), 200)}"
                for place, says in places
            ]
        )


@dataclass(frozen=True)
class Link:
    """Fields of a card, and the fields of another format that say the same.

    A dot goes into an object: ``settings.model``.
    """

    card: tuple[str, ...]
    foreign: tuple[str, ...]


class Format(Protocol):
    """One format's objects, and what they mean for a card.

    `key` is where a card keeps an object of this format, `home` the object in it that may hold
    anybody's data, `required` the fields that it may not lack.
    """

    @property
    def key(self) -> str: ...
    @property
    def home(self) -> str: ...
    @property
    def links(self) -> tuple[Link, ...]: ...
    @property
    def required(self) -> tuple[str, ...]: ...

    def read(self, foreign: JsonObject) -> dict[str, Any]:
        """The fields of a card, `voice` aside. Raises `CardError` for no such object."""

    def write(self, card: Mapping[str, Any]) -> JsonObject:
        """An object of this format that says what these fields of a card say."""


def field(foreign: JsonObject, path: str) -> JsonValue:
    """The value at `path`; None where there is none."""
    first, _, rest = path.partition(".")
    found = foreign.get(first)
    if not rest:
        return found
    return field(found, rest) if isinstance(found, dict) else None


def with_field(foreign: JsonObject, path: str, value: JsonValue) -> JsonObject:
    """A copy with `value` at `path`; without that field where it is None."""
    first, _, rest = path.partition(".")
    inner = foreign.get(first)
    if rest:
        inner = inner if isinstance(inner, dict) else {}
        if value is None and rest not in inner:
            return foreign
        return foreign | {first: with_field(inner, rest, value)}
    if value is None:
        return {name: each for name, each in foreign.items() if name != first}
    return foreign | {first: value}
