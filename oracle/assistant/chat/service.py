"""Chats with personas: what a user says is kept, then answered, then the answer is kept."""

from collections.abc import Callable
from threading import Lock

from sqlalchemy import Engine

from oracle.assistant.chat.conversations import Conversations
from oracle.assistant.chat.history import bounded
from oracle.assistant.chat.speaking import Busy, Speakers, Speaking
from oracle.assistant.people.tables import Message
from oracle.domain import Card
from oracle.engine_settings import EngineSettings
from oracle.engines.opening import open_talker
from oracle.ports import TalkRequest, Turn

_REMEMBERED = 200
_AT_ONCE = 2

Heard = Callable[[], None]
"""Called in another thread whenever there is more of an answer, and at its end."""


class Chats:
    """What people say to personas, and what those answer; endpoints of all kinds share it."""

    def __init__(self, people: Engine, settings: EngineSettings) -> None:
        self.conversations = Conversations(people)
        self._talker = open_talker(settings)
        self._speakers = Speakers(self._talker, settings.engine_concurrency)
        self._asking: dict[str, int] = {}
        self._lock = Lock()

    def close(self) -> None:
        """Begin no more answers, and let go of the engine."""
        self._speakers.close()
        self._talker.close()

    def reply(self, address: str, card: Card, question: Message, heard: Heard) -> Speaking:
        """Begin the persona's answer to what a user said and was kept.

        What came of it is kept when it ends: whole, or as far as it came. Raises `Busy` where the
        account has two answers under way or all together have too many.
        """
        before = self.conversations.messages(
            address, question.conversation, _REMEMBERED, before=(question.id or 0) + 1
        )
        turns = bounded([_turn(message) for message in before])

        def keep(speaking: Speaking) -> None:
            said = speaking.text.rstrip()
            if said and speaking.engine:
                speaking.message = self.conversations.keep_answer(
                    address, question, said, speaking.engine.label, cut=speaking.cut
                )

        request = TalkRequest(card, turns, card.sampling)
        return self._begin(address, request, (), heard, keep)

    def complete(
        self, address: str, request: TalkRequest, stops: tuple[str, ...], heard: Heard
    ) -> Speaking:
        """Begin an answer of which nothing is kept. Raises `Busy` as `reply` does."""
        return self._begin(address, request, stops, heard, lambda _: None)

    def _begin(
        self,
        address: str,
        request: TalkRequest,
        stops: tuple[str, ...],
        heard: Heard,
        keep: Callable[[Speaking], None],
    ) -> Speaking:
        self._take_turn(address)

        def finish(speaking: Speaking) -> None:
            try:
                keep(speaking)
            finally:
                self._end_turn(address)

        try:
            return self._speakers.begin(request, stops, heard, finish)
        except Busy:
            self._end_turn(address)
            raise

    def _take_turn(self, address: str) -> None:
        with self._lock:
            if self._asking.get(address, 0) >= _AT_ONCE:
                raise Busy(f"{_AT_ONCE} answers are on their way to you: wait for one, or stop it")
            self._asking[address] = self._asking.get(address, 0) + 1

    def _end_turn(self, address: str) -> None:
        with self._lock:
            self._asking[address] -= 1
            if not self._asking[address]:
                del self._asking[address]


def _turn(message: Message) -> Turn:
    return Turn("assistant" if message.role == "assistant" else "user", message.text)
