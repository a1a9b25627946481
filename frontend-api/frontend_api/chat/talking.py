"""One client at the WebSocket of a chat: what it says is kept, and the answers sent to it."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from http import HTTPStatus

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from frontend_api.chat.cards import card_of
from frontend_api.chat.hearing import Hearing
from frontend_api.chat.rates import MESSAGES
from frontend_api.chat.schemas import (
    ConversationOut,
    DoneFrame,
    MessageFrame,
    MessageOut,
    ProblemFrame,
    ReadyFrame,
    ServerFrame,
    TokensFrame,
)
from frontend_api.web.problems import Problem
from frontend_api.web.telling import for_people
from frontend_api.web.view import Services
from oracle.assistant.chat import Busy, NoConversation, Speaking
from oracle.assistant.people.tables import Conversation, Message
from oracle.errors import Permanent, TroupeError

_MISSED = 200
_NEW = "new"
_KEEPING_S = 2  # less than the service has for its end: see `frontend_api.processes`


class Talking:
    """`send` sends a frame, and raises where the client does not take it.

    `require_signed_in` raises a 401 once the client is no longer who it was.
    """

    def __init__(
        self,
        held: Services,
        address: str,
        persona_id: int,
        send: Callable[[ServerFrame], Awaitable[None]],
        require_signed_in: Callable[[], None],
    ) -> None:
        self._held, self._address, self._persona_id = held, address, persona_id
        self._send, self._require_signed_in = send, require_signed_in
        self._chats = held.chats
        self._conversation: Conversation | None = None
        self._speaking: Speaking | None = None
        self._hearing = Hearing()
        self._answering: asyncio.Task[None] | None = None

    async def begin(self, conversation: str | None, after: int) -> None:
        """Send what was said after message `after`, at most the newest 200, and that all is ready.

        Without a conversation it is the newest with this persona; where there is none, and for
        `new`, one begins with what is said first. Raises `NoConversation`, and `Transient` where
        the database does not answer.
        """
        found, missed = await run_in_threadpool(self._resumed, conversation, after)
        self._conversation = found
        for message in missed:
            await self._send(MessageFrame(message=MessageOut.of(message)))
        await self._ready()

    async def say(self, key: str, text: str) -> None:
        """Keep it and begin the answer, or send the one that is kept; a problem is sent as one."""
        try:
            if self._answering is not None and not self._answering.done():
                raise HTTPException(409, "the persona is still answering: wait, or stop it")
            begins = self._conversation is None
            question, answer = await run_in_threadpool(self._kept, key, text)
            if begins:
                await self._ready()
            await self._send(MessageFrame(message=MessageOut.of(question)))
            if answer is not None:
                await self._send(DoneFrame(message=MessageOut.of(answer)))
            else:
                await self._answer(question)
        except (HTTPException, TroupeError) as error:
            await self._send(ProblemFrame(problem=problem_of(error)))

    def stop(self) -> None:
        """The answer under way, if any, ends here."""
        if self._speaking is not None:
            self._speaking.stop()

    async def leave(self) -> None:
        """The client is gone: so is the answer under way; what was said of it is kept.

        Waits a moment for that, for the service may end next.
        """
        self.stop()
        if self._answering is not None:
            self._answering.cancel()
            with suppress(asyncio.CancelledError, TimeoutError, RuntimeError):
                await self._answering
        if self._speaking is not None:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._hearing.end(self._speaking), _KEEPING_S)

    async def _ready(self) -> None:
        found = self._conversation
        await self._send(ReadyFrame(conversation=found and ConversationOut.of(found)))

    def _resumed(
        self, conversation: str | None, after: int
    ) -> tuple[Conversation | None, list[Message]]:
        kept = self._chats.conversations
        if conversation == _NEW:
            return None, []
        if conversation is not None:
            found = kept.find(self._address, conversation)
            if found.persona_id != self._persona_id:
                raise NoConversation("this conversation is with another persona")
        elif newest := kept.newest(self._address, 1, persona_id=self._persona_id):
            found = newest[0]
        else:
            return None, []
        return found, kept.messages(self._address, found.id, _MISSED, after=after)

    def _kept(self, key: str, text: str) -> tuple[Message, Message | None]:
        self._require_signed_in()
        self._held.allowance.spend(self._address, MESSAGES)
        kept = self._chats.conversations
        if self._conversation is None:
            begun = kept.begin_with(self._address, self._persona_id, key, text)
            self._conversation, question = begun
        else:
            question = kept.say(self._address, self._conversation.id, key, text)
        return question, kept.answer_to(question)

    async def _answer(self, question: Message) -> None:
        self._hearing = hearing = Hearing()
        self._speaking = await run_in_threadpool(self._begun, question, hearing)
        self._answering = asyncio.create_task(self._tell(question, self._speaking, hearing))

    def _begun(self, question: Message, hearing: Hearing) -> Speaking:
        card = card_of(self._held, self._persona_id)
        return self._chats.reply(self._address, card, question, hearing.heard)

    async def _tell(self, question: Message, speaking: Speaking, hearing: Hearing) -> None:
        number = question.id or 0
        with suppress(TimeoutError, RuntimeError):  # a client that is gone, or takes nothing
            async for piece in hearing.pieces(speaking):
                await self._send(TokensFrame(answers=number, text=piece))
            if speaking.message is not None:
                await self._send(DoneFrame(message=MessageOut.of(speaking.message)))
            if speaking.error is not None or speaking.message is None:
                error = speaking.error or Permanent("the persona said nothing: ask again")
                await self._send(ProblemFrame(answers=number, problem=problem_of(error)))


def problem_of(error: HTTPException | TroupeError) -> Problem:
    """An error as the same that HTTP would answer."""
    if isinstance(error, HTTPException):
        status, detail = error.status_code, str(error.detail)
    else:
        status, detail = _status(error), for_people(error)
    return Problem(title=HTTPStatus(status).phrase, status=status, detail=detail)


def _status(error: TroupeError) -> int:
    if isinstance(error, NoConversation):
        return 404
    if isinstance(error, Busy):
        return 429
    return 422 if isinstance(error, Permanent) else 503
