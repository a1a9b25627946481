"""What an endpoint looks at: the projection at one moment, and the documents beside it."""

import time
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from threading import Event as Flag
from typing import Annotated, Any, Protocol

from anyio import CancelScope, CapacityLimiter
from anyio.to_thread import run_sync
from fastapi import Depends
from sqlalchemy import Engine, true
from sqlmodel import Session, col, func, select
from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection

from frontend_api.accounts.allowance import Allowance, Rate
from frontend_api.assistant.held import Assistant
from frontend_api.documents.reader import Documents
from frontend_api.files.intake import Intake
from frontend_api.live.hub import Hub
from frontend_api.projection.tables import Block, Change, Status
from frontend_api.settings import Settings
from frontend_api.web.answers import Answers
from frontend_api.web.client import client_of
from oracle.assistant.chat import Chats
from oracle.ipfs.embedded import EmbeddedStore

_VERSION = func.coalesce(select(func.max(Change.version)).scalar_subquery(), 0)
_NEWEST = (
    select(Status, Block, _VERSION)
    .outerjoin(Block, true())
    .order_by(col(Block.number).desc())
    .limit(1)
)
_COMPUTING = Rate("seconds of computing", burst=30, seconds=4)  # a quarter of a processor
_AT_ONCE = 12  # of the 15 connections to a server that SQLAlchemy opens at most


@dataclass(frozen=True)
class Services:
    """What a web worker holds open; `people` is written by `oracle.store.database.transaction`.

    `loaded` is set when no request waits for libraries and models any more.
    """

    settings: Settings
    projection: Engine
    people: Engine
    blocks: EmbeddedStore
    documents: Documents
    answers: Answers
    hub: Hub
    allowance: Allowance
    assistant: Assistant
    chats: Chats
    intake: Intake
    loaded: Flag

    def close(self) -> None:
        """Let go of the files, and end the threads."""
        self.chats.close()
        self.assistant.close()
        self.blocks.close()
        self.people.dispose()
        self.projection.dispose()


class Logged(Protocol):
    """A row of something that happened on the chain."""

    block_number: int
    timestamp: int
    tx: str


class View:
    """The projection at one moment, that of the first look at it.

    A look at all but `documents` takes a connection and its time, so look from a thread, and close
    it there. The first raises a 503 where nothing whole is projected yet.
    """

    def __init__(self, held: Services, client: str | None = None) -> None:
        self.documents, self.answers = held.documents, held.answers
        self._allowance = held.allowance
        self._payer = client if held.settings.requests_per_minute else None
        self._session = Session(held.projection)

    @cached_property
    def _seen(self) -> tuple[Session, Status, Block, int]:
        found = self._session.exec(_NEWEST).first()
        if found is not None and found[0].building:
            raise HTTPException(503, _being_built(*found[:2]), {"Retry-After": "5"})
        if found is None or found[1] is None:
            raise HTTPException(503, "the projection is still empty: ask again in a moment")
        return self._session, *found

    @property
    def session(self) -> Session:
        """What to ask the projection with."""
        return self._seen[0]

    @property
    def status(self) -> Status:
        """Which deployment it is of, and how far it is."""
        return self._seen[1]

    @property
    def block(self) -> Block:
        """The last block that was read; its time is "now"."""
        return self._seen[2]

    @property
    def moment(self) -> tuple[int, str, int]:
        """Where it is: at which change, block and finality."""
        return self.version, self.block.hash, self.status.finalized

    @property
    def version(self) -> int:
        """How many changes there were so far."""
        return self._seen[3]

    def is_final(self, block_number: int) -> bool:
        """Whether a change in that block is final."""
        return block_number <= self.status.finalized

    def placed(self, row: Logged) -> dict[str, Any]:
        """Of what happened, as answers say it: `block`, `time`, `tx`, and whether it is `final`."""
        return {
            "block": row.block_number,
            "time": row.timestamp,
            "tx": row.tx,
            "final": self.is_final(row.block_number),
        }

    @contextmanager
    def computing(self) -> Iterator[None]:
        """What is made in it costs the client its processor time, in this thread.

        Raises `HTTPException` 429 where too much was made for it lately.
        """
        if self._payer is None:
            yield
            return
        self._allowance.spend(self._payer, _COMPUTING, 0)
        before = time.thread_time()
        try:
            yield
        finally:
            self._allowance.charge(self._payer, _COMPUTING, time.thread_time() - before)

    @property
    def is_open(self) -> bool:
        """Whether somebody looked, and it is not closed yet."""
        return self._session.in_transaction()

    def close(self) -> None:
        """Give the connection back."""
        self._session.close()


def services(connection: HTTPConnection) -> Services:
    """What the application holds open."""
    held: Services = connection.app.state.services
    return held


async def view(connection: HTTPConnection) -> AsyncIterator[View]:
    """One moment of the projection, for one request."""
    found = View(services(connection), client_of(connection))
    try:
        yield found
    finally:
        if found.is_open:
            with CancelScope(shield=True):  # and in a thread beside those that requests share
                await run_sync(found.close, limiter=CapacityLimiter(1))


def _being_built(status: Status, block: Block | None) -> str:
    """How far a projection is that is not whole yet."""
    head = status.head["number"] if status.head else "the newest"
    done = f"block {block.number} of {head}" if block else "the beginning"
    return f"the view of the chain is being rebuilt, now at {done}: ask again in a moment"


Held = Annotated[Services, Depends(services)]
Viewed = Annotated[View, Depends(view, scope="function", max_concurrency=_AT_ONCE)]
"""Closed before the answer is sent, for who reads slowly may hold no connection; and no more at
once than there are connections, for who has a thread may not wait there for who has a connection.
"""
