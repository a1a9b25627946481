"""GET /live."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Annotated

from fastapi import APIRouter, Depends, Header, Request
from fastapi.responses import StreamingResponse
from starlette.types import Message, Receive, Scope, Send

from frontend_api.web.client import client_of
from frontend_api.web.view import Held

router = APIRouter(tags=["live"])
_SEND_S = 20


class _EventStream(StreamingResponse):
    """Server-sent events; a client that takes nothing for 20 seconds is dropped."""

    media_type = "text/event-stream"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_in_time(message: Message) -> None:
            async with asyncio.timeout(_SEND_S):
                await send(message)

        with suppress(TimeoutError):
            await super().__call__(scope, receive, send_in_time)


async def _seat(request: Request, held: Held) -> AsyncIterator[None]:
    """A place among the listeners for as long as the stream lasts."""
    with held.hub.seat(client_of(request)):
        yield


@router.get(
    "/live",
    response_class=_EventStream,
    include_in_schema=False,
    dependencies=[Depends(_seat, scope="request")],
)
async def live(
    held: Held, last_event_id: Annotated[str | None, Header(max_length=20)] = None
) -> _EventStream:
    """What changes, as server-sent events: `change`, `status` and `resync` (see API.md).

    A client that reconnects sends `Last-Event-ID` and goes on from there.
    """
    since = int(last_event_id) if last_event_id and last_event_id.isdecimal() else None
    stream = (message.encode() async for message in held.hub.messages(since))
    return _EventStream(stream, headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"})
