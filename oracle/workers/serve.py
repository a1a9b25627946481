"""A worker's side: takes ids from the queue, does what they stand for, writes down how it went."""

import logging
import os
import time
from collections.abc import Callable
from threading import Timer
from typing import Any

from oracle.errors import Fatal, Permanent, Transient, TroupeError
from oracle.ports import Task
from oracle.store.assignments import DONE, StoredAssignments
from oracle.work.executor import Works, do
from oracle.workers.broker import TASK, make_app

log = logging.getLogger(__name__)

_MOST_DELIVERIES = 5
_MOST_WORDS = 500
_PAUSE_S = 1.0
_GRACE_S = 5.0


def serve(
    broker_url: str,
    assignments: StoredAssignments,
    works: Works,
    concurrency: int,
    heard: Callable[[bool], None],
) -> int:
    """Work until SIGTERM or SIGINT, `concurrency` tasks at a time; the process's exit status.

    What has not ended a few seconds after the signal is left for another worker. `heard` is told of
    the connection to the broker: see `oracle.workers.pulse`.
    Raises `Fatal` where the broker's URL or Celery is missing.
    """
    app = make_app(broker_url)
    from celery import signals
    from celery.exceptions import Reject

    from oracle.workers.door import refuse_compression
    from oracle.workers.pulse import pulse

    refuse_compression()
    app.steps["consumer"].add(pulse(heard))
    desk = Desk(assignments, works)

    @app.task(name=TASK)  # type: ignore[misc]
    def work(assignment: str) -> None:
        try:
            desk.take(assignment)
        except Transient as error:
            log.warning("a task goes back to the queue: %s", error)
            time.sleep(_PAUSE_S)
            raise Reject(requeue=True) from None

    signals.setup_logging.connect(_keep_logging)
    signals.worker_shutting_down.connect(_end_soon)
    worker = app.Worker(
        pool="threads",  # a killed one leaves nothing behind that goes on working
        concurrency=concurrency,
        without_gossip=True,
        without_mingle=True,
        without_heartbeat=True,  # of Celery's own monitoring; the connection has one
        quiet=True,
    )
    worker.start()
    return int(worker.exitcode or 0)


class Desk:
    """Where a worker does the assignments it is given."""

    def __init__(self, assignments: StoredAssignments, works: Works) -> None:
        self._assignments, self._works = assignments, works

    def take(self, assignment: str) -> None:
        """Do an assignment, if it is one of this database and still has to be done.

        Raises `Transient` where the database does not answer.
        """
        begun = self._assignments.begin(assignment)
        if begun is None:
            log.info("assignment=%s has ended, or is not in this database", assignment)
            return
        task, deliveries = begun
        log.info("assignment=%s %s %s", assignment, task.name, task.args)
        self._end(assignment, self._do(task, deliveries))

    def _do(self, task: Task, deliveries: int) -> Exception | None:
        if deliveries > _MOST_DELIVERIES:
            return Permanent(f"{deliveries - 1} workers began it and none ended it: see their logs")
        try:
            do(self._works, task)
        except Fatal as error:
            log.critical("this worker can't go on, another takes over: %s", error)
            os._exit(1)
        except Exception as error:  # noqa: BLE001  the operator is told, and says it
            return error
        return None

    def _end(self, assignment: str, error: Exception | None) -> None:
        if error is None:
            self._assignments.end(assignment, DONE)
            return
        says = str(error) if isinstance(error, TroupeError) else f"unexpected: {error!r}"
        log.warning("assignment=%s %s: %s", assignment, type(error).__name__, says[:_MOST_WORDS])
        self._assignments.end(assignment, type(error).__name__[:40], says[:_MOST_WORDS])


def _keep_logging(**_: Any) -> None:
    """Celery leaves logging as it is when something is connected to this signal."""


def _end_soon(**_: Any) -> None:
    timer = Timer(_GRACE_S, os._exit, (0,))
    timer.daemon = True
    timer.start()
