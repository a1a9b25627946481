"""ETags of JSON answers, and what a client says that it has already (RFC 9110, section 13)."""

from hashlib import sha256

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class ETags:
    """Gives each JSON answer to a GET an ETag, and 304 to who has it already.

    It is the route's own, or else a weak one of the answer's bytes (which may be sent compressed).
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "GET":
            await self._app(scope, receive, send)
            return
        await self._app(scope, receive, _Tagger(send, Headers(scope=scope)).send)


class _Tagger:
    """Holds a JSON answer back until it is whole; passes on everything else, files as well."""

    def __init__(self, send: Send, asked: Headers) -> None:
        self._send, self._asked = send, asked
        self._start: Message | None = None
        self._body = bytearray()

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
        tag = headers.setdefault("ETag", f'W/"{sha256(self._body).hexdigest()[:32]}"')
        own = "cookie" in self._asked or "authorization" in self._asked
        headers.setdefault("Cache-Control", "private, no-cache" if own else "no-cache")
        body = bytes(self._body)
        if _is_known(tag, self._asked.getlist("if-none-match")):
            start["status"], body = 304, b""
            del headers["content-length"]
            del headers["content-type"]
        await self._send(start)
        await self._send({"type": "http.response.body", "body": body})


def _taggable(start: Message) -> bool:
    headers = Headers(raw=start["headers"])
    kind, is_file = headers.get("content-type", ""), "accept-ranges" in headers
    return start["status"] == 200 and kind == "application/json" and not is_file


def _is_known(tag: str, listed: list[str]) -> bool:
    """Whether an ``If-None-Match`` has it, compared weakly, or says that anything will do."""
    known = {each.strip() for header in listed for each in header.split(",")}
    return "*" in known or tag.removeprefix("W/") in {each.removeprefix("W/") for each in known}
