"""Ways to instruct a persona, one of which is added to its card's style for a draft."""

from dataclasses import dataclass

from pydantic import ValidationError

from oracle.domain import Card
from oracle.domain.card import MAX_STYLE
from oracle.errors import Permanent

STATIC = "static"
"""The card as it is: what every other variant has to beat."""


@dataclass(frozen=True)
class Variant:
    """`instruction` is a line of style; empty for the card as it is."""

    name: str
    instruction: str


VARIANTS = {
    variant.name: variant
    for variant in (
        Variant(STATIC, ""),
        Variant(
            "hook", "Open with a sentence of at most ten words that makes readers want the next."
        ),
        Variant(
            "example", "Make one point concrete with an example from the brief or its sources."
        ),
        Variant(
            "question", "End with one question that readers can answer from their own experience."
        ),
        Variant("plain", "Short sentences, everyday words, and no word that could be left out."),
    )
}


def possible(card: Card) -> list[str]:
    """The variants by which that card can be instructed: a full style takes no other line."""
    return list(VARIANTS) if len(card.style) < MAX_STYLE else [STATIC]


def instructed(card: Card, name: str) -> Card:
    """The card with that variant's line added to its style.

    Raises `Permanent` for another name, and where the card's style is full.
    """
    variant = VARIANTS.get(name)
    if variant is None:
        raise Permanent(f"no variant is called {name!r}: use one of {', '.join(VARIANTS)}")
    if not variant.instruction or variant.instruction in card.style:
        return card
    fields = card.model_dump(by_alias=True)
    try:
        return Card.model_validate(fields | {"style": (*card.style, variant.instruction)})
    except ValidationError:
        raise Permanent(
            f"{card.name}'s style has {len(card.style)} lines, no room for another: shorten it"
        ) from None
