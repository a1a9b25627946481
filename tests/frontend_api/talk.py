"""A client of a chat's WebSocket."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
from frontend_api.accounts.cookies import SESSION
from websockets.sync.client import ClientConnection, connect

from tests.wait import PATIENCE_S

SECONDS = 60


class Chat:
    """What a page does with the WebSocket."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket

    def send(self, **frame: Any) -> None:
        self.socket.send(json.dumps(frame))

    def frame(self) -> dict[str, Any]:
        """The next frame."""
        found: dict[str, Any] = json.loads(self.socket.recv(timeout=SECONDS))
        return found

    def until(self, *types: str) -> list[dict[str, Any]]:
        """The frames up to the first of one of these types."""
        frames = [self.frame()]
        while frames[-1]["type"] not in types:
            frames.append(self.frame())
        return frames

    def said(self, key: str, text: str) -> list[dict[str, Any]]:
        """Say something, and the frames up to the end of the answer."""
        self.send(type="say", key=key, text=text)
        return self.until("done", "problem")


def cookie(client: httpx.Client) -> str:
    """The header by which that browser shows who is signed in."""
    return f"{SESSION}={client.cookies[SESSION]}"


@contextmanager
def chatting(client: httpx.Client, persona_id: int, **given: Any) -> Iterator[Chat]:
    """A chat of that browser with a persona; `headers` stand for its own."""
    headers = given.pop("headers", {"origin": client.headers["origin"], "cookie": cookie(client)})
    base = str(client.base_url).rstrip("/").replace("http", "ws", 1)
    query = str(httpx.QueryParams(given))
    url = f"{base}/personas/{persona_id}/chat?{query}"
    origin = headers.pop("origin", None)
    patience = {"open_timeout": PATIENCE_S, "close_timeout": 1}
    with connect(url, origin=origin, additional_headers=headers, **patience) as socket:
        yield Chat(socket)
