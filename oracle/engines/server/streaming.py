"""A completion in pieces, as server-sent events.

Source: https://platform.openai.com/docs/api-reference/chat-streaming
"""

import json
from collections.abc import AsyncIterator
from dataclasses import asdict
from functools import partial
from typing import Any

from fastapi.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from oracle.engines.server.answers import Asked, frame, usage_of
from oracle.engines.server.batching import Batcher, Job
from oracle.engines.server.schemas import ApiError
from oracle.errors import Transient

_UNBUFFERED = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
_DONE = "data: [DONE]\n\n"


class EventStream(StreamingResponse):
    """The events of a job, as its text comes. A client that goes away gives its row up."""

    def __init__(self, asked: Asked, job: Job, batcher: Batcher) -> None:
        super().__init__(_pieces(asked, job), media_type="text/event-stream", headers=_UNBUFFERED)
        self._give_up = partial(batcher.give_up, job)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send them all."""
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._give_up()


async def _pieces(asked: Asked, job: Job) -> AsyncIterator[str]:
    """The first has the provenance. Where the model fails the last is an error, no ``[DONE]``."""
    try:
        yield _event(asked, {"role": "assistant", "content": ""}, provenance=asdict(asked.identity))
        while isinstance(piece := await job.piece(), str):
            yield _event(asked, {"content": piece})
        yield _event(asked, {}, piece.finish)
        if asked.usage:
            yield _data({**_chunk(asked), "choices": [], "usage": usage_of(asked, piece)})
        yield _DONE
    except Transient as error:
        yield _data(ApiError(503, "model_failed", str(error)).body())


def _event(asked: Asked, delta: dict[str, str], finish: str | None = None, **other: Any) -> str:
    choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish}
    usage = {"usage": None} if asked.usage else {}
    return _data({**_chunk(asked), "choices": [choice], **usage, **other})


def _chunk(asked: Asked) -> dict[str, Any]:
    return frame(asked, "chat.completion.chunk")


def _data(body: dict[str, Any]) -> str:
    return f"data: {json.dumps(body)}\n\n"
