"""Between a card and an object of another format, both ways, with nothing lost on the way.

A field is taken from the side that was changed. Read: where an object says what a card of Troupe
in it would say, the card's fields count, else the object's. Written: where a card says what the
object it was made of says, the object's fields count, else the card's.
"""

from typing import Any

from pydantic import ValidationError

from oracle.domain import Card
from oracle.personas.exchange.formats import (
    OWN,
    CardError,
    Format,
    JsonObject,
    Link,
    field,
    with_field,
)
from oracle.personas.exchange.voices import voice_of


def made(kind: Format, foreign: JsonObject) -> Card:
    """The card that `foreign` alone makes. Raises `CardError`."""
    fields = kind.read(foreign)
    voice, _ = voice_of(fields["name"], fields["examples"])
    return checked(fields | {"voice": voice})


def read(kind: Format, foreign: JsonObject, written_as: JsonObject | None) -> Card:
    """The card of `foreign`, which keeps nothing of it yet.

    `written_as` is what the card of Troupe within `foreign` would be written as; None where it
    holds none. Raises `CardError`.
    """
    card, own = made(kind, foreign), own_card(kind, foreign)
    if own is None or written_as is None:
        return card
    kept = [link for link in kind.links if _says_same(link, foreign, written_as)]
    mine = {name: getattr(own, name) for link in kept for name in link.card}
    linked = {name: getattr(card, name) for link in kind.links for name in link.card}
    return checked(values(own) | linked | mine)


def written(kind: Format, card: Card, kept: JsonObject | None) -> tuple[JsonObject, bool]:
    """The object that says what `card` says, and whether it says all of it.

    `kept` is the object it was made of, if any.
    """
    fresh = kind.write(values(card))
    if kept is None:
        return fresh, False
    try:
        base = made(kind, kept)
    except CardError:
        return fresh, False
    for link in kind.links:
        if any(getattr(card, name) != getattr(base, name) for name in link.card):
            for path in link.foreign:
                kept = with_field(kept, path, field(fresh, path))
    missing = {name: fresh[name] for name in kind.required if name not in kept}
    same = values(card) == values(base) | {"extensions": card.extensions}
    return kept | missing, same and set(card.extensions) == {kind.key}


def own_card(kind: Format, foreign: JsonObject) -> Card | None:
    """The card of Troupe within `foreign`, if there is one."""
    found = field(foreign, f"{kind.home}.{OWN}")
    if not isinstance(found, dict):
        return None
    try:
        return Card.model_validate(found)
    except ValidationError:
        return None


def with_own(kind: Format, foreign: JsonObject, card: Card) -> JsonObject:
    """`foreign` with all of `card` in it, but for what it keeps of this format."""
    data = card.model_dump(mode="json", by_alias=True)
    data["extensions"] = {k: v for k, v in card.extensions.items() if k != kind.key}
    return with_field(foreign, f"{kind.home}.{OWN}", data)


def without_own(kind: Format, foreign: JsonObject) -> JsonObject:
    """`foreign` without a card of Troupe in it."""
    return with_field(foreign, f"{kind.home}.{OWN}", None) if own_card(kind, foreign) else foreign


def values(card: Card) -> dict[str, Any]:
    """The fields of `card` by name."""
    return {name: getattr(card, name) for name in Card.model_fields}


def checked(fields: dict[str, Any]) -> Card:
    """The card of these fields. Raises `CardError`."""
    aliases = {name: info.alias or name for name, info in Card.model_fields.items()}
    return card_of({aliases[name]: value for name, value in fields.items()})


def card_of(data: dict[str, Any]) -> Card:
    """The card that a JSON object is. Raises `CardError`."""
    try:
        return Card.model_validate(data)
    except ValidationError as error:
        raise CardError.of(error, "card") from None


def _says_same(link: Link, one: JsonObject, other: JsonObject) -> bool:
    return all(field(one, path) == field(other, path) for path in link.foreign)
