"""Work that takes its time, beside the operator's look at the chain: nothing else waits for it."""

import time
from collections.abc import Callable, Collection, Hashable
from concurrent.futures import Future
from dataclasses import dataclass

from oracle.errors import Transient
from oracle.work.threads import DaemonThreads

_WORKERS = 4
_LONGEST_PAUSE_S = 15.0


@dataclass
class _Task:
    future: Future[None]
    failures: int = 0
    retry_at: float | None = None


class Background:
    """Runs each piece of work once at a time; what fails `Transient` again after a growing pause.

    Pieces are named by a subject and a kind. Their results are kept by the work itself.
    """

    def __init__(self) -> None:
        self._pool = DaemonThreads("work", _WORKERS)
        self._tasks: dict[tuple[Hashable, str], _Task] = {}

    def see_to(self, subject: Hashable, kind: str, work: Callable[[], None]) -> None:
        """See to it that `work` is being done. Raises what it raised when it failed last."""
        task = self._tasks.get((subject, kind))
        if task is None:
            self._tasks[subject, kind] = _Task(self._pool.submit(work))
        elif task.future.done() and (error := task.future.exception()) is not None:
            self._retry(task, error, work)

    def wait(self) -> bool:
        """Wait until nothing is being done; whether anything was."""
        busy = [task.future for task in self._tasks.values() if not task.future.done()]
        for future in busy:
            future.exception()
        return bool(busy)

    def keep_only(self, subjects: Collection[Hashable]) -> None:
        """Forget the work on all other subjects."""
        for key in [key for key in self._tasks if key[0] not in subjects]:
            self._tasks.pop(key).future.cancel()

    def close(self) -> None:
        """Take no more work; what has begun does not keep the process from ending."""
        self._pool.close()

    def _retry(self, task: _Task, error: BaseException, work: Callable[[], None]) -> None:
        now = time.monotonic()
        if task.retry_at is None:
            task.retry_at = now + min(0.5 * 2**task.failures, _LONGEST_PAUSE_S)
        if not isinstance(error, Transient) or now < task.retry_at:
            raise error
        task.future, task.failures, task.retry_at = self._pool.submit(work), task.failures + 1, None
