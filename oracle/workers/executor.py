"""The operator's side: tasks are written down, and their ids sent to whoever is free."""

import time
from functools import partial

from oracle.errors import Fatal, Missing, Permanent, Transient, TroupeError
from oracle.patience import Patience
from oracle.ports import Task
from oracle.store.assignments import DONE, StoredAssignments
from oracle.store.tables import Assignment
from oracle.workers.broker import ORDINARY, QUEUE, TASK, URGENT, make_app

_LOOK_S = 0.2
_PAUSE_S = 5.0
_LONGEST_SEND_S = 9.0
_KINDS: dict[str, type[TroupeError]] = {
    kind.__name__: kind for kind in (Transient, Missing, Permanent, Fatal)
}


class CeleryExecutor:
    """An `oracle.ports.Executor` whose tasks are done by workers, on this machine or others.

    An assignment that has not ended after `patience_s` seconds is sent again; the broker drops an
    unread message by then, so that they don't pile up. A restarted operator goes on waiting for
    what it sent. Tasks named `urgent` are taken before others.
    """

    def __init__(
        self, assignments: StoredAssignments, broker_url: str, patience_s: float, urgent: str
    ) -> None:
        self._assignments, self._patience_s, self._urgent = assignments, patience_s, urgent
        self._app = make_app(broker_url)
        self._patience = Patience(_LONGEST_SEND_S)
        self._away_until = 0.0

    def start(self, task: Task) -> "AssignedJob":
        """Have a worker do it. Raises `Transient` where broker or database don't answer."""
        assignment = self._assignments.assign(task)
        if assignment.outcome is None and self._is_due(assignment):
            self._send(assignment.id, URGENT if task.name == self._urgent else ORDINARY)
            self._assignments.sent(assignment.id)
        return AssignedJob(self._assignments, assignment.id, self._patience_s)

    def close(self) -> None:
        """What was sent goes on without this process."""
        self._app.close()

    def _is_due(self, assignment: Assignment) -> bool:
        return assignment.sent_at is None or time.time() >= assignment.sent_at + self._patience_s

    def _send(self, assignment: str, priority: int) -> None:
        """On a connection of its own: one from before the broker's restart would be of no use."""
        if time.monotonic() < self._away_until:
            raise Transient("the broker did not answer a moment ago: it is asked again soon")
        try:
            self._patience.call(partial(self._publish, assignment, priority))
        except Exception as error:  # noqa: BLE001  it did not confirm, whatever was raised
            self._away_until = time.monotonic() + _PAUSE_S
            said = f"{type(error).__name__}: is RabbitMQ running, TROUPE_BROKER_URL right?"
            raise Transient(f"the broker did not take a task ({said})") from None

    def _publish(self, assignment: str, priority: int) -> None:
        with self._app.connection_for_write() as connection:
            connection.connect()
            self._app.send_task(
                TASK,
                [assignment],
                queue=QUEUE,
                priority=priority,
                expiration=self._patience_s,
                connection=connection,
                retry=False,
            )


class AssignedJob:
    """An `oracle.ports.Job` that a worker does; what became of it is in the database."""

    def __init__(self, assignments: StoredAssignments, name: str, patience_s: float) -> None:
        self._assignments, self._name = assignments, name
        self._overdue = time.monotonic() + patience_s
        self._ended: Assignment | None = None

    def done(self) -> bool:
        """Whether it has ended, or nobody need wait for it any longer."""
        if self._ended is None:
            self._look()
        return self._ended is not None or time.monotonic() >= self._overdue

    def exception(self) -> BaseException | None:
        """Wait until it has ended; what it failed with."""
        while not self.done():
            time.sleep(_LOOK_S)
        if self._ended is None:
            return Transient("no worker has ended a task in time: are workers running?")
        if self._ended.outcome == DONE:
            return None
        kind = _KINDS.get(self._ended.outcome or "", Permanent)
        return kind(f"a worker says: {self._ended.says}")

    def cancel(self) -> bool:
        """Nobody wants it any more."""
        try:
            self._assignments.drop(self._name)
        except Transient:
            return False
        return True

    def _look(self) -> None:
        try:
            found = self._assignments.find(self._name)
        except Transient:
            return
        if found is not None and found.outcome is not None:
            self._ended = found
