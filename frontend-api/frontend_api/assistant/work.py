"""Work that takes a processor or a model, in threads of its own and never too much of it."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from threading import Lock
from typing import TypeVar

from starlette.exceptions import HTTPException

from oracle.work.threads import DaemonThreads

T = TypeVar("T")
_AGAIN_S = "5"


class Workers:
    """`threads` threads, and at most `most` pieces of work that wait for one or are under way."""

    def __init__(self, name: str, threads: int, most: int) -> None:
        self._threads, self._most = DaemonThreads(name, threads), most
        self._held = 0
        self._lock = Lock()

    def start(self, *jobs: Callable[[], T]) -> list[Future[T]]:
        """All of `jobs`, or none: raises a 503 where there is no room for so many."""
        with self._lock:
            if self._held + len(jobs) > self._most:
                headers = {"Retry-After": _AGAIN_S}
                raise HTTPException(503, "too much is asked of us now: try again soon", headers)
            self._held += len(jobs)
        started = [self._threads.submit(job) for job in jobs]
        for future in started:
            future.add_done_callback(self._let_go)
        return started

    async def run(self, job: Callable[[], T]) -> T:
        """The result of `job`, given up where the caller is cancelled before it began."""
        (future,) = self.start(job)
        return await asyncio.wrap_future(future)

    def close(self) -> None:
        """Cancel what has not begun; what has is left to end by itself."""
        self._threads.close()

    def _let_go(self, _done: Future[T]) -> None:
        with self._lock:
            self._held -= 1
