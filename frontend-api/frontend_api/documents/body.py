"""Request bodies of strangers: bounded in size and in time while they are read."""

import asyncio

from fastapi import Request
from starlette.exceptions import HTTPException

_SECONDS = 15


async def read_json_body(request: Request, most: int) -> bytes:
    """The body, of at most `most` bytes. Raises 408, 413 and 415."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise HTTPException(415, "send JSON, with Content-Type: application/json")
    try:
        async with asyncio.timeout(_SECONDS):
            return await _read(request, most)
    except TimeoutError:
        raise HTTPException(408, f"the body took longer than {_SECONDS} s") from None


async def _read(request: Request, most: int) -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > most:
            raise HTTPException(413, f"send at most {most} bytes", {"Connection": "close"})
    return bytes(body)
