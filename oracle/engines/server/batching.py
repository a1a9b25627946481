"""Requests that come together are written together."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass

from oracle.engines.server.rows import Completion, Row
from oracle.engines.server.settings import Limits
from oracle.errors import Transient

log = logging.getLogger(__name__)

Complete = Callable[[Sequence[Row]], list[Completion]]


@dataclass
class Counts:
    """What a `Batcher` has done since it was made."""

    rows: int = 0
    batches: int = 0
    largest_batch: int = 0


@dataclass(frozen=True, eq=False)
class _Job:
    row: Row
    answer: asyncio.Future[Completion]


class Batcher:
    """A bounded queue of rows before a model that writes one batch at a time, in a thread."""

    def __init__(self, complete: Complete, limits: Limits) -> None:
        self.counts = Counts()
        self._complete = complete
        self._limits = limits
        self._queue: asyncio.Queue[_Job] = asyncio.Queue(limits.max_queue)
        self._open: set[_Job] = set()

    @property
    def waiting(self) -> int:
        """How many rows wait for a batch."""
        return self._queue.qsize()

    async def submit(self, row: Row) -> Completion:
        """What the model writes for `row`; cancelling gives the row up.

        Raises `asyncio.QueueFull` where too many wait, `Transient` where the model failed.
        """
        job = _Job(row, asyncio.get_running_loop().create_future())
        self._queue.put_nowait(job)
        self._open.add(job)
        try:
            return await job.answer
        finally:
            self._open.discard(job)
            row.cancelled.set()

    async def run(self) -> None:
        """Write batch after batch until cancelled, which gives up every row there is."""
        with ThreadPoolExecutor(1, "model") as thread:
            try:
                while True:
                    await self._answer(await self._collect(), thread)
            finally:
                self._give_up()

    async def _collect(self) -> list[_Job]:
        jobs = [await self._queue.get()]
        with suppress(TimeoutError):
            async with asyncio.timeout(self._limits.window_ms / 1_000):
                while len(jobs) < self._limits.max_batch:
                    jobs.append(await self._queue.get())
        return [job for job in jobs if not job.answer.done()]

    async def _answer(self, jobs: list[_Job], thread: ThreadPoolExecutor) -> None:
        if not jobs:
            return
        loop = asyncio.get_running_loop()
        try:
            rows = [job.row for job in jobs]
            self._settle(jobs, await loop.run_in_executor(thread, self._complete, rows))
        except Exception:
            log.exception("a batch of %d failed", len(jobs))
            await self._answer_apart(jobs, thread)

    async def _answer_apart(self, jobs: list[_Job], thread: ThreadPoolExecutor) -> None:
        """Halve a batch that failed, so that a row that cannot be written fails alone."""
        if len(jobs) > 1:
            half = len(jobs) // 2
            await self._answer(jobs[:half], thread)
            await self._answer(jobs[half:], thread)
        elif not jobs[0].answer.done():
            jobs[0].answer.set_exception(Transient("the model failed: see the engine's log"))

    def _settle(self, jobs: list[_Job], completions: list[Completion]) -> None:
        self.counts.rows += len(jobs)
        self.counts.batches += 1
        self.counts.largest_batch = max(self.counts.largest_batch, len(jobs))
        for job, completion in zip(jobs, completions, strict=True):
            if not job.answer.done():
                job.answer.set_result(completion)

    def _give_up(self) -> None:
        for job in self._open:
            job.row.cancelled.set()
            job.answer.cancel()
