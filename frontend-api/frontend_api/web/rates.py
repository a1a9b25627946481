"""How often one client may ask, whatever it asks for."""

from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send

from frontend_api.accounts.allowance import Allowance, Rate
from frontend_api.web.client import client_of
from frontend_api.web.problems import problem

_SAFE = {"GET", "HEAD", "OPTIONS"}


class Rates:
    """Answers 429 to a client that asks, or writes, more often in a minute; 0 is no bound.

    To open a WebSocket is to ask. A minute's worth may come at once. Doors that cost more have
    rates of their own besides.
    """

    def __init__(self, app: ASGIApp, allowance: Allowance, requests: int, writes: int) -> None:
        self._app, self._allowance = app, allowance
        self._requests = Rate("requests", requests, 60 / requests) if requests else None
        self._writes = Rate("writes", writes, 60 / writes) if writes else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "lifespan":
            reads = scope.get("method", "GET") in _SAFE  # to open a WebSocket is a GET
            rate = self._requests if reads else self._writes
            try:
                if rate:
                    self._allowance.spend(client_of(HTTPConnection(scope)), rate)
            except HTTPException as error:
                refused = problem(429, error.detail, headers=dict(error.headers or {}))
                await refused(scope, receive, send)
                return
        await self._app(scope, receive, send)
