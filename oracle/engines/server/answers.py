"""From a request's bytes to a row for the model, and from what it wrote to a response."""

import secrets
import time
from dataclasses import asdict
from typing import Any
from uuid import uuid4

from pydantic import ValidationError

from oracle.engines.server.model import ChatModel
from oracle.engines.server.rows import Completion, Row
from oracle.engines.server.schemas import ApiError, ChatRequest
from oracle.engines.server.settings import Limits
from oracle.errors import Permanent


def row_of(body: bytes, model: ChatModel, limits: Limits) -> Row:
    """The row that a request's body asks for. Raises `ApiError` for one that cannot be answered."""
    chat = _parse(body)
    if chat.model != model.identity.name:
        message = f"there is no model {chat.model[:80]!r}: this server has {model.identity.name!r}"
        raise ApiError(404, "model_not_found", message, "model")
    prompt = _prompt(chat, model, limits)
    return Row(
        prompt=prompt,
        temperature=chat.temperature,
        top_p=chat.top_p,
        max_tokens=_max_tokens(chat, len(prompt), model.context, limits),
        seed=secrets.randbits(63) if chat.seed is None else chat.seed,
        stop=chat.stops,
    )


def model_entry(model: ChatModel) -> dict[str, Any]:
    """The model as ``GET /v1/models`` lists it, with its provenance beside OpenAI's fields."""
    return {
        "id": model.identity.name,
        "object": "model",
        "created": 0,
        "owned_by": "troupe",
        "max_model_len": model.context,
        "system_fingerprint": model.identity.fingerprint,
        "provenance": asdict(model.identity),
    }


def response_of(completion: Completion, prompt_tokens: int, model: ChatModel) -> dict[str, Any]:
    """The body of an OpenAI chat completion, with `provenance` beside its own fields."""
    choice = {
        "index": 0,
        "message": {"role": "assistant", "content": completion.text, "refusal": None},
        "logprobs": None,
        "finish_reason": completion.finish,
    }
    usage = {
        "prompt_tokens": prompt_tokens,
        "completion_tokens": completion.tokens,
        "total_tokens": prompt_tokens + completion.tokens,
    }
    return {
        "id": f"chatcmpl-{uuid4().hex}",
        "object": "chat.completion",
        "created": int(time.time()),
        "model": model.identity.name,
        "system_fingerprint": model.identity.fingerprint,
        "choices": [choice],
        "usage": usage,
        "provenance": asdict(model.identity),
    }


def _parse(body: bytes) -> ChatRequest:
    try:
        return ChatRequest.model_validate_json(body)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(map(str, first["loc"])) or None
        if where == "stream":
            message = "this server does not stream: leave out stream, or send false"
        else:
            message = f"{where or 'the body'}: {first['msg']}"
        raise ApiError(400, "invalid_value", message, where) from error


def _prompt(chat: ChatRequest, model: ChatModel, limits: Limits) -> tuple[int, ...]:
    try:
        prompt = model.prompt([message.model_dump() for message in chat.messages])
    except Permanent as error:
        raise ApiError(400, "invalid_value", str(error), "messages") from error
    most = min(limits.max_prompt_tokens, model.context - 1)
    if len(prompt) > most:
        message = f"the messages are {len(prompt)} tokens: shorten them to {most}"
        raise ApiError(400, "context_length_exceeded", message, "messages")
    return prompt


def _max_tokens(chat: ChatRequest, prompt: int, context: int, limits: Limits) -> int:
    most = min(limits.max_tokens, context - prompt)
    asked = chat.max_completion_tokens or chat.max_tokens
    if asked is None:
        return most
    if asked > most:
        message = f"{asked} tokens are too many here: ask for at most {most}"
        raise ApiError(400, "invalid_value", message, "max_tokens")
    return asked
