"""A broker, worker processes and the operator's side of them."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from kombu import Connection

from oracle.errors import Transient
from oracle.ports import Task
from oracle.store.assignments import StoredAssignments
from oracle.store.operator import open_operator_store
from oracle.work.background import Background
from oracle.workers.broker import QUEUE
from oracle.workers.executor import CeleryExecutor
from tests.services.rabbitmq import RabbitMQ, rabbitmq, running_rabbitmq
from tests.wait import PATIENCE_S, wait_for

__all__ = ["rabbitmq"]

PROCESS = Path(__file__).with_name("worker_process.py")


@pytest.fixture(scope="module", autouse=True)
def patient() -> Iterator[None]:
    """A broker has longer to answer than in life: the machine does much besides."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("oracle.workers.broker._CONNECT_S", PATIENCE_S)
        yield


def until(found: Callable[[], object], what: str) -> None:
    """Wait for a condition."""
    wait_for(lambda: bool(found()), what)


@dataclass
class Yard:
    """An operator's side, and the workers it started."""

    folder: Path
    broker: RabbitMQ
    assignments: StoredAssignments
    opened: ExitStack
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def worker(self, concurrency: int = 1, *port: int) -> subprocess.Popen[bytes]:
        """Start a worker process; on `port` it says how it is."""
        with (self.folder / "log").open("ab") as log:
            worker = subprocess.Popen(
                [sys.executable, str(PROCESS), str(self.folder), *map(str, (concurrency, *port))],
                stdout=log,
                stderr=log,
            )
        self.workers.append(worker)
        return worker

    def executor(self, patience_s: float = 120) -> CeleryExecutor:
        """An operator's executor; another is as an operator that was started again."""
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("oracle.workers.executor._LONGEST_SEND_S", PATIENCE_S)
            made = CeleryExecutor(self.assignments, self.broker.url, patience_s, urgent="answer")
        self.opened.callback(made.close)
        return made

    def see_to(self, background: Background, *tasks: Task) -> None:
        """Tick until the tasks are done; what passes is waited out."""
        left = set(tasks)

        def all_done() -> bool:
            left.difference_update([task for task in left if self._is_done(background, task)])
            return not left

        until(all_done, f"{left} done; the log: {self.log()[-2000:]}")

    def said(self, what: str) -> list[str]:
        """What works left in the file `begun` or `done`."""
        path = self.folder / what
        return path.read_text().split() if path.exists() else []

    def log(self) -> str:
        """What the workers logged."""
        path = self.folder / "log"
        return path.read_text() if path.exists() else ""

    def go(self) -> None:
        """Let works that hold be done."""
        (self.folder / "go").touch()

    def _is_done(self, background: Background, task: Task) -> bool:
        try:
            return background.see_to("subject", task)
        except Transient:
            return False


@pytest.fixture
def yard(tmp_path: Path, rabbitmq: RabbitMQ) -> Iterator[Yard]:
    """An operator on the broker that tests share."""
    yield from opened_yard(tmp_path, rabbitmq)


@pytest.fixture
def own_yard(tmp_path: Path) -> Iterator[Yard]:
    """A yard with a broker that nobody shares."""
    with running_rabbitmq() as broker:
        yield from opened_yard(tmp_path, broker)


def opened_yard(folder: Path, broker: RabbitMQ) -> Iterator[Yard]:
    """A yard in `folder` with an empty queue; its workers are killed at the end."""
    with Connection(broker.url) as connection:
        connection.default_channel.queue_delete(QUEUE)
    (folder / "broker.url").write_text(broker.url)
    database = open_operator_store(folder / "operator.sqlite")
    with ExitStack() as opened:
        opened.callback(database.dispose)
        yard = Yard(folder, broker, StoredAssignments(database), opened)
        yield yard
        for worker in yard.workers:
            worker.kill()
            worker.wait()
