"""Connections that ask for nothing are let go; those that ask are not."""

import asyncio
import socket
import time
from collections.abc import Iterator
from typing import Any, ClassVar

import pytest
from frontend_api.web.connections import PromptProtocol

from tests.wait import PATIENCE_S
from tests.web_server import running

SECONDS = 2.0
ANSWERED: list[float] = []


class Brisk(PromptProtocol):
    """As served, but in less time."""

    seconds = SECONDS
    gone: ClassVar[list[float]] = []

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        self.gone.append(time.monotonic())


async def slow(scope: Any, receive: Any, send: Any) -> None:
    """An application that takes longer to answer than clients may be silent."""
    if scope["type"] == "lifespan":
        return
    while (await receive()).get("more_body"):
        pass
    await send(
        {"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]}
    )
    await asyncio.sleep(2.5 * SECONDS)
    ANSWERED.append(time.monotonic())
    await send({"type": "http.response.body", "body": b"ok"})


@pytest.fixture(scope="module")
def address() -> Iterator[tuple[str, int]]:
    with running(slow, http=Brisk, lifespan="off") as url:
        host, _, port = url.removeprefix("http://").partition(":")
        yield host, int(port)


def said(client: socket.socket) -> bytes:
    """All that comes until the service closes the connection."""
    client.settimeout(PATIENCE_S)
    return b"".join(iter(lambda: client.recv(4096), b""))


@pytest.mark.parametrize("sent", [b"", b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: "])
def test_connection__that_asks_nothing_whole__is_closed(
    address: tuple[str, int], sent: bytes
) -> None:
    with socket.create_connection(address) as client:
        client.sendall(sent)
        assert said(client) == b""


def test_connection__whose_answer_takes_long__is_kept_until_it_is_silent(
    address: tuple[str, int],
) -> None:
    with socket.create_connection(address) as client:
        client.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        answer = said(client)
    assert answer.startswith(b"HTTP/1.1 200")
    assert answer.endswith(b"\r\n\r\nok")
    assert Brisk.gone[-1] - ANSWERED[-1] >= SECONDS
