"""The twelve personas that come with Troupe, one JSON card each."""

from functools import cache
from importlib.resources import files

from oracle.domain import Card

CARD_NAMES = (
    "humorous",
    "professional",
    "inspirational",
    "contrarian",
    "storyteller",
    "curious",
    "terse",
    "coach",
    "noir",
    "naturalist",
    "columnist",
    "tinkerer",
)
_FIRST = 5


@cache
def default_card(name: str) -> Card:
    """The card of that name. Raises `ValueError`, naming those there are, for any other."""
    if name not in CARD_NAMES:
        raise ValueError(f"there is no default persona {name}: use {', '.join(CARD_NAMES)}")
    return Card.parse((files(__name__) / f"{name}.json").read_bytes())


def default_cards() -> tuple[Card, ...]:
    """The first five, which a local deployment registers."""
    return tuple(map(default_card, CARD_NAMES[:_FIRST]))
