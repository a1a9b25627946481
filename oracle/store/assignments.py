"""Tasks that were given to workers, in the operator's database: what they are, how they went."""

import json
import time
from uuid import uuid4

from sqlalchemy import Engine
from sqlmodel import Session, col, delete, func, select

from oracle.ports import Task
from oracle.store.database import snapshot, transaction
from oracle.store.tables import Assignment

DONE = "done"
_KEPT_S = 30 * 24 * 3_600


class StoredAssignments:
    """What an operator and its workers tell each other; a queue only carries the ids.

    So nobody has anything done by a forged message, and none of this is lost with a broker.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def assign(self, task: Task) -> Assignment:
        """The assignment of a task: the one there is, a new one where that failed.

        Assignments that nobody has asked about for 30 days are dropped.
        """
        text, now = json.dumps([task.name, *task.args]), int(time.time())
        with transaction(self._engine) as session:
            session.exec(delete(Assignment).where(col(Assignment.made_at) < now - _KEPT_S))
            found = session.exec(select(Assignment).where(Assignment.task == text)).one_or_none()
            if found is not None and found.outcome in (None, DONE):
                return found
            if found is not None:
                session.delete(found)
                session.flush()
            made = Assignment(id=uuid4().hex, task=text, made_at=now)
            session.add(made)
        return made

    def sent(self, assignment: str) -> None:
        """The broker has taken it, now."""
        with transaction(self._engine) as session:
            if found := session.get(Assignment, assignment):
                found.sent_at = int(time.time())

    def find(self, assignment: str) -> Assignment | None:
        """How it stands; None where it was dropped."""
        with transaction(self._engine) as session:
            return session.get(Assignment, assignment)

    def begin(self, assignment: str) -> tuple[Task, int] | None:
        """What a worker is to do, and how often it was begun, this time included.

        None where there is nothing to do: it was dropped, or has ended.
        """
        with transaction(self._engine) as session:
            found = session.get(Assignment, assignment)
            if found is None or found.outcome is not None:
                return None
            found.deliveries += 1
            name, *args = json.loads(found.task)
            return Task(name, tuple(args)), found.deliveries

    def end(self, assignment: str, outcome: str, says: str | None = None) -> None:
        """How it went; what was said first stays, but for `DONE`, which counts more."""
        with transaction(self._engine) as session:
            found = session.get(Assignment, assignment)
            if found is not None and (found.outcome is None or outcome == DONE):
                found.outcome, found.says = outcome, says

    def count_open(self) -> int:
        """How many have not ended; no writer waits for it."""
        unended = select(func.count()).where(col(Assignment.outcome).is_(None))
        with snapshot(self._engine) as connection:
            return int(connection.scalar(unended) or 0)

    def drop(self, assignment: str) -> None:
        """Nobody wants it any more."""
        with transaction(self._engine) as session:
            _drop(session, assignment)


def _drop(session: Session, assignment: str) -> None:
    if found := session.get(Assignment, assignment):
        session.delete(found)
