"""Chats of people with personas, answered by the model of one OpenAI-compatible server."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from oracle.domain import EngineInfo
from oracle.engines.openai.budget import Budget
from oracle.engines.openai.chat import Chat, Messages
from oracle.engines.openai.client import OpenAIClient
from oracle.engines.openai.settings import OpenAISettings
from oracle.engines.openai.stream import ChatStream
from oracle.ports import TalkRequest, Tokens
from oracle.printable import printable_piece

_AFTER_ROUNDS_AND_JUDGES = 2

TalkPrompt = Callable[[TalkRequest], Messages]


class ModelAnswer:
    """An `oracle.ports.Answer` that a language model writes; nothing hidden is in its pieces."""

    def __init__(self, stream: ChatStream, engine: EngineInfo) -> None:
        self._stream = stream
        self.engine = engine

    @property
    def finish(self) -> str | None:
        """Why it ended."""
        return self._stream.finish

    @property
    def tokens(self) -> Tokens | None:
        """As the server told."""
        return self._stream.usage.tokens if self._stream.usage else None

    def __iter__(self) -> Iterator[str]:
        """The pieces that print."""
        return filter(None, map(printable_piece, self._stream))

    def hang_up(self) -> None:
        """The connection is shut: the server writes no more."""
        self._stream.hang_up()


class OpenAITalker:
    """An `oracle.ports.Talker`; a round's entries go before what it asks for.

    A persona whose card names an adapter is answered by that, where the server has it.
    """

    def __init__(
        self, server: OpenAISettings, prompt: TalkPrompt, budget: Budget | None = None
    ) -> None:
        self._client = OpenAIClient(server, budget)
        self._prompt = prompt

    @contextmanager
    def answer(self, request: TalkRequest) -> Iterator[ModelAnswer]:
        """See `oracle.ports.Talker.answer`."""
        chat = Chat(
            self._prompt(request),
            request.sampling,
            request.seed,
            request.card.adapter,
            _AFTER_ROUNDS_AND_JUDGES,
        )
        with self._client.stream(chat) as stream:
            yield ModelAnswer(stream, _engine(stream))

    def close(self) -> None:
        """Close the connections."""
        self._client.close()


def _engine(stream: ChatStream) -> EngineInfo:
    return EngineInfo(name="openai", version="", model=stream.model[:300], built_in=False)
