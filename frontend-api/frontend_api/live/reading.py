"""What is new, as frames: read from the two databases, one query a poll."""

import json
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session, col, func, select

from frontend_api.live.memory import REMEMBERED, Found, News
from frontend_api.projection.tables import Change
from frontend_api.status.repository import StatusOut, read_status
from oracle.assistant.people.tables import Conversation, Message


def frame(said: str, /, **values: Any) -> str:
    """A frame on the wire."""
    return json.dumps({"type": said, **values}, separators=(",", ":"))


def read_changes(engine: Engine, known: int | None) -> tuple[Found, StatusOut | None]:
    """The changes after version `known` (None: the latest), and the status beside them."""
    with Session(engine) as session:
        newest = session.exec(select(func.max(Change.version))).one() or 0
        since = known if known is not None and known <= newest else None
        query = select(Change).order_by(col(Change.version).desc()).limit(REMEMBERED)
        if since is not None:
            query = query.where(col(Change.version) > since)
        news = [_change(row) for row in session.exec(query)][::-1]
        full = len(news) == REMEMBERED
        floor = news[0].number - 1 if full else 0 if since is None else None
        return Found(news, newest, floor), read_status(session, newest)


def read_messages(engine: Engine, known: int | None) -> Found:
    """What was said in conversations after message `known` (None: nothing yet); `key` is whose."""
    with Session(engine) as session:
        if known is None:
            newest = session.exec(select(func.max(Message.id))).one() or 0
            return Found([], newest, newest)
        query = (
            select(Message.id, Message.role, Conversation.id, Conversation.address)
            .join(Conversation, col(Conversation.id) == Message.conversation)
            .where(col(Message.id) > known)
            .order_by(col(Message.id))
            .limit(REMEMBERED)
        )
        news = [_message(*row) for row in session.exec(query)]
    return Found(news, news[-1].number if news else known)


def _message(number: int | None, role: str, conversation: str, address: str) -> News:
    text = frame("message", id=number, role=role, conversation=conversation)
    return News(number or 0, "message", address, text)


def _change(change: Change) -> News:
    version = change.version or 0
    for name, value in change.model_dump(exclude={"version"}, exclude_none=True).items():
        kind, key = name.removesuffix("_id"), str(value)
        return News(version, kind, key, frame("change", version=version, kind=kind, key=key))
    return News(version, "", "", frame("resync", version=version))
