"""Work that takes its time, beside the operator's look at the chain: nothing else waits for it."""

import time
from collections import Counter
from collections.abc import Hashable, Iterable
from dataclasses import dataclass

from oracle.errors import Transient
from oracle.ports import Executor, Job, Task

_LONGEST_PAUSE_S = 15.0


@dataclass
class _Work:
    job: Job | None = None
    done: bool = False
    failures: int = 0
    error: BaseException | None = None
    retry_at: float = 0


class Background:
    """Sees to each task once at a time; what fails `Transient` again after a growing pause.

    Tasks belong to subjects. Their results are kept by the work itself.
    """

    def __init__(self, executor: Executor) -> None:
        self._executor = executor
        self._works: dict[tuple[Hashable, Task], _Work] = {}

    def see_to(self, subject: Hashable, task: Task) -> bool:
        """See to it that `task` is being done; whether it is. Raises what it last failed with."""
        work = self._works.setdefault((subject, task), _Work())
        if work.error is not None and self._is_due(work):
            work.job = work.error = None
        if work.error is None and not work.done:
            self._follow(work, task)
        if work.error is not None:
            raise work.error
        return work.done

    def wait(self) -> bool:
        """Wait until nothing is being done; whether anything was."""
        busy = [work.job for work in self._works.values() if work.job and not work.job.done()]
        for job in busy:
            job.exception()
        return bool(busy)

    def counts(self) -> Counter[tuple[str, str]]:
        """How many pieces there are by kind and state: ``running``, ``failed``, ``done``."""
        return Counter((task.name, _state(work)) for (_, task), work in list(self._works.items()))

    def close(self) -> None:
        """Take no more tasks; what has begun does not keep the process from ending."""
        self._executor.close()

    def keep_only(self, subjects: Iterable[Hashable]) -> None:
        """Forget the work on all other subjects."""
        kept = set(subjects)
        for key in [key for key in self._works if key[0] not in kept]:
            if job := self._works.pop(key).job:
                job.cancel()

    def _follow(self, work: _Work, task: Task) -> None:
        """Start it, or look how it ended."""
        try:
            if work.job is None:
                work.job = self._executor.start(task)
            elif work.job.done():
                work.error = work.job.exception()
                work.done = work.error is None
        except Transient as error:
            work.error = error
        if work.error is not None:
            work.retry_at = time.monotonic() + min(0.5 * 2**work.failures, _LONGEST_PAUSE_S)
            work.failures += 1

    def _is_due(self, work: _Work) -> bool:
        return isinstance(work.error, Transient) and time.monotonic() >= work.retry_at


def _state(work: _Work) -> str:
    if work.error is not None:
        return "failed"
    return "done" if work.done or (work.job is not None and work.job.done()) else "running"
