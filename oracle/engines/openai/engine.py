"""The client engine: a round's personas asked together, so that a server batches them."""

import json
from collections.abc import Callable, Sequence
from contextlib import closing
from functools import partial
from typing import Any

from oracle.domain import MAX_REASON, Brief, Card, EngineInfo, Platform, digest_of
from oracle.engines.openai.client import OpenAIClient
from oracle.engines.openai.servers import Server, Servers
from oracle.engines.openai.settings import OpenAISettings
from oracle.engines.openai.text import check, cleaned
from oracle.engines.openai.wire import Choice
from oracle.errors import Permanent, Transient
from oracle.platforms import PLATFORMS, fitted
from oracle.ports import WriteRequest, Written
from oracle.printable import one_line
from oracle.work.threads import DaemonThreads

Messages = list[dict[str, str]]
Prompt = Callable[[Card, Brief, Platform], Messages]
_LOST = "the language model's server did not answer"


class OpenAIEngine:
    """A `TextEngine` that writes with the model of OpenAI-compatible servers.

    `prompt` turns a persona's card and a brief into the chat that the model is shown. A round goes
    to one server as a whole, so that it is one batch there and costs little more than one entry;
    rounds at the same time go to different servers.
    """

    def __init__(self, servers: Sequence[OpenAISettings], prompt: Prompt) -> None:
        self._servers = Servers(servers)
        self._prompt = prompt

    def close(self) -> None:
        """Close the connections to the servers."""
        self._servers.close()

    def info(self) -> EngineInfo:
        """The model and, where a server tells them, its commit or digest, versions and device.

        Raises `Transient` where no server answers or has the model, or where they differ.
        """
        return self._servers.info()

    def write(self, requests: Sequence[WriteRequest]) -> list[Written]:
        """One `Written` per request, in order, all from the same server.

        Raises `Transient` where each server answers none of them, or no longer answers after.
        """
        failures: list[Transient] = []
        for server in self._servers.in_order():
            try:
                with self._servers.working(server):
                    return self._write_at(server, requests)
            except Transient as error:
                server.rest(error)
                failures.append(error)
        raise failures[-1]

    def _write_at(self, server: Server, requests: Sequence[WriteRequest]) -> list[Written]:
        """Where another server could write it, one that answers nothing is not asked twice."""
        model = self._servers.model(server)
        quick = 1 if len(self._servers) > 1 else None
        written = self._ask(requests, partial(self._write, server.client, model, quick))
        lost = [one for one in written if isinstance(one, Transient)]
        if lost and len(lost) == len(written):
            raise lost[0]
        if lost and quick:
            again = [r for r, one in zip(requests, written, strict=True) if not _is_whole(one)]
            found = iter(self._ask(again, partial(self._write, server.client, model, None)))
            written = [one if _is_whole(one) else next(found) for one in written]
        if not all(map(_is_whole, written)):
            self._servers.model(server)
        return [
            self._failed(request, _LOST) if isinstance(one, Transient) else one
            for request, one in zip(requests, written, strict=True)
        ]

    def _ask(
        self, requests: Sequence[WriteRequest], write: Callable[[WriteRequest], Written | Transient]
    ) -> list[Written | Transient]:
        with closing(DaemonThreads("write", len(requests))) as threads:
            asked = [threads.submit(partial(write, each)) for each in requests]
            return [future.result() for future in asked]

    def _write(
        self, client: OpenAIClient, model: str, attempts: int | None, request: WriteRequest
    ) -> Written | Transient:
        messages = self._messages(request)
        try:
            choice = client.complete(_body(request, model, messages), attempts).choices[0]
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


def _is_whole(one: Written | Transient) -> bool:
    return isinstance(one, Written)
