"""Personas by name: that of their card."""

from collections.abc import Iterable

from sqlmodel import col, select, tuple_

from frontend_api.projection.tables import PersonaVersion
from frontend_api.web.view import View
from oracle.domain import Card

CardKey = tuple[int, int]
"""A persona's id and a version of its card."""


def card_digests(view: View, keys: Iterable[CardKey]) -> dict[CardKey, str]:
    """The digests of cards, where they are known."""
    wanted = tuple_(col(PersonaVersion.persona_id), col(PersonaVersion.version)).in_(set(keys))
    rows = view.session.exec(select(PersonaVersion).where(PersonaVersion.kind == "card", wanted))
    return {(row.persona_id, row.version): row.digest for row in rows}


def card_names(view: View, keys: Iterable[CardKey]) -> dict[CardKey, str | None]:
    """The names in cards; None where a card can't be read."""
    return {key: card_name(view, digest) for key, digest in card_digests(view, keys).items()}


def card_name(view: View, digest: str | None) -> str | None:
    """The name in a card; None where it can't be read."""
    card = view.documents.find(Card, digest).document if digest else None
    return card.name if card else None
