"""Headers of every response: what browsers may do with it, and an ETag for JSON."""

from hashlib import sha256

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_DATA_POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox"
_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin-allow-popups",
}


def page_policy(local_node: bool) -> str:
    """The Content-Security-Policy of the page; wallets on a local chain need its node too."""
    node = " http://127.0.0.1:* http://localhost:*" if local_node else ""
    return (
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
        f"img-src 'self' data:; font-src 'self'; connect-src 'self'{node}; manifest-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )


class SecurityHeaders:
    """Puts the same safe headers on everything; a route's own header stays."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _ALWAYS.items():
                    headers.setdefault(name, value)
                headers.setdefault("Content-Security-Policy", _DATA_POLICY)
            await send(message)

        await self._app(scope, receive, with_headers)


class ETags:
    """Gives each JSON answer to a GET an ETag, and 304 to who has it already.

    It is the route's own, or else one of the answer's bytes.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "GET":
            await self._app(scope, receive, send)
            return
        known = Headers(scope=scope).get("if-none-match", "")
        await self._app(scope, receive, _Tagger(send, known).send)


class _Tagger:
    """Holds a JSON answer back until it is whole; passes on everything else, files as well."""

    def __init__(self, send: Send, known: str) -> None:
        self._send, self._known = send, known
        self._start: Message | None = None
        self._body = b""

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start" and _taggable(message):
            self._start = message
        elif self._start is None:
            await self._send(message)
        else:
            self._body += message.get("body", b"")
            if not message.get("more_body"):
                await self._finish(self._start)

    async def _finish(self, start: Message) -> None:
        headers = MutableHeaders(scope=start)
        tag = headers.setdefault("ETag", f'"{sha256(self._body).hexdigest()[:32]}"')
        headers.setdefault("Cache-Control", "no-cache")
        if tag in self._known:
            start["status"], self._body = 304, b""
            del headers["content-length"]
        await self._send(start)
        await self._send({"type": "http.response.body", "body": self._body})


def _taggable(start: Message) -> bool:
    headers = Headers(raw=start["headers"])
    kind, is_file = headers.get("content-type", ""), "accept-ranges" in headers
    return start["status"] == 200 and kind == "application/json" and not is_file
