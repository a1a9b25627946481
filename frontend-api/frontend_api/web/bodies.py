"""Bodies of requests: bounded in size and time for every route that does not bound its own."""

import asyncio
from collections.abc import Collection

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_MOST = 256 * 1024
_SECONDS = 15


class BoundedBodies:
    """Refuses bodies of more than 256 KiB, or that take longer than 15 s.

    Those of the paths in `but` are read in pieces by their own endpoints.
    """

    def __init__(self, app: ASGIApp, but: Collection[str]) -> None:
        self._app, self._but = app, but

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        bounded = scope["type"] == "http" and scope["path"] not in self._but
        await self._app(scope, _Bounded(receive).receive if bounded else receive, send)


class _Bounded:
    """What a server receives of one body."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._until = asyncio.get_running_loop().time() + _SECONDS
        self._left = _MOST
        self._whole = False

    async def receive(self) -> Message:
        """As ASGI asks. Raises `HTTPException` 408 and 413."""
        if self._whole:
            return await self._receive()
        try:
            async with asyncio.timeout_at(self._until):
                message = await self._receive()
        except TimeoutError:
            raise HTTPException(408, f"the body took longer than {_SECONDS} s") from None
        self._left -= len(message.get("body", b""))
        self._whole = not message.get("more_body", False)
        if self._left < 0:
            raise HTTPException(413, f"send at most {_MOST} bytes", {"Connection": "close"})
        return message
