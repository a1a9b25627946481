"""What people and personas said to one another, kept in the people database."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from secrets import token_urlsafe

from sqlalchemy import Engine
from sqlmodel import Session, col, func, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from oracle.assistant.people.tables import Conversation, Message
from oracle.errors import Permanent
from oracle.printable import one_line, printable
from oracle.store.database import snapshot, transaction

MAX_CONVERSATIONS = 200
MAX_MESSAGES = 2_000
MAX_TEXT = 4_000
MAX_KEY = 64
_TITLE = 80
_UNTITLED = "New conversation"

Place = tuple[int, str]
"""Where a conversation stands in a list: when it was last changed, and its id."""


class NoConversation(Permanent):
    """There is no such conversation, or it is another account's."""


class Conversations:
    """The conversations of all accounts; every call says whose it is about.

    `now` gives Unix seconds. All raise `Transient` where the database does not answer.
    """

    def __init__(self, people: Engine, now: Callable[[], float] = time.time) -> None:
        self._people, self._now = people, now

    def begin(self, address: str, persona_id: int) -> Conversation:
        """A new conversation. Raises `Permanent` where the account has 200."""
        with transaction(self._people) as session:
            return self._begun(session, address, persona_id)

    def begin_with(
        self, address: str, persona_id: int, key: str, text: str
    ) -> tuple[Conversation, Message]:
        """A new conversation with what the user says first in it.

        Said again after a lost connection it begins none: the newest one with this persona is
        gone on with where it began with the same key and text. Raises as `begin` and `say`.
        """
        shown = _checked(key, text)
        with transaction(self._people) as session:
            if again := _began_with(session, address, persona_id, key, shown):
                return again
            found = self._begun(session, address, persona_id)
            return found, self._said(session, found, key, shown)

    def find(self, address: str, conversation: str) -> Conversation:
        """Raises `NoConversation`."""
        with self._reading() as session:
            return _found(session, address, conversation)

    def newest(
        self, address: str, limit: int, after: Place | None = None, persona_id: int | None = None
    ) -> list[Conversation]:
        """Those changed last first; `after` that place, with one persona where it is given."""
        query = _newest(address, persona_id)
        if after is not None:
            at, name = after
            older = (col(Conversation.updated) == at) & (col(Conversation.id) < name)
            query = query.where(or_(col(Conversation.updated) < at, older))
        with self._reading() as session:
            return list(session.exec(query.limit(limit)))

    def delete(self, address: str, conversation: str) -> None:
        """With all that was said in it. Raises `NoConversation`."""
        with transaction(self._people) as session:
            session.delete(_found(session, address, conversation))

    def messages(
        self,
        address: str,
        conversation: str,
        limit: int,
        before: int | None = None,
        after: int | None = None,
    ) -> list[Message]:
        """The newest `limit` ones, oldest first, with ids between those two.

        Raises `NoConversation`.
        """
        with self._reading() as session:
            _found(session, address, conversation)
            query = select(Message).where(Message.conversation == conversation)
            if before is not None:
                query = query.where(col(Message.id) < before)
            if after is not None:
                query = query.where(col(Message.id) > after)
            found = session.exec(query.order_by(col(Message.id).desc()).limit(limit))
            return list(found)[::-1]

    def say(self, address: str, conversation: str, key: str, text: str) -> Message:
        """Keep what the user says; the same key again gives what was kept for it.

        Raises `NoConversation`, and `Permanent` for a text that is empty or over 4,000 characters
        and where there are 2,000 messages.
        """
        shown = _checked(key, text)
        with transaction(self._people) as session:
            found = _found(session, address, conversation)
            said = Message.conversation == conversation
            if kept := session.exec(select(Message).where(said, Message.key == key)).first():
                return kept
            if session.exec(select(func.count()).where(said)).one() >= MAX_MESSAGES:
                raise Permanent(f"this conversation has {MAX_MESSAGES} messages: begin a new one")
            return self._said(session, found, key, shown)

    def keep_answer(
        self, address: str, question: Message, text: str, engine: str, *, cut: bool
    ) -> Message:
        """Keep what the persona answers to a message, once: later ones give the first.

        Raises `NoConversation` where it was deleted meanwhile.
        """
        with transaction(self._people) as session:
            found = _found(session, address, question.conversation)
            if kept := _answer_to(session, question):
                return kept
            found.updated = int(self._now())
            message = Message(
                conversation=found.id,
                role="assistant",
                text=text,
                engine=engine,
                answers=question.id,
                cut=cut,
                at=found.updated,
            )
            session.add(message)
            session.flush()
            return message

    def answer_to(self, question: Message) -> Message | None:
        """The answer that was kept for a message, if any."""
        with self._reading() as session:
            return _answer_to(session, question)

    def _begun(self, session: Session, address: str, persona_id: int) -> Conversation:
        of_account = select(func.count()).where(Conversation.address == address)
        if session.exec(of_account).one() >= MAX_CONVERSATIONS:
            raise Permanent(
                f"you have {MAX_CONVERSATIONS} conversations: delete one that you need no more"
            )
        at = int(self._now())
        found = Conversation(
            id=token_urlsafe(12),
            address=address,
            persona_id=persona_id,
            title=_UNTITLED,
            created=at,
            updated=at,
        )
        session.add(found)
        return found

    def _said(self, session: Session, found: Conversation, key: str, shown: str) -> Message:
        found.updated = int(self._now())
        if found.title == _UNTITLED:
            found.title = one_line(shown, _TITLE)
        message = Message(conversation=found.id, role="user", text=shown, key=key, at=found.updated)
        session.add(message)
        session.flush()
        return message

    @contextmanager
    def _reading(self) -> Iterator[Session]:
        with (
            snapshot(self._people) as connection,
            Session(connection, expire_on_commit=False) as session,
        ):
            yield session


def _newest(address: str, persona_id: int | None) -> SelectOfScalar[Conversation]:
    query = select(Conversation).where(Conversation.address == address)
    if persona_id is not None:
        query = query.where(Conversation.persona_id == persona_id)
    return query.order_by(col(Conversation.updated).desc(), col(Conversation.id).desc())


def _began_with(
    session: Session, address: str, persona_id: int, key: str, shown: str
) -> tuple[Conversation, Message] | None:
    newest = session.exec(_newest(address, persona_id).limit(1)).first()
    if newest is None:
        return None
    of_it = select(Message).where(Message.conversation == newest.id)
    first = session.exec(of_it.order_by(col(Message.id)).limit(1)).first()
    is_same = first is not None and (first.key, first.text) == (key, shown)
    return (newest, first) if first is not None and is_same else None


def _found(session: Session, address: str, conversation: str) -> Conversation:
    found = session.get(Conversation, conversation)
    if found is None or found.address != address:
        raise NoConversation("you have no such conversation: see /conversations")
    return found


def _answer_to(session: Session, question: Message) -> Message | None:
    return session.exec(select(Message).where(Message.answers == question.id)).first()


def _checked(key: str, text: str) -> str:
    if not 1 <= len(key) <= MAX_KEY or not key.isascii() or not key.isprintable():
        raise Permanent(f"a key has 1 to {MAX_KEY} ASCII characters that print")
    if len(text) > MAX_TEXT:
        raise Permanent(f"a message has at most {MAX_TEXT} characters: this one has {len(text)}")
    shown = printable(text).strip()
    if not shown:
        raise Permanent("say something: this message has nothing that can be read")
    return shown
