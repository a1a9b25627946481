"""The WebSocket `/live`; its frames are in API.md."""

import asyncio
from collections.abc import AsyncIterator, Coroutine, Iterable
from contextlib import suppress
from typing import Annotated, Any
from urllib.parse import urlsplit

from fastapi import APIRouter, Query, WebSocket, WebSocketDisconnect
from pydantic import StringConstraints
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from frontend_api.accounts.session import MaybeSignedIn, require_still
from frontend_api.settings import Settings
from frontend_api.web.client import client_of
from frontend_api.web.view import Held, Services
from oracle.errors import Transient

router = APIRouter(tags=["live"])
_SEND_S = 20
_CLOSE_S = 1
_ASK_S = 10
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

    A signed-in client is told of its messages too, and let go soon after its session or key ends.
    """
    _require_known_page(socket, held.settings)
    with held.hub.seat(client_of(socket)):
        told = await held.hub.newest() if since is None else since  # before the client goes on
        await socket.accept()
        ways = [_tell(socket, held.hub.frames(told, frozenset(topic), address)), socket.receive()]
        if address:
            ways.append(_stay_signed_in(socket, held, address))
        with suppress(RuntimeError, WebSocketDisconnect, TimeoutError):  # gone, or takes nothing
            ended = await _until_one_ends(ways)
            async with asyncio.timeout(_CLOSE_S):
                await socket.close(*ended)


async def _until_one_ends(ways: Iterable[Coroutine[Any, Any, Any]]) -> tuple[int, str]:
    """The code and the reason to close with."""
    tasks = [asyncio.create_task(way) for way in ways]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    except HTTPException as error:
        return 1008, error.detail
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    return 1000, ""


async def _stay_signed_in(socket: WebSocket, held: Services, address: str) -> None:
    """Raises `HTTPException` once the session or key has ended."""
    while True:
        await asyncio.sleep(_ASK_S)
        with suppress(Transient):  # locked: the next time
            await run_in_threadpool(require_still, socket, held, address)


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
