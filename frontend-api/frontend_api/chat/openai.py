"""Personas as models: `GET /v1/models` and `POST /v1/chat/completions`."""

import asyncio
import json
import re
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from frontend_api.accounts.session import SignedIn
from frontend_api.chat.cards import active_cards, card_of
from frontend_api.chat.hearing import Hearing
from frontend_api.chat.openai_errors import STATUSES, OpenAIRoute
from frontend_api.chat.openai_schemas import (
    MAX_TOKENS,
    AnswerMessage,
    ChoiceOut,
    CompletionIn,
    CompletionOut,
    ModelOut,
    ModelsOut,
    UsageOut,
    error_of,
)
from frontend_api.chat.rates import MESSAGES
from frontend_api.chat.talking import problem_of
from frontend_api.web.sse import EventStream
from frontend_api.web.view import Held, Viewed
from oracle.assistant.chat import Speaking, asked_of, usage_of
from oracle.domain import Card, Sampling
from oracle.ports import TalkRequest, Turn

router = APIRouter(prefix="/v1", tags=["openai"], route_class=OpenAIRoute)
_NAME = re.compile(r"persona-([1-9][0-9]{0,4})")
_LEAST_TEMPERATURE = 0.01


@router.get("/models", response_model=ModelsOut, responses=STATUSES)
def models_list(view: Viewed, _address: SignedIn) -> ModelsOut:
    """The active personas, each as a model whose id is ``persona-<id>``."""
    return ModelsOut(
        data=[
            ModelOut(
                id=f"persona-{row.id}",
                created=row.registered_at,
                owned_by="troupe",
                name=card.name,
                persona_id=row.id,
            )
            for row, card in active_cards(view)
        ]
    )


@router.post("/chat/completions", response_model=CompletionOut, responses=STATUSES)
async def completions_create(
    request: Request, held: Held, address: SignedIn, asked: CompletionIn
) -> Response:
    """A persona's answer, whole or as server-sent events. Nothing of it is kept.

    The persona stays who its card says, whatever a system message asks.
    """
    await run_in_threadpool(held.allowance.spend, address, MESSAGES)
    card = await run_in_threadpool(card_of, held, _persona_id(asked.model))
    wanted = _wanted(card, asked)
    hearing = Hearing()
    speaking = held.chats.complete(address, wanted, asked.stops, hearing.heard)
    told = _Told(asked, wanted)
    pieces = hearing.pieces(speaking)
    if asked.stream:
        return EventStream(_events(told, speaking, pieces), speaking.stop)
    watching = asyncio.create_task(_stop_when_gone(request, speaking))
    try:
        text = "".join([piece async for piece in pieces])
    finally:
        watching.cancel()
    if speaking.error is not None:
        raise speaking.error
    return JSONResponse(told.completion(text, speaking).model_dump())


@dataclass(frozen=True)
class _Told:
    """What all parts of an answer say."""

    asked: CompletionIn
    wanted: TalkRequest
    id: str = field(default_factory=lambda: f"chatcmpl-{uuid4().hex}")
    created: int = field(default_factory=lambda: int(time.time()))

    def completion(self, text: str, speaking: Speaking) -> CompletionOut:
        return CompletionOut(
            id=self.id,
            created=self.created,
            model=self.asked.model,
            system_fingerprint=_label(speaking),
            choices=[
                ChoiceOut(message=AnswerMessage(content=text), finish_reason=_finish(speaking))
            ],
            usage=self.usage(speaking),
        )

    def usage(self, speaking: Speaking) -> UsageOut:
        tokens = usage_of(self.wanted, speaking)
        return UsageOut(
            prompt_tokens=tokens.read,
            completion_tokens=tokens.written,
            total_tokens=tokens.read + tokens.written,
        )

    def chunk(self, speaking: Speaking, **other: Any) -> bytes:
        frame = {
            "id": self.id,
            "object": "chat.completion.chunk",
            "created": self.created,
            "model": self.asked.model,
            "system_fingerprint": _label(speaking),
        }
        return _data(frame | other)

    def delta(self, speaking: Speaking, delta: dict[str, str], finish: str | None = None) -> bytes:
        choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish}
        return self.chunk(speaking, choices=[choice])


async def _stop_when_gone(request: Request, speaking: Speaking) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
    speaking.stop()


async def _events(
    told: _Told, speaking: Speaking, pieces: AsyncIterator[str]
) -> AsyncIterator[bytes]:
    """A persona that breaks off ends with an error, and no ``[DONE]``."""
    yield told.delta(speaking, {"role": "assistant", "content": ""})
    async for piece in pieces:
        yield told.delta(speaking, {"content": piece})
    if speaking.error is not None:
        found = problem_of(speaking.error)
        yield _data(error_of(found.status, found.detail, None))
        return
    yield told.delta(speaking, {}, _finish(speaking))
    if told.asked.stream_options and told.asked.stream_options.include_usage:
        yield told.chunk(speaking, choices=[], usage=told.usage(speaking).model_dump())
    yield b"data: [DONE]\n\n"


def _persona_id(model: str) -> int:
    found = _NAME.fullmatch(model)
    if found is None:
        raise HTTPException(404, f"there is no model {model[:80]!r}: see /v1/models")
    return int(found[1])


def _wanted(card: Card, asked: CompletionIn) -> TalkRequest:
    wishes = "\n\n".join(m.text for m in asked.messages if m.role in {"system", "developer"})
    turns = [
        Turn("assistant" if m.role == "assistant" else "user", m.text)
        for m in asked.messages
        if m.role in {"user", "assistant"}
    ]
    return asked_of(card, turns, _sampling(card.sampling, asked), wishes, asked.seed)


def _sampling(own: Sampling, asked: CompletionIn) -> Sampling:
    most = asked.max_completion_tokens or asked.max_tokens or own.max_tokens
    temperature = own.temperature if asked.temperature is None else asked.temperature
    return Sampling(
        temperature=max(temperature, _LEAST_TEMPERATURE),
        top_p=asked.top_p or own.top_p,
        max_tokens=min(most, MAX_TOKENS),
    )


def _label(speaking: Speaking) -> str:
    return speaking.engine.label if speaking.engine else ""


def _finish(speaking: Speaking) -> Any:
    return "length" if speaking.cut else "stop"


def _data(body: dict[str, Any]) -> bytes:
    return f"data: {json.dumps(body)}\n\n".encode()
