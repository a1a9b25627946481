"""Requests that come while others are written are written with them."""

import asyncio
import logging
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Protocol

from oracle.engines.server.rows import Completion, Row, placed
from oracle.engines.server.settings import Limits
from oracle.engines.server.writing import Writing
from oracle.errors import Transient

log = logging.getLogger(__name__)
_FAILED = "the model failed: see the engine's log"
_OVERFLOWED = "the model's numbers overflowed: use dtype float32 or bfloat16"


class Writer(Protocol):
    """What writes rows together; a `Decoder` is one."""

    live: list[Writing]

    @property
    def free(self) -> int:
        """How many more rows can join."""

    def join(self, row: Row) -> Writing:
        """Begin a row."""

    def step(self) -> None:
        """One more token for each live row."""

    def clear(self) -> list[Writing]:
        """Give up every live row."""


@dataclass
class Counts:
    """What a `Batcher` has done since it was made; a batch is what was written without a pause."""

    rows: int = 0
    batches: int = 0
    largest_batch: int = 0
    tokens: int = 0


@dataclass(eq=False)
class Job:
    """A row that somebody waits for. `events` has its text in pieces, then how it ended."""

    row: Row
    events: asyncio.Queue[str | Completion | Transient] = field(default_factory=asyncio.Queue)
    writing: Writing | None = None

    async def piece(self) -> str | Completion:
        """The next of its text, or how it ended. Raises `Transient` where the model failed."""
        event = await self.events.get()
        if isinstance(event, Transient):
            raise event
        return event

    async def completion(self) -> Completion:
        """How it ended. Raises `Transient` where the model failed."""
        while not isinstance(event := await self.piece(), Completion):
            pass
        return event


class Batcher:
    """A bounded queue before a model that writes, in a thread, a token of each row at a time.

    Rows of lower priority are begun first, then those that came first; a row that is being written
    is never put aside for another.
    """

    def __init__(self, writer: Writer, limits: Limits) -> None:
        self.counts = Counts()
        self._writer = writer
        self._limits = limits
        self._queue: list[Job] = []
        self._live: list[Job] = []
        self._came = asyncio.Event()

    @property
    def waiting(self) -> int:
        """How many rows wait for a place."""
        return len(self._queue)

    @property
    def writing(self) -> int:
        """How many rows are being written."""
        return len(self._live)

    def submit(self, row: Row) -> Job:
        """Have `row` written. Raises `asyncio.QueueFull` where too many wait."""
        if len(self._queue) >= self._limits.max_queue:
            raise asyncio.QueueFull
        job = Job(row)
        self._queue.append(job)
        self._came.set()
        return job

    def give_up(self, job: Job) -> None:
        """Nobody waits for this one any more: it ends before its next token."""
        job.row.cancelled.set()
        with suppress(ValueError):
            self._queue.remove(job)

    async def run(self) -> None:
        """Write until cancelled, which gives up every row there is."""
        loop = asyncio.get_running_loop()
        with ThreadPoolExecutor(1, "model") as thread:
            try:
                while True:
                    if not self._live:
                        await self._company()
                    joining = self._next()
                    self._count(joining)
                    self._live += joining
                    await loop.run_in_executor(thread, self._advance, joining)
                    self._deliver()
            finally:
                for job in [*self._queue, *self._live]:
                    job.row.cancelled.set()
                    job.events.put_nowait(Transient("the engine server stops"))

    async def _company(self) -> None:
        """Wait until a row comes, and a moment more for others to come with it."""
        while not self._queue:
            await self._arrival()
        with suppress(TimeoutError):
            async with asyncio.timeout(self._limits.window_ms / 1_000):
                while len(self._queue) < self._limits.max_batch:
                    await self._arrival()

    async def _arrival(self) -> None:
        self._came.clear()
        await self._came.wait()

    def _next(self) -> list[Job]:
        """Those that have a place now, in an order that does not depend on when they came."""
        first = sorted(self._queue, key=lambda job: job.row.priority)[: self._writer.free]
        for job in first:
            self._queue.remove(job)
        return [first[place] for place in placed([job.row for job in first])]

    def _count(self, joining: Sequence[Job]) -> None:
        self.counts.batches += bool(joining) and not self._live
        self.counts.rows += len(joining)
        together = len(self._live) + len(joining)
        self.counts.largest_batch = max(self.counts.largest_batch, together)

    def _advance(self, joining: Sequence[Job]) -> None:
        """In the model's thread: begin rows, then one token of all. One that fails fails alone."""
        for job in joining:
            try:
                job.writing = self._writer.join(job.row)
            except Exception:
                log.exception("a row of %d tokens could not be begun", len(job.row.prompt))
        try:
            self._writer.step()
        except Exception:
            log.exception("a step of %d rows failed", len(self._writer.clear()))

    def _deliver(self) -> None:
        live = {id(writing) for writing in self._writer.live}
        for job in self._live:
            if job.writing is not None and (text := job.writing.shown()):
                job.events.put_nowait(text)
            if id(job.writing) not in live:
                job.events.put_nowait(self._ended(job.writing))
        self._live = [job for job in self._live if id(job.writing) in live]

    def _ended(self, writing: Writing | None) -> Completion | Transient:
        if writing is None or writing.finish is None:
            return Transient(_FAILED)
        self.counts.tokens += len(writing.tokens)
        return Transient(_OVERFLOWED) if writing.finish == "overflowed" else writing.completion()
