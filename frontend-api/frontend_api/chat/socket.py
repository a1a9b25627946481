"""The WebSocket of a chat: `/personas/{id}/chat`; the frames are in `schemas`."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Annotated

from fastapi import APIRouter, Path, Query, WebSocket, WebSocketDisconnect
from pydantic import TypeAdapter, ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from frontend_api.accounts.session import SignedIn, require_still
from frontend_api.chat.cards import card_of
from frontend_api.chat.rates import SOCKETS
from frontend_api.chat.schemas import ClientFrame, ProblemFrame, SayFrame, ServerFrame
from frontend_api.chat.talking import Talking, problem_of
from frontend_api.web.view import Held
from oracle.errors import Permanent, TroupeError

router = APIRouter(tags=["chat"])
_FRAMES: TypeAdapter[ClientFrame] = TypeAdapter(ClientFrame)
_MOST_CHARACTERS = 64 * 1024
_SEND_S = 20


@router.websocket("/personas/{persona_id}/chat")
async def persona_chat(
    socket: WebSocket,
    held: Held,
    address: SignedIn,
    persona_id: Annotated[int, Path(ge=1, le=0xFFFF)],
    conversation: Annotated[str | None, Query(max_length=40)] = None,
    after: Annotated[int, Query(ge=0, le=2**62)] = 0,
) -> None:
    """Talk with a persona; see API.md."""
    await run_in_threadpool(held.allowance.spend, address, SOCKETS)
    await run_in_threadpool(card_of, held, persona_id)
    with held.hub.seat(address):
        await socket.accept()
        talking = Talking(
            held,
            address,
            persona_id,
            lambda frame: _send(socket, frame),
            lambda: require_still(socket, held, address),
        )
        with suppress(WebSocketDisconnect, TimeoutError, RuntimeError):
            await _talk(socket, talking, conversation, after)
        await talking.leave()


async def _talk(socket: WebSocket, talking: Talking, conversation: str | None, after: int) -> None:
    """Until the client leaves, or sends what is no frame."""
    try:
        await talking.begin(conversation, after)
        async for text in _texts(socket):
            await _take(talking, text)
    except (HTTPException, TroupeError) as error:
        await _send(socket, ProblemFrame(problem=problem_of(error)))
        await socket.close(1008)


async def _take(talking: Talking, text: str) -> None:
    try:
        frame = _FRAMES.validate_json(text)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        raise Permanent(f"this is no frame of a chat: {first['msg']}; see API.md") from None
    if isinstance(frame, SayFrame):
        await talking.say(frame.key, frame.text)
    else:
        talking.stop()


async def _texts(socket: WebSocket) -> AsyncIterator[str]:
    while True:
        text = await socket.receive_text()
        if len(text) > _MOST_CHARACTERS:
            raise Permanent(f"a frame has at most {_MOST_CHARACTERS} characters")
        yield text


async def _send(socket: WebSocket, frame: ServerFrame) -> None:
    """Raises `TimeoutError` where the client takes nothing for 20 seconds."""
    async with asyncio.timeout(_SEND_S):
        await socket.send_text(frame.model_dump_json())
