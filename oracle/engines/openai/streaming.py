"""An engine for drafts, whose texts can be read while they are written."""

from collections.abc import Callable, Sequence
from contextlib import closing
from functools import partial

from oracle.domain import EngineInfo
from oracle.engines.openai.budget import Budget
from oracle.engines.openai.client import Answered, OpenAIClient
from oracle.engines.openai.engine import Prompt
from oracle.engines.openai.servers import info_of
from oracle.engines.openai.settings import OpenAISettings
from oracle.engines.openai.stream import ChatStream
from oracle.engines.openai.turn import Turn
from oracle.engines.openai.wire import Model
from oracle.errors import Permanent, Transient
from oracle.ports import Tokens, WriteRequest, Written
from oracle.work.threads import DaemonThreads

Heard = Callable[[int, str], None]
"""Hears the number of a request, from 0, and the next piece of its text."""


class StreamingEngine:
    """A `TextEngine` of one server that tells `heard` of each text as it is written.

    Each text is asked for once: what is no entry, or breaks off, fails, and the others stand.
    `heard` is called from several threads, with what the model says as it says it: not yet cleaned,
    checked or cut.
    """

    def __init__(
        self, server: OpenAISettings, prompt: Prompt, budget: Budget, heard: Heard
    ) -> None:
        self._client = OpenAIClient(server, budget)
        self._prompt, self._heard = prompt, heard
        self._together = server.concurrency

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def info(self) -> EngineInfo:
        """The model that the server has. Raises `Transient` where it does not answer."""
        return info_of(self._client.models().base)

    def write(self, requests: Sequence[WriteRequest]) -> list[Written]:
        """One `Written` per request, in order. Raises `Transient` where all of them are lost."""
        with closing(DaemonThreads("stream", min(len(requests), self._together))) as threads:
            asked = [
                threads.submit(partial(self._written, number, request))
                for number, request in enumerate(requests)
            ]
            found = [future.result() for future in asked]
        lost = [one for one in found if isinstance(one, Transient)]
        if lost and len(lost) == len(found):
            raise lost[0]
        return [
            self._turn(request).failed(str(one)) if isinstance(one, Transient) else one
            for request, one in zip(requests, found, strict=True)
        ]

    def _turn(self, request: WriteRequest) -> Turn:
        return Turn(request, self._prompt(request.card, request.brief, request.platform))

    def _written(self, number: int, request: WriteRequest) -> Written | Transient:
        turn = self._turn(request)
        try:
            with self._client.stream(turn.chat()) as stream:
                for piece in stream:
                    self._heard(number, piece)
            answered = _answered(stream)
            text = turn.text(answered)
        except Permanent as error:
            return turn.failed(str(error))
        except Transient as error:
            return error
        return Written(
            text=text,
            failure=None,
            prompt=turn.failed("").prompt,
            sampling=request.card.sampling,
            note=answered.note,
            tokens=answered.tokens,
        )


def _answered(stream: ChatStream) -> Answered:
    tokens = stream.usage.tokens if stream.usage else Tokens()
    return Answered(stream.text, stream.finish, tokens, Model(id=stream.model), stream.note)
