"""Server-sent events that answer one request."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import suppress

from fastapi.responses import StreamingResponse
from pydantic import BaseModel
from starlette.types import Message, Receive, Scope, Send

_SEND_S = 20
_BEAT_S = 15.0
_BEAT = b": still here\n\n"
_HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


def encoded(name: str, data: BaseModel) -> bytes:
    """One event on the wire, in ASCII: no client takes a character of the data for a line break."""
    return f"event: {name}\ndata: {data.model_dump_json(ensure_ascii=True)}\n\n".encode()


class EventStream(StreamingResponse):
    """Server-sent events with a sign of life every 15 seconds.

    A client that takes nothing for 20 seconds is dropped. `ended` is called when the response ends,
    however that comes: a client may leave before the first of the `events` is asked for.
    """

    media_type = "text/event-stream"

    def __init__(self, events: AsyncIterator[bytes], ended: Callable[[], None]) -> None:
        super().__init__(_alive(events), headers=_HEADERS)
        self._ended = ended

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_in_time(message: Message) -> None:
            async with asyncio.timeout(_SEND_S):
                await send(message)

        try:
            with suppress(TimeoutError):
                await super().__call__(scope, receive, send_in_time)
        finally:
            self._ended()


async def _alive(events: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    following = asyncio.ensure_future(anext(events, None))
    try:
        while True:
            if not (await asyncio.wait([following], timeout=_BEAT_S))[0]:
                yield _BEAT
            elif (event := following.result()) is None:
                return
            else:
                yield event
                following = asyncio.ensure_future(anext(events, None))
    finally:
        following.cancel()
