"""The personas that people can talk with: those that are active and whose card can be read."""

from contextlib import closing

from sqlmodel import col, select
from starlette.exceptions import HTTPException

from frontend_api.personas.repository import read_card
from frontend_api.projection.tables import Persona
from frontend_api.web.view import Services, View
from oracle.domain import Card


def card_of(held: Services, persona_id: int) -> Card:
    """The card of an active persona as it is now. Raises a 404."""
    with closing(View(held)) as view:
        row = view.session.get(Persona, persona_id)
        if row is not None and not row.active:
            raise HTTPException(404, f"persona {persona_id} is not active: see /personas")
        return read_card(view, persona_id)


def active_cards(view: View) -> list[tuple[Persona, Card]]:
    """All that people can talk with, by id."""
    rows = view.session.exec(select(Persona).where(Persona.active).order_by(col(Persona.id)))
    found = [(row, view.documents.find(Card, row.card).document) for row in rows]
    return [(row, card) for row, card in found if card is not None]
