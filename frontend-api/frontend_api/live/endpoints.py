"""The WebSocket `/live`; its frames are in API.md."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import APIRouter, Query, WebSocket, WebSocketDisconnect
from pydantic import StringConstraints
from starlette.exceptions import HTTPException

from frontend_api.accounts.session import MaybeSignedIn
from frontend_api.settings import Settings
from frontend_api.web.client import client_of
from frontend_api.web.view import Held

router = APIRouter(tags=["live"])
_SEND_S = 20
_CLOSE_S = 1
_SIGNED_IN_S = 15 * 60
Topic = Annotated[str, StringConstraints(pattern=r"^[a-z]{1,20}(:[0-9A-Za-z]{1,80})?$")]


@router.websocket("/live")
async def live(
    socket: WebSocket,
    held: Held,
    address: MaybeSignedIn,
    since: Annotated[int | None, Query(ge=0, lt=2**62)] = None,
    topic: Annotated[tuple[Topic, ...], Query(max_length=50)] = (),
) -> None:
    """What changes, as JSON frames, until the client leaves, sends something, or takes nothing.

    A signed-in client is told of its messages for 15 minutes, and then has to show again who it is.
    """
    _require_known_page(socket, held.settings)
    with held.hub.seat(client_of(socket)):
        await socket.accept()
        frames = held.hub.frames(since, frozenset(topic), address)
        with suppress(RuntimeError, WebSocketDisconnect, TimeoutError):  # gone, or takes nothing
            await _until_it_ends(socket, frames, _SIGNED_IN_S if address else None)
            async with asyncio.timeout(_CLOSE_S):
                await socket.close()


async def _until_it_ends(
    socket: WebSocket, frames: AsyncIterator[str], seconds: float | None
) -> None:
    """Tell, until something comes from the client, or it is time."""
    tasks = [asyncio.create_task(_tell(socket, frames)), asyncio.create_task(socket.receive())]
    try:
        done, _ = await asyncio.wait(tasks, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _tell(socket: WebSocket, frames: AsyncIterator[str]) -> None:
    """Raises `TimeoutError` where the client takes nothing for 20 seconds."""
    async for text in frames:
        async with asyncio.timeout(_SEND_S):
            await socket.send_text(text)


def _require_known_page(socket: WebSocket, settings: Settings) -> None:
    """Refuse a browser on another site's page, unless settings let it in: 403."""
    origin = socket.headers.get("origin")
    if origin is None or origin in settings.cors or "*" in settings.cors:
        return
    if urlsplit(origin).netloc != socket.headers.get("host"):
        raise HTTPException(403, f"pages of {origin} may not listen: see TROUPE_CORS")
