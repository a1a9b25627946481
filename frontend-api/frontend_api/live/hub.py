"""Tells connected clients what changed; one query a poll, however many clients there are."""

import asyncio
from collections import Counter, deque
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Engine
from sqlalchemy.exc import DatabaseError
from sqlmodel import Session, col, func, select
from starlette.exceptions import HTTPException

from frontend_api.projection.tables import Change
from frontend_api.status.repository import StatusOut, read_status

_REMEMBERED = 1_000
_PER_POLL = 500
_HEARTBEAT_S = 15
_MOST_STREAMS = 200
_MOST_OF_A_CLIENT = 8
_INSTEAD = "ask /status now and then instead"


@dataclass(frozen=True)
class Message:
    """One server-sent event; a comment (heartbeat) where `event` is empty."""

    event: str = ""
    data: str = ""
    id: int | None = None

    def encode(self) -> bytes:
        """The bytes on the wire."""
        if not self.event:
            return b": still here\n\n"
        number = f"id: {self.id}\n" if self.id is not None else ""
        return f"event: {self.event}\n{number}data: {self.data}\n\n".encode()


class Hub:
    """Remembers the latest changes, so that a client's place is a number and not a queue.

    A client that reads slowly costs nothing; one that fell too far behind is told to ask for
    everything again.
    """

    def __init__(self, engine: Engine, poll_seconds: float = 0.5) -> None:
        self._engine, self._poll_seconds = engine, poll_seconds
        self._news = asyncio.Condition()
        self._changes: deque[Change] = deque(maxlen=_REMEMBERED)
        self._version: int | None = None
        self._status: StatusOut | None = None
        self._seats: Counter[str] = Counter()

    async def run(self) -> None:
        """Poll the projection until cancelled."""
        while True:
            if await asyncio.to_thread(self._poll):
                async with self._news:
                    self._news.notify_all()
            await asyncio.sleep(self._poll_seconds)

    @contextmanager
    def seat(self, client: str) -> Iterator[None]:
        """A place for a stream. Raises a 429 if `client` has too many, a 503 if all together do."""
        if self._seats[client] >= _MOST_OF_A_CLIENT:
            raise HTTPException(429, f"you listen many times: close a page, or {_INSTEAD}")
        if self._seats.total() >= _MOST_STREAMS:
            raise HTTPException(503, f"too many clients listen: {_INSTEAD}")
        self._seats[client] += 1
        try:
            yield
        finally:
            self._seats -= Counter([client])

    async def messages(self, since: int | None) -> AsyncIterator[Message]:
        """What a client is told that knows all up to version `since` (None: it just asked)."""
        seen, told = self._version if since is None else since, None
        while True:
            messages, seen = self._after(seen)
            for message in messages:
                yield message
            if self._status is not None and self._status != told:
                told = self._status
                yield Message("status", told.model_dump_json())
            if not await self._wait(seen, told):
                yield Message()

    def _after(self, seen: int | None) -> tuple[list[Message], int | None]:
        version = self._version
        if seen == version or version is None:
            return [], seen
        oldest = self._changes[0].version if self._changes else None
        if seen is None or seen > version or oldest is None or seen + 1 < (oldest or 0):
            return [_resync(version)], version
        news = [c for c in self._changes if (c.version or 0) > seen]
        return [_message(change) for change in news], version

    async def _wait(self, seen: int | None, told: StatusOut | None) -> bool:
        """Whether there is news before it is time for a heartbeat."""
        async with self._news:
            try:
                async with asyncio.timeout(_HEARTBEAT_S):
                    await self._news.wait_for(lambda: self._version != seen or self._status != told)
            except TimeoutError:
                return False
        return True

    def _poll(self) -> bool:
        before = self._version, self._status
        try:
            with Session(self._engine) as session:
                self._read(session)
        except DatabaseError:  # not there yet; /health says so
            return False
        return before != (self._version, self._status)

    def _read(self, session: Session) -> None:
        newest = session.exec(select(func.max(Change.version))).one() or 0
        if self._version is None or newest < self._version:
            self._changes.clear()
        elif newest > self._version:
            query = select(Change).where(col(Change.version) > self._version)
            query = query.order_by(col(Change.version).desc()).limit(_PER_POLL)
            self._remember(list(session.exec(query))[::-1])
        self._version = newest
        status = read_status(session, newest)
        if _news(status) != _news(self._status):
            self._status = status

    def _remember(self, changes: list[Change]) -> None:
        if changes[0].version != (self._version or 0) + 1:
            self._changes.clear()
        self._changes.extend(changes)


def _news(status: StatusOut | None) -> StatusOut | None:
    """A status without the sign of life, which is no news."""
    return status.model_copy(update={"updated_at": 0}) if status else None


def _message(change: Change) -> Message:
    if (change.round_id, change.persona_id, change.operator) == (None, None, None):
        return _resync(change.version or 0)
    return Message("change", change.model_dump_json(), change.version)


def _resync(version: int) -> Message:
    return Message("resync", f'{{"version":{version}}}', version)
