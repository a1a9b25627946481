"""Server-sent events whose client leaves, asked as an ASGI server asks."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from frontend_api.assistant.events import Piece
from frontend_api.web.sse import EventStream, encoded

from tests.wait import PATIENCE_S

SCOPE = {"type": "http", "asgi": {"version": "3.0", "spec_version": "2.3"}}


async def endless() -> AsyncIterator[bytes]:
    while True:
        yield b"data: on\n\n"
        await asyncio.sleep(0)


@pytest.mark.parametrize("taken", [0, 1, 3])
def test_stream__client_takes_so_much_and_leaves__nothing_goes_on(taken: int):
    asyncio.run(leaves_after(taken))


async def leaves_after(taken: int) -> None:
    """Be a client that takes so many messages, and leaves while it is sent another one."""
    ended, left = asyncio.Event(), asyncio.Event()
    sent: list[Any] = []

    async def receive() -> Any:
        await left.wait()
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        sent.append(message)
        if len(sent) > taken:
            left.set()
            await asyncio.get_running_loop().create_future()

    if not taken:
        left.set()
    async with asyncio.timeout(PATIENCE_S):
        await EventStream(endless(), ended.set)(SCOPE, receive, send)
        assert ended.is_set()
        while asyncio.all_tasks() - {asyncio.current_task()}:
            await asyncio.sleep(0)


def test_event__text_with_all_line_breaks_of_unicode__is_one_line():
    said = "\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
    lines = encoded("piece", Piece(persona_id=1, candidate=0, text=said)).decode().splitlines()
    assert lines[0] == "event: piece"
    assert json.loads(lines[1].removeprefix("data: "))["text"] == said
    assert lines[2:] == [""]
