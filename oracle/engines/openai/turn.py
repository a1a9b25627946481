"""One persona's turn: its model is asked, and asked again where what it wrote is no entry."""

import json
import time
from dataclasses import dataclass, replace

from oracle.domain import MAX_ATTEMPTS, MAX_REASON, Brief, attempt_seed, digest_of
from oracle.engines.openai.chat import Chat, Messages
from oracle.engines.openai.client import Answered, OpenAIClient
from oracle.engines.openai.exchange import NoAnswer
from oracle.engines.openai.servers import info_of
from oracle.engines.openai.text import check, cleaned
from oracle.engines.openai.wire import Model
from oracle.errors import Permanent, Transient
from oracle.platforms import PLATFORMS, fitted
from oracle.ports import Tokens, WriteRequest, Written
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

    def write(self, client: OpenAIClient, model: Model, note: str, tries: int | None) -> Written:
        """The text of the first of at most three attempts that is an entry, or what was wrong.

        A request is tried `tries` times. Raises `Transient` where the first attempt is lost. Where
        a later one is lost, or time or budget end before it, the one before it counts.
        """
        until = time.monotonic() + client.seconds
        written, again = self._attempt(client, model, note, 1, tries)
        for attempt in range(2, MAX_ATTEMPTS + 1):
            if not again or time.monotonic() > until:
                break
            try:
                with client.budget.reserved(self.chat().most()):
                    later, again = self._attempt(client, model, note, attempt, tries)
            except Transient:
                break
            written = replace(later, tokens=written.tokens + later.tokens)
        return written

    def _attempt(
        self, client: OpenAIClient, model: Model, note: str, attempt: int, tries: int | None
    ) -> tuple[Written, bool]:
        """What came of it, and whether another seed may do better."""
        text, failure, tokens, again = "", None, Tokens(), False
        try:
            answered = client.ask(self.chat(attempt), model, note, tries)
            tokens, note, again = answered.tokens, answered.note, True
            text, again = self._text(answered), False
        except Permanent as error:
            failure, again = str(error), again or isinstance(error, NoAnswer)
            if attempt > 1:
                failure = f"after {attempt} attempts: {failure}"
        written = Written(
            text=text,
            failure=failure and one_line(failure, MAX_REASON),
            prompt=_digest(self.messages),
            sampling=self.request.card.sampling,
            attempts=attempt,
            engine=info_of(model),
            note=note,
            tokens=tokens,
        )
        return written, again

    def _text(self, answered: Answered) -> str:
        """The entry's text. Raises `Permanent` where there is none."""
        if answered.refused:
            raise Permanent("the model refused to write this")
        text, cut = cleaned(answered.text), answered.finish == "length"
        if cut and not text and (answered.thought or "<think>" in answered.text):
            raise Permanent("the model wrote nothing: thinking took all its tokens")
        check(text, _instructions(self.messages), _repeatable(self.request.brief))
        return fitted(text, PLATFORMS[self.request.platform], whole=not cut)


def _instructions(messages: Messages) -> str:
    return "\n".join(message["content"] for message in messages if message["role"] == "system")


def _repeatable(brief: Brief) -> str:
    return "\n".join((brief.text, *(f"{source.title}\n{source.text}" for source in brief.sources)))


def _digest(messages: Messages) -> str:
    canonical = json.dumps(messages, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return digest_of(canonical.encode())
