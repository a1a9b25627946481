"""Tasks by name, and threads of this process that do them."""

from collections.abc import Callable, Mapping
from concurrent.futures import Future
from contextvars import copy_context
from functools import partial
from typing import Any

from structlog.contextvars import bound_contextvars

from oracle.errors import Permanent
from oracle.ports import Task
from oracle.work.threads import DaemonThreads

Works = Mapping[str, Callable[..., None]]
"""What does the tasks of each name; it takes a task's arguments."""

_THREADS = 4


class ThreadExecutor:
    """An `oracle.ports.Executor` in threads of this process."""

    def __init__(self, works: Works) -> None:
        self._works = works
        self._threads = DaemonThreads("work", _THREADS)

    def start(self, task: Task) -> Future[Any]:
        """Do the task as soon as a thread is free."""
        return self._threads.submit(partial(copy_context().run, do, self._works, task))

    def close(self) -> None:
        """Take no more tasks; what has begun does not keep the process from ending."""
        self._threads.close()


def do(works: Works, task: Task) -> None:
    """Do a task here and now. Raises `Permanent` where nothing has its name."""
    work = works.get(task.name)
    if work is None:
        raise Permanent(f"no work is named {task.name[:40]!r}: let all machines run one version")
    with bound_contextvars(task=" ".join(str(arg) for arg in (task.name, *task.args[:1]))):
        work(*task.args)
