"""GET /ipfs/{cid} and POST /documents."""

import asyncio
import time

from fastapi import APIRouter, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from pydantic import TypeAdapter, ValidationError
from starlette.exceptions import HTTPException

from frontend_api.accounts.allowance import Rate
from frontend_api.accounts.session import Spender
from frontend_api.documents.body import read_body
from frontend_api.documents.schemas import AnyIn, DocumentIn, DocumentOut
from frontend_api.web.openapi import refuses
from frontend_api.web.view import Held
from oracle.domain import MAX_DOCUMENT_BYTES
from oracle.errors import Missing, Permanent
from oracle.ipfs.cid import digest_of_cid, to_base32
from oracle.ipfs.embedded import Full

router = APIRouter(tags=["documents"])
LIFETIME_S = 24 * 3600
_DOCUMENTS = Rate("documents", burst=10, seconds=6)
_ANY: TypeAdapter[AnyIn] = TypeAdapter(DocumentIn)
_BODY = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/DocumentIn"}}}}


@router.get(
    "/ipfs/{cid}",
    response_class=Response,
    responses={
        200: {"content": {"application/json": {}, "application/octet-stream": {}}},
        **refuses(400, 404),
    },
)
def block_get(held: Held, cid: str) -> Response:
    """A raw block, checked against its CID (version 1, raw, sha2-256; base32 or base16)."""
    try:
        digest = digest_of_cid(cid)
    except ValueError as error:
        raise HTTPException(400, str(error)) from None
    try:
        data = held.blocks.get(digest)
    except Missing:
        raise HTTPException(404, "the block is not in the block store: ask a gateway") from None
    kind = "application/json" if _is_json(data) else "application/octet-stream"
    return Response(
        data, media_type=kind, headers={"Cache-Control": "public, max-age=31536000, immutable"}
    )


@router.post(
    "/documents",
    status_code=201,
    responses=refuses(408, 413, 415, 422, 507),
    openapi_extra={"requestBody": {"required": True, **_BODY}},
)
async def document_post(request: Request, held: Held, spender: Spender) -> DocumentOut:
    """Store a brief, a card or a contribution's document before its digest goes on chain."""
    held.allowance.spend(spender, _DOCUMENTS)
    body = await read_body(request, MAX_DOCUMENT_BYTES, ["application/json"])
    return await asyncio.to_thread(_store, held, body)


def _store(held: Held, body: bytes) -> DocumentOut:
    try:
        sent = _ANY.validate_json(body)
    except ValidationError as error:
        raise RequestValidationError(error.errors(include_url=False, include_input=False)) from None
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


def _is_json(data: bytes) -> bool:
    """Whether it looks like a document: a JSON object in UTF-8."""
    if data[:1] != b"{" or data[-1:] != b"}":
        return False
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True
