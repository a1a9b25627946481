"""POST /documents."""

import asyncio
import time

from fastapi import APIRouter, Request
from fastapi.exceptions import RequestValidationError
from pydantic import TypeAdapter, ValidationError
from starlette.exceptions import HTTPException

from frontend_api.accounts.allowance import Rate
from frontend_api.accounts.session import Spender
from frontend_api.documents.body import read_body
from frontend_api.documents.schemas import AnyIn, ContributionIn, DocumentIn, DocumentOut
from frontend_api.files.claims import false_claims
from frontend_api.web.openapi import refuses
from frontend_api.web.view import Held
from oracle.domain import MAX_DOCUMENT_BYTES
from oracle.errors import Permanent
from oracle.ipfs.cid import to_base32
from oracle.ipfs.embedded import Full

router = APIRouter(tags=["documents"])
LIFETIME_S = 24 * 3600
_DOCUMENTS = Rate("documents", burst=10, seconds=6)
_ANY: TypeAdapter[AnyIn] = TypeAdapter(DocumentIn)
_BODY = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/DocumentIn"}}}}


@router.post(
    "/documents",
    status_code=201,
    responses=refuses(408, 413, 415, 422, 507),
    openapi_extra={"requestBody": {"required": True, **_BODY}},
)
async def document_post(request: Request, held: Held, spender: Spender) -> DocumentOut:
    """Store a brief, a card or a contribution's document before its digest goes on chain."""
    await asyncio.to_thread(held.allowance.spend, spender, _DOCUMENTS)
    body = await read_body(request, MAX_DOCUMENT_BYTES, ["application/json"])
    return await asyncio.to_thread(_store, held, body)


def _store(held: Held, body: bytes) -> DocumentOut:
    try:
        sent = _ANY.validate_json(body)
    except ValidationError as error:
        raise RequestValidationError(error.errors(include_url=False, include_input=False)) from None
    if isinstance(sent, ContributionIn):
        _check_file(held, sent)
    data, expires_at = sent.document.to_bytes(), int(time.time()) + LIFETIME_S
    try:
        digest = held.blocks.put(data, expires_at)
    except Permanent as error:
        raise HTTPException(413, str(error)) from None
    except Full as error:
        raise HTTPException(507, str(error)) from None
    return DocumentOut(
        kind=sent.kind,
        digest=digest,
        cid=to_base32(digest),
        size=len(data),
        expires_at=expires_at,
    )


def _check_file(held: Held, sent: ContributionIn) -> None:
    wrong = false_claims(held.blocks, sent.document)
    if wrong:
        place = ("contribution", "document")
        raise RequestValidationError(
            [{"loc": (*place, field), "msg": message} for field, message in wrong.items()]
        )
