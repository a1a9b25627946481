"""A completion in pieces, as server-sent events.

Source: https://platform.openai.com/docs/api-reference/chat-streaming
"""

import json
from collections.abc import AsyncIterator
from dataclasses import asdict
from typing import Any

from oracle.engines.server.answers import Asked, frame, usage_of
from oracle.engines.server.batching import Batcher, Job
from oracle.engines.server.schemas import ApiError
from oracle.errors import Transient

_DONE = "data: [DONE]\n\n"


async def pieces(asked: Asked, job: Job, batcher: Batcher) -> AsyncIterator[str]:
    """The events of a job, as its text comes; whoever stops listening gives its row up.

    The first has the provenance. Where the model fails the last is an error, without ``[DONE]``.
    """
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
    finally:
        batcher.give_up(job)


def _event(asked: Asked, delta: dict[str, str], finish: str | None = None, **other: Any) -> str:
    choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish}
    usage = {"usage": None} if asked.usage else {}
    return _data({**_chunk(asked), "choices": [choice], **usage, **other})


def _chunk(asked: Asked) -> dict[str, Any]:
    return frame(asked, "chat.completion.chunk")


def _data(body: dict[str, Any]) -> str:
    return f"data: {json.dumps(body)}\n\n"
