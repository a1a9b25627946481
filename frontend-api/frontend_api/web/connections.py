"""Connections that ask for nothing, which would otherwise take the place of those that do."""

import asyncio
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol


class PromptProtocol(H11Protocol):
    """HTTP/1.1 for clients that ask: who begins no request for `seconds`, or sends the head of one
    for longer, is let go. uvicorn waits for the first head for ever.

    So a connection is looked at each `seconds`, until it is closed or becomes a WebSocket.
    """

    seconds = 10.0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """As asyncio calls it."""
        super().connection_made(transport)
        self._look_later(None)

    def _look_later(self, seen: Any) -> None:
        self.loop.call_later(self.seconds, self._look, seen)

    def _look(self, seen: Any) -> None:
        if self not in self.connections:
            return
        is_asked = self.cycle is not None and not self.cycle.response_complete
        if is_asked or self.cycle is not seen:
            self._look_later(self if is_asked else self.cycle)  # an answer that just ended is news
        else:
            self.transport.close()
