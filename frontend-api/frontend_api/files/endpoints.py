"""POST /files."""

import asyncio
import time
from math import ceil
from typing import BinaryIO

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException

from frontend_api.accounts.allowance import Rate
from frontend_api.accounts.session import Spender
from frontend_api.files.kinds import HEAD_BYTES, kind_of
from frontend_api.files.schemas import FileOut
from frontend_api.web.openapi import refuses
from frontend_api.web.view import Held, Services
from oracle.ipfs.embedded import STAGED_S, Full
from oracle.ipfs.importer import file_blocks

router = APIRouter(tags=["files"])
_FILES = Rate("files", burst=10, seconds=30)
_MEBIBYTES = Rate("MiB of files", burst=256, seconds=300)
_BINARY = {"schema": {"type": "string", "format": "binary"}}
_BODY = {"required": True, "content": {"application/octet-stream": _BINARY}}


@router.post(
    "/files",
    status_code=201,
    responses=refuses(400, 408, 413, 422, 507),
    openapi_extra={"requestBody": _BODY},
)
async def file_post(request: Request, held: Held, spender: Spender) -> FileOut:
    """Store a file of any kind for a contribution's document to link; the body is the file."""
    await asyncio.to_thread(held.allowance.spend, spender, _FILES)
    async with held.intake.receive(request, spender) as file:
        return await asyncio.to_thread(_store, held, spender, file)


def _store(held: Services, spender: str, file: BinaryIO) -> FileOut:
    head = file.read(HEAD_BYTES)
    size = file.seek(0, 2)
    held.allowance.spend(spender, _MEBIBYTES, ceil(size / 1024**2))
    file.seek(size - 1)
    kind = kind_of(head, file.read())
    file.seek(0)
    try:
        cid = held.blocks.stage(file_blocks(file), room=held.intake.room)
    except Full as error:
        raise HTTPException(507, str(error)) from None
    return FileOut(
        cid=str(cid),
        uri=f"ipfs://{cid}",
        size=size,
        media_type=kind,
        expires_at=int(time.time()) + STAGED_S,
    )
