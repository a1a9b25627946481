"""POST /cards and GET /personas/{id}/card."""

import asyncio
import json

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from frontend_api.accounts.allowance import Rate
from frontend_api.accounts.session import Spender
from frontend_api.cards.schemas import CardFormat, CardRead
from frontend_api.documents.body import read_body
from frontend_api.personas.repository import read_card
from frontend_api.web.openapi import refuses
from frontend_api.web.paging import Id
from frontend_api.web.problems import FieldError, problem
from frontend_api.web.view import Held, Viewed
from oracle.domain import Card
from oracle.personas.exchange import (
    MAX_FILE_BYTES,
    CardError,
    export_card,
    export_png,
    import_card,
)

router = APIRouter(tags=["personas"])
_CARDS = Rate("cards", burst=10, seconds=6)
_KINDS = ("application/json", "image/png")
_BINARY = {"schema": {"type": "string", "format": "binary"}}
_BODY = {"content": {"application/json": {"schema": {"type": "object"}}, "image/png": _BINARY}}


@router.post(
    "/cards",
    response_model=CardRead,
    responses=refuses(408, 413, 415, 422),
    openapi_extra={"requestBody": {"required": True, **_BODY}},
)
async def card_read(request: Request, held: Held, spender: Spender) -> Response:
    """Read a card in any format, and answer the card of Troupe it makes; nothing is stored.

    An elizaOS character, a Character Card V2 or V3 as JSON or PNG, or a card of Troupe.
    """
    await asyncio.to_thread(held.allowance.spend, spender, _CARDS)
    body = await read_body(request, MAX_FILE_BYTES, _KINDS)
    return await asyncio.to_thread(_read, body)


@router.get(
    "/personas/{persona_id}/card",
    response_class=Response,
    responses={200: {"content": {"application/json": {}, "image/png": _BINARY}}, **refuses(404)},
)
def persona_card(view: Viewed, persona_id: Id, format: CardFormat = "v3") -> Response:
    """A persona's card as an elizaOS character or a Character Card; a PNG holds V3 and V2.

    What is written holds nothing that looks like a secret.
    """
    card = read_card(view, persona_id)
    if format == "png":
        return _file(export_png(card), "image/png", card, "png")
    data = json.dumps(export_card(card, format), ensure_ascii=False).encode()
    return _file(data, "application/json", card, f"{format}.json")


def _read(body: bytes) -> Response:
    try:
        got = import_card(body)
    except CardError as error:
        wrong = [FieldError(field="", message=line) for line in error.problems]
        return problem(422, "this is no card that can be read: see `errors`", wrong)
    out = CardRead(format=got.format, card=got.card, notes=list(got.notes))
    return JSONResponse(out.model_dump(mode="json", by_alias=True))


def _file(data: bytes, kind: str, card: Card, ending: str) -> Response:
    name = "".join(c if c.isascii() and c.isalnum() else "-" for c in card.name.lower())
    disposition = f'attachment; filename="{name}.{ending}"'
    return Response(data, media_type=kind, headers={"Content-Disposition": disposition})
