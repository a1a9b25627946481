"""Personas' cards for the assistant, read before the work begins."""

import asyncio
from collections.abc import Sequence
from contextlib import closing

from frontend_api.personas.repository import read_card
from frontend_api.web.view import Services, View
from oracle.domain import Card


async def cards_of(held: Services, persona_ids: Sequence[int]) -> list[Card]:
    """The cards of today, in that order; raises a 404 for a persona without one that can be read.

    The projection is open no longer than it takes.
    """
    return await asyncio.to_thread(_read, held, persona_ids) if persona_ids else []


def _read(held: Services, persona_ids: Sequence[int]) -> list[Card]:
    with closing(View(held)) as view:
        return [read_card(view, persona_id) for persona_id in persona_ids]
