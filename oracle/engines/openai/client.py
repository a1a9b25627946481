"""A chat answered by one OpenAI-compatible server, whole or as it is written."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from oracle.engines.openai.budget import Budget
from oracle.engines.openai.chat import OPTIONAL, Chat, estimated, not_taken
from oracle.engines.openai.exchange import Exchange
from oracle.engines.openai.failures import NoAnswer, Refused, Unlisted
from oracle.engines.openai.listing import Listing
from oracle.engines.openai.settings import OpenAISettings
from oracle.engines.openai.stream import ChatStream
from oracle.engines.openai.wire import Completion, Message, Model, Models, Usage
from oracle.errors import Permanent, Transient
from oracle.ports import Tokens

_CHAT = "/chat/completions"
_LISTED_S = 60.0
Answer = TypeVar("Answer", bound=BaseModel)


@dataclass(frozen=True)
class Answered:
    """What a model answered: `text` as it came, and why it ended ("stop", or "length": cut).

    `tokens` are estimated where the server does not tell. `note` says what of the request the
    server would not take.
    """

    text: str
    finish: str | None
    tokens: Tokens
    model: Model
    note: str
    refused: bool = False
    thought: str = ""


class OpenAIClient:
    """Completes and streams chats, for rounds and for drafts; threads may share it.

    ::

        client = OpenAIClient(OpenAISettings(url="http://127.0.0.1:8100/v1"))
        chat = Chat([{"role": "user", "content": "Hello"}], Sampling(max_tokens=100), seed=7)
        answered = client.complete(chat)
        with client.stream(chat) as pieces:
            for piece in pieces:
                print(piece, end="")

    What a server refuses to know (`seed`, `top_p`, `temperature`, `priority`, `stream_options`) is
    left out, and where it takes `max_completion_tokens` that stands for `max_tokens`; the client
    remembers it of each model, and `note` says it. `seconds` is how long a request may take.

    All calls raise `Transient` where the server does not answer, or not to us, `Permanent` where
    it refuses this chat or sends no answer, and `OverBudget`, which is transient, where less is
    left of today's `budget` than the chat may take.
    """

    def __init__(self, settings: OpenAISettings, budget: Budget | None = None) -> None:
        self._settings = settings
        self._exchange = Exchange(settings)
        self.budget, self.seconds = budget or Budget(), settings.timeout_s
        self._known: tuple[float, Listing] | None = None
        self._without: dict[str, frozenset[str]] = {}

    def close(self) -> None:
        """Close the connections."""
        self._exchange.close()

    def models(self, attempts: int | None = None) -> Listing:
        """What models there are, and which of them the settings mean.

        `attempts` are as many as the settings say, where they are not given. A server that lists
        nothing has the model that the settings name.
        """
        wanted, place = self._settings.model, self._settings.place
        try:
            listed = _parsed(Models, self._exchange.get("/models", attempts), "/models").readable()
        except Permanent as error:
            raise Transient(f"{place} lists no models: {error}") from error
        except Unlisted:
            if wanted is None:
                raise
            listed = (Model(id=wanted),)
        return Listing.of(listed, wanted, place)

    def complete(self, chat: Chat) -> Answered:
        """The model's whole answer. Raises `Permanent` too where it refuses to give one."""
        model, note = self._listed().model_for(chat.adapter)
        with self.budget.reserved(chat.most()):
            answered = self.ask(chat, model, note)
        if answered.refused:
            raise Permanent("the model refused to write this")
        return answered

    @contextmanager
    def stream(self, chat: Chat) -> Iterator[ChatStream]:
        """The model's answer while it is being written: see `ChatStream`.

        A stream that has begun is not begun again; leaving the block ends it.
        """
        model, note = self._listed().model_for(chat.adapter)
        with self.budget.reserved(chat.most()):
            yield from self._streamed(chat, model, note)

    def ask(
        self,
        chat: Chat,
        model: Model,
        note: str,
        attempts: int | None = None,
        until: float | None = None,
    ) -> Answered:
        """As `complete`, of a model that is known and within a budget that is reserved.

        It is answered by the monotonic time `until`, or else within `seconds`.
        """
        completion = self._completion(chat, model, attempts, until)
        choice = completion.choices[0]
        tokens = _tokens(completion.usage, chat, choice.message)
        self.budget.spend(tokens)
        return Answered(
            text=choice.message.content or "",
            finish=choice.finish_reason,
            tokens=tokens,
            model=model,
            note=_noted(note, self._without.get(model.id, frozenset())),
            refused=bool(choice.message.refusal) or choice.finish_reason == "content_filter",
            thought=choice.message.thought,
        )

    def _listed(self) -> Listing:
        """As `models`, looked up once a minute."""
        known = self._known
        if known is None or time.monotonic() - known[0] > _LISTED_S:
            known = self._known = (time.monotonic(), self.models())
        return known[1]

    def _lost(self, chat: Chat) -> Callable[[], None]:
        """What counts an answer that was lost on its way to us: as its longest, at each attempt."""
        return lambda: self.budget.spend(chat.most())

    def _completion(
        self, chat: Chat, model: Model, attempts: int | None, until: float | None
    ) -> Completion:
        while True:
            body = self._body(chat, model, streamed=False)
            try:
                data = self._exchange.post(_CHAT, body, attempts, until, self._lost(chat))
                return _parsed(Completion, data, _CHAT)
            except Refused as error:
                self._leave_out(model, body, error)

    def _streamed(self, chat: Chat, model: Model, note: str) -> Iterator[ChatStream]:
        stream: ChatStream | None = None
        while True:
            body = self._body(chat, model, streamed=True)
            try:
                with self._exchange.stream(_CHAT, body, self._lost(chat)) as pieces:
                    without = self._without.get(model.id, frozenset())
                    stream = ChatStream(model.id, _noted(note, without), pieces, pieces.hang_up)
                    try:
                        yield stream
                    finally:
                        said = Message(content=stream.text)
                        self.budget.spend(_tokens(stream.usage, chat, said))
                return
            except Refused as error:
                if stream is not None:  # it is of whoever takes the pieces
                    raise
                self._leave_out(model, body, error)

    def _body(self, chat: Chat, model: Model, *, streamed: bool) -> dict[str, Any]:
        without = self._without.get(model.id, frozenset())
        return chat.body(model.id, streamed=streamed, without=without)

    def _leave_out(self, model: Model, body: dict[str, Any], error: Refused) -> None:
        """From now on; raises the error where it is not about a field that can be left out."""
        name = not_taken(error.problem, body)
        if name is None:
            raise error
        self._without[model.id] = self._without.get(model.id, frozenset()) | {name}


def _parsed(kind: type[Answer], data: bytes, path: str) -> Answer:
    try:
        return kind.model_validate_json(data)
    except ValidationError as error:
        raise NoAnswer(f"the language model's server sent no answer to {path}") from error


def _tokens(usage: Usage | None, chat: Chat, message: Message) -> Tokens:
    """As the server tells, or else estimated."""
    if usage is not None:
        return usage.tokens
    return Tokens(chat.most().read, estimated((message.content or "") + message.thought))


def _noted(note: str, without: frozenset[str]) -> str:
    """The note, and which fields the server did not take; it still was told how many tokens."""
    left_out = sorted(name for name in without if OPTIONAL[name] is None and name in _TOLD)
    said = f"the server takes no {', '.join(left_out)}" if left_out else ""
    return "; ".join(filter(None, (note, said)))


_TOLD = ("seed", "temperature", "top_p")
