"""Tells connected clients what changed; one query a poll, however many clients there are."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager

from sqlalchemy import Engine
from sqlalchemy.exc import DatabaseError
from starlette.exceptions import HTTPException

from frontend_api.live.listener import Known, Listener
from frontend_api.live.reading import read_changes, read_messages

MOST_CLIENTS = 2_000
MOST_OF_A_CLIENT = 16
_HEARTBEAT_S = 15
_INSTEAD = "ask /status now and then instead"


class Hub:
    """Remembers the latest news, so that a client's place is a number and not a queue.

    A client that reads slowly costs nothing; one that fell too far behind is told to ask for
    everything again.
    """

    def __init__(self, projection: Engine, people: Engine, poll_seconds: float = 0.5) -> None:
        self._projection, self._people = projection, people
        self._poll_seconds = poll_seconds
        self._known = Known()
        self._coming = asyncio.Event()
        self._reading = asyncio.Lock()
        self._version: int | None = None
        self._message: int | None = None
        self._seats: Counter[str] = Counter()
        self._accounts = 0

    async def run(self) -> None:
        """Poll the databases until cancelled."""
        while True:
            await self._poll()
            await asyncio.sleep(self._poll_seconds)

    @contextmanager
    def seat(self, client: str) -> Iterator[None]:
        """A place for a client. Raises a 429 if it has too many, a 503 if all together do."""
        if self._seats[client] >= MOST_OF_A_CLIENT:
            raise HTTPException(429, f"you listen many times: close a page, or {_INSTEAD}")
        if self._seats.total() >= MOST_CLIENTS:
            raise HTTPException(503, f"too many clients listen: {_INSTEAD}")
        self._seats[client] += 1
        try:
            yield
        finally:
            self._seats -= Counter([client])

    async def newest(self) -> int:
        """The newest version that is known: a client that is told from there on misses nothing."""
        if self._version is None:
            await self._poll()
        return self._known.changes.newest

    async def frames(
        self, since: int, topics: frozenset[str] = frozenset(), address: str | None = None
    ) -> AsyncIterator[str]:
        """What a client is told, without end, that knows all up to version `since`.

        For `topics` and `address` see `Listener`.
        """
        known = self._known
        if self._version is None or since > known.changes.newest:
            await self._poll()  # nothing is known yet; or another worker told it, a moment ahead
        listener = Listener(topics, address, since, known.messages.newest)
        with self._listening(address):
            while True:
                coming = self._coming  # before taking, so that nothing is missed
                for text in listener.take(known):
                    yield text
                if not listener.is_behind(known) and not await _happens(coming):
                    yield listener.ping()

    @contextmanager
    def _listening(self, address: str | None) -> Iterator[None]:
        """Messages are read for as long as an account listens."""
        self._accounts += address is not None
        try:
            yield
        finally:
            self._accounts -= address is not None

    async def _poll(self) -> None:
        async with self._reading:
            try:
                changed = await self._read()
            except DatabaseError:  # not there yet; /health says so
                return
        if changed:
            coming, self._coming = self._coming, asyncio.Event()
            coming.set()

    async def _read(self) -> bool:
        known = self._known
        found, status = await asyncio.to_thread(read_changes, self._projection, self._version)
        changed = known.take_status(status) or found.newest != self._version
        known.changes.take(found)
        self._version = found.newest
        if not self._accounts:
            self._message = None
            return changed
        said = await asyncio.to_thread(read_messages, self._people, self._message)
        known.messages.take(said)
        self._message = said.newest
        return changed or bool(said.news)


async def _happens(coming: asyncio.Event) -> bool:
    """Whether it does before it is time for a heartbeat."""
    try:
        async with asyncio.timeout(_HEARTBEAT_S):
            await coming.wait()
    except TimeoutError:
        return False
    return True
