"""GET /live."""

import asyncio
from contextlib import suppress
from typing import Annotated

from fastapi import APIRouter, Header
from fastapi.responses import StreamingResponse
from starlette.exceptions import HTTPException
from starlette.types import Message, Receive, Scope, Send

from frontend_api.live.hub import MOST_CLIENTS
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


@router.get("/live", response_class=_EventStream, responses={503: {}})
async def live(
    held: Held, last_event_id: Annotated[str | None, Header(max_length=20)] = None
) -> _EventStream:
    """What changes, as server-sent events: `change`, `status` and `resync` (see API.md).

    A client that reconnects sends `Last-Event-ID` and goes on from there.
    """
    if held.hub.clients >= MOST_CLIENTS:
        raise HTTPException(503, "too many clients listen: ask /status now and then instead")
    since = int(last_event_id) if last_event_id and last_event_id.isdecimal() else None
    stream = (message.encode() async for message in held.hub.messages(since))
    return _EventStream(stream, headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"})
