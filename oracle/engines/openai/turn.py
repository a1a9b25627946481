"""One persona's turn: its model is asked, and asked again where what it wrote is no entry."""

import json
import time
from dataclasses import dataclass, replace

from oracle.domain import MAX_ATTEMPTS, MAX_REASON, Brief, attempt_seed, digest_of
from oracle.engines.openai.chat import Chat, Messages
from oracle.engines.openai.client import Answered, OpenAIClient
from oracle.engines.openai.failures import NoAnswer
from oracle.engines.openai.servers import info_of
from oracle.engines.openai.text import check, cleaned
from oracle.engines.openai.wire import Model
from oracle.errors import Permanent, Transient
from oracle.platforms import PLATFORMS, fitted
from oracle.ports import WriteRequest, Written
from oracle.printable import one_line


@dataclass(frozen=True)
class Turn:
    """A request and the chat that a model is shown for it."""

    request: WriteRequest
    messages: Messages

    def chat(self, attempt: int = 1) -> Chat:
        """What is asked at that attempt."""
        seed = int(attempt_seed(self.request.seed, attempt), 16) >> (256 - 63)
        return Chat(self.messages, self.request.card.sampling, seed, self.request.card.adapter)

    def failed(self, why: str) -> Written:
        """That there is no text."""
        prompt = _digest(self.messages)
        return Written("", one_line(why, MAX_REASON), prompt, self.request.card.sampling)

    def text(self, answered: Answered) -> str:
        """The entry's text. Raises `Permanent` where there is none."""
        if answered.refused:
            raise Permanent("the model refused to write this")
        text, cut = cleaned(answered.text), answered.finish == "length"
        if cut and not text and (answered.thought or "<think>" in answered.text):
            raise Permanent("the model wrote nothing: thinking took all its tokens")
        check(text, _instructions(self.messages), _repeatable(self.request.brief))
        return fitted(text, PLATFORMS[self.request.platform], whole=not cut)


@dataclass(frozen=True)
class Asking:
    """A turn at a server: with which model, and how many times a request is tried there.

    `note` is what is to be said of that model.
    """

    turn: Turn
    client: OpenAIClient
    model: Model
    note: str
    tries: int | None

    def write(self) -> Written:
        """The text of the first of at most three attempts that is an entry, or what was wrong.

        Raises `Transient` where the first attempt is lost. Where a later one is lost, or time or
        budget end before it, the one before it counts: all together have the time of one request.
        """
        until = time.monotonic() + self.client.seconds
        written, again = self._attempt(1, None)
        for attempt in range(2, MAX_ATTEMPTS + 1):
            if not again or time.monotonic() > until:
                break
            try:
                with self.client.budget.reserved(self.turn.chat().most()):
                    later, again = self._attempt(attempt, until)
            except Transient:
                break
            written = replace(later, tokens=written.tokens + later.tokens)
        return written

    def _attempt(self, attempt: int, until: float | None) -> tuple[Written, bool]:
        """What came of it, and whether another seed may do better."""
        told = replace(
            self.turn.failed(""), engine=info_of(self.model), note=self.note, attempts=attempt
        )
        again = False
        try:
            chat = self.turn.chat(attempt)
            answered = self.client.ask(chat, self.model, self.note, self.tries, until)
            told, again = replace(told, note=answered.note, tokens=answered.tokens), True
            return replace(told, text=self.turn.text(answered), failure=None), False
        except Permanent as error:
            why = str(error) if attempt == 1 else f"after {attempt} attempts: {error}"
            failed = replace(told, failure=one_line(why, MAX_REASON))
            return failed, again or isinstance(error, NoAnswer)


def _instructions(messages: Messages) -> str:
    return "\n".join(message["content"] for message in messages if message["role"] == "system")


def _repeatable(brief: Brief) -> str:
    return "\n".join((brief.text, *(f"{source.title}\n{source.text}" for source in brief.sources)))


def _digest(messages: Messages) -> str:
    canonical = json.dumps(messages, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return digest_of(canonical.encode())
