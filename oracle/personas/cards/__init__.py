"""The five personas that come with Troupe, one JSON card each."""

from functools import cache
from importlib.resources import files

from oracle.domain import Card

_NAMES = ("humorous", "professional", "inspirational", "contrarian", "storyteller")


@cache
def default_cards() -> tuple[Card, ...]:
    """The default cards, always in the same order."""
    return tuple(Card.parse((files(__name__) / f"{name}.json").read_bytes()) for name in _NAMES)
