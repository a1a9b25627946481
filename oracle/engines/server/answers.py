"""From a request's bytes to a row for the model, and from what it wrote to a response."""

import secrets
import time
from dataclasses import asdict, dataclass, field
from typing import Any
from uuid import uuid4

from pydantic import ValidationError

from oracle.engines.server.identity import Identity
from oracle.engines.server.model import ChatModel
from oracle.engines.server.rows import Completion, Row
from oracle.engines.server.schemas import ApiError, ChatRequest
from oracle.engines.server.settings import Limits
from oracle.errors import Permanent


@dataclass(frozen=True)
class Asked:
    """A request that can be answered: by which model, as which row, and whether in pieces."""

    identity: Identity
    row: Row
    stream: bool
    usage: bool
    id: str = field(default_factory=lambda: f"chatcmpl-{uuid4().hex}")
    created: int = field(default_factory=lambda: int(time.time()))


def asked_of(body: bytes, model: ChatModel, limits: Limits) -> Asked:
    """What a request's body asks for. Raises `ApiError` for one that cannot be answered."""
    chat = _parse(body)
    adapter = _adapter(chat, model)
    prompt = _prompt(chat, model, limits)
    row = Row(
        prompt=prompt,
        temperature=chat.temperature,
        top_p=chat.top_p,
        max_tokens=_max_tokens(chat, len(prompt), model.context, limits),
        seed=secrets.randbits(63) if chat.seed is None else chat.seed,
        stop=chat.stops,
        adapter=adapter,
        priority=chat.priority,
    )
    usage = chat.stream_options is not None and chat.stream_options.include_usage
    return Asked(model.identities[adapter], row, chat.stream, usage)


def model_entry(identity: Identity, context: int) -> dict[str, Any]:
    """A model as ``GET /v1/models`` lists it, with its provenance beside OpenAI's fields."""
    return {
        "id": identity.name,
        "object": "model",
        "created": 0,
        "owned_by": "troupe",
        "max_model_len": context,
        "system_fingerprint": identity.fingerprint,
        "provenance": asdict(identity),
    }


def response_of(asked: Asked, completion: Completion) -> dict[str, Any]:
    """The body of an OpenAI chat completion, with `provenance` beside its own fields."""
    choice = {
        "index": 0,
        "message": {"role": "assistant", "content": completion.text, "refusal": None},
        "logprobs": None,
        "finish_reason": completion.finish,
    }
    return {
        **frame(asked, "chat.completion"),
        "choices": [choice],
        "usage": usage_of(asked, completion),
        "provenance": asdict(asked.identity),
    }


def frame(asked: Asked, kind: str) -> dict[str, Any]:
    """What a response and each piece of one begin with."""
    return {
        "id": asked.id,
        "object": kind,
        "created": asked.created,
        "model": asked.identity.name,
        "system_fingerprint": asked.identity.fingerprint,
    }


def usage_of(asked: Asked, completion: Completion) -> dict[str, int]:
    """Tokens read and written."""
    prompt = len(asked.row.prompt)
    return {
        "prompt_tokens": prompt,
        "completion_tokens": completion.tokens,
        "total_tokens": prompt + completion.tokens,
    }


def _parse(body: bytes) -> ChatRequest:
    try:
        return ChatRequest.model_validate_json(body)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(map(str, first["loc"])) or None
        message = f"{where or 'the body'}: {first['msg']}"
        raise ApiError(400, "invalid_value", message, where) from error


def _adapter(chat: ChatRequest, model: ChatModel) -> int:
    names = [identity.name for identity in model.identities]
    if chat.model not in names:
        message = f"there is no model {chat.model[:80]!r}: this server has {', '.join(names)}"
        raise ApiError(404, "model_not_found", message, "model")
    return names.index(chat.model)


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
