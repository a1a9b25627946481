"""Request bodies of strangers: bounded in size and in time while they are read."""

import asyncio
from collections.abc import Sequence

from fastapi import Request
from starlette.exceptions import HTTPException

_SECONDS = 15


async def read_body(request: Request, most: int, kinds: Sequence[str]) -> bytes:
    """The body, of at most `most` bytes and one of these content types. Raises 408, 413 and 415."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in kinds:
        raise HTTPException(415, f"send it with Content-Type: {' or '.join(kinds)}")
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
