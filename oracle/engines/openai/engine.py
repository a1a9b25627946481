"""The client engine: a round's personas asked together, so that the server batches them."""

import json
from collections.abc import Callable, Sequence
from contextlib import closing
from functools import partial
from typing import Any

from oracle.domain import MAX_REASON, Brief, Card, EngineInfo, Platform, digest_of
from oracle.engines.openai.client import OpenAIClient
from oracle.engines.openai.fit import fitted
from oracle.engines.openai.settings import OpenAISettings
from oracle.engines.openai.text import check, cleaned
from oracle.engines.openai.wire import Choice, Model
from oracle.errors import Permanent, Transient
from oracle.platforms import PLATFORMS
from oracle.ports import WriteRequest, Written
from oracle.printable import one_line
from oracle.work.threads import DaemonThreads

Messages = list[dict[str, str]]
Prompt = Callable[[Card, Brief, Platform], Messages]
_LOST = "the language model's server did not answer"


class OpenAIEngine:
    """A `TextEngine` that writes with the model of an OpenAI-compatible server.

    `prompt` turns a persona's card and a brief into the chat that the model is shown.
    """

    def __init__(self, settings: OpenAISettings, prompt: Prompt) -> None:
        self._client = OpenAIClient(settings)
        self._prompt = prompt

    def close(self) -> None:
        """Close the connections to the server."""
        self._client.close()

    def info(self) -> EngineInfo:
        """The model and, where the server tells them, its commit or digest, versions and device.

        Raises `Transient` where the server does not answer or has not the model.
        """
        model = self._client.model()
        return EngineInfo(
            name="openai", version=_versions(model), model=_pinned(model), built_in=False
        )

    def write(self, requests: Sequence[WriteRequest]) -> list[Written]:
        """One `Written` per request, in order.

        Raises `Transient` where the server answers none of them, or no longer answers after.
        """
        model = self._client.model().id
        with closing(DaemonThreads("write", len(requests))) as threads:
            asked = [threads.submit(partial(self._write, each, model)) for each in requests]
            written = [future.result() for future in asked]
        lost = [one for one in written if isinstance(one, Transient)]
        if lost and len(lost) == len(written):
            raise lost[0]
        if lost:
            self._client.model()
        return [
            self._failed(request, _LOST) if isinstance(one, Transient) else one
            for request, one in zip(requests, written, strict=True)
        ]

    def _write(self, request: WriteRequest, model: str) -> Written | Transient:
        messages = self._messages(request)
        try:
            choice = self._client.complete(_body(request, model, messages)).choices[0]
            text = _text(choice, request, messages)
        except Permanent as error:
            return self._failed(request, str(error))
        except Transient as error:
            return error
        return Written(text, None, _digest(messages), request.card.sampling)

    def _failed(self, request: WriteRequest, why: str) -> Written:
        prompt = _digest(self._messages(request))
        return Written("", one_line(why, MAX_REASON), prompt, request.card.sampling)

    def _messages(self, request: WriteRequest) -> Messages:
        return self._prompt(request.card, request.brief, request.platform)


def _body(request: WriteRequest, model: str, messages: Messages) -> dict[str, Any]:
    return {
        "model": model,
        "messages": messages,
        "temperature": request.card.sampling.temperature,
        "top_p": request.card.sampling.top_p,
        "max_tokens": request.card.sampling.max_tokens,
        "seed": int(request.seed, 16) >> (256 - 63),
    }


def _text(choice: Choice, request: WriteRequest, messages: Messages) -> str:
    """The entry's text. Raises `Permanent` where there is none."""
    if choice.message.refusal or choice.finish_reason == "content_filter":
        raise Permanent("the model refused to write this")
    text = cleaned(choice.message.content or "")
    check(text, _instructions(messages), _repeatable(request.brief))
    return fitted(text, PLATFORMS[request.platform], whole=choice.finish_reason != "length")


def _instructions(messages: Messages) -> str:
    return "\n".join(message["content"] for message in messages if message["role"] == "system")


def _repeatable(brief: Brief) -> str:
    return "\n".join((brief.text, *(f"{source.title}\n{source.text}" for source in brief.sources)))


def _digest(messages: Messages) -> str:
    canonical = json.dumps(messages, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return digest_of(canonical.encode())


def _pinned(model: Model) -> str:
    if model.provenance is None:
        return model.id
    return f"{model.id}@{model.provenance.revision or model.provenance.digest}"[:300]


def _versions(model: Model) -> str:
    if (told := model.provenance) is None:
        return ""
    versions = f"transformers {told.transformers}, torch {told.torch}, {told.dtype}, {told.device}"
    return versions[:60]
