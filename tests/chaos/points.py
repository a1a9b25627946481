"""Where an operator process can be killed: at each of its writes and broadcasts."""

import os
import signal
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any, Literal

from sqlalchemy.engine.default import DefaultDialect
from web3.eth import Eth

from oracle.ipfs.embedded import EmbeddedStore
from oracle.store.questions import StoredQuestions
from oracle.store.rounds import StoredRounds

Point = Literal["commit", "broadcast", "put", "manifest", "answer"]
When = Literal["before", "after"]

_OWNERS: dict[Point, tuple[type, str]] = {
    "broadcast": (Eth, "send_raw_transaction"),
    "put": (EmbeddedStore, "put"),
    "manifest": (StoredRounds, "keep_manifest"),
    "answer": (StoredQuestions, "keep_answer"),
}


@dataclass(frozen=True)
class Kill:
    """kill -9 right before, or right after, the n-th time in this life that a point is passed.

    "commit" is a commit that writes to the operator's database, "broadcast" a transaction given
    to the node, "put" a block put into the store, "manifest" and "answer" what is kept of either.
    """

    point: Point
    n: int
    when: When

    def __str__(self) -> str:
        return f"{self.when} {self.point} {self.n}"


def arm(kills: Sequence[Kill]) -> None:
    """Have this process kill itself at whichever of the points comes first."""
    for kill in kills:
        if kill.point == "commit":
            _arm_commit(kill)
        else:
            _arm_method(kill, *_OWNERS[kill.point])


def _arm_method(kill: Kill, owner: type, name: str) -> None:
    real: Callable[..., Any] = getattr(owner, name)
    bomb = _Bomb(kill)

    @wraps(real)
    def deadly(*args: Any, **kwargs: Any) -> Any:
        bomb.before()
        result = real(*args, **kwargs)
        bomb.after()
        return result

    setattr(owner, name, deadly)


def _arm_commit(kill: Kill) -> None:
    real = DefaultDialect.do_commit
    bomb = _Bomb(kill)
    seen: dict[int, int] = {}

    def deadly(self: Any, connection: Any) -> None:
        changes = connection.driver_connection.total_changes
        writes = changes != seen.get(id(connection.driver_connection), 0)
        seen[id(connection.driver_connection)] = changes
        if writes:
            bomb.before()
        real(self, connection)
        if writes:
            bomb.after()

    DefaultDialect.do_commit = deadly  # type: ignore[method-assign]


class _Bomb:
    def __init__(self, kill: Kill) -> None:
        self._kill, self._passed = kill, 0

    def before(self) -> None:
        self._passed += 1
        self._go_off("before")

    def after(self) -> None:
        self._go_off("after")

    def _go_off(self, when: When) -> None:
        if (self._passed, when) == (self._kill.n, self._kill.when):
            os.kill(os.getpid(), signal.SIGKILL)
