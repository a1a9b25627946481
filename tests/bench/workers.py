"""How many rounds a minute 1, 2 and 4 workers write and score, against the ideal.

``python -m tests.bench.workers [--latency SECONDS] [--rounds N]``. RabbitMQ, worker processes,
executor, database, block store and scoring are real; the engine server is a stand-in whose answers
take a fixed time, as a GPU's would, and cost no processor. A worker does one round at a time, so
ideally it writes one per latency. The latency is long beside what scoring a round takes of the
processor, so that with four workers on two cores it is not the processor that is measured.
"""

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table
from sqlalchemy import Engine

from oracle.ports import Proposal, Question, Task
from oracle.store.assignments import StoredAssignments
from oracle.store.rounds import StoredRounds
from oracle.work.background import Background
from oracle.workers.executor import CeleryExecutor
from tests.bench._rounds import CHAIN_ID, OPERATOR, ask, prepare, propose, slow_engine
from tests.services.rabbitmq import RabbitMQ, running_rabbitmq
from tests.web_server import running

_LOOK_S = 0.1


@click.command()
@click.option("--latency", default=15.0, show_default=True, help="Seconds of an engine's answer.")
@click.option("--rounds", default=2, show_default=True, help="Rounds for each worker.")
def main(latency: float, rounds: int) -> None:
    """Write and score rounds with 1, 2 and 4 workers."""
    table = Table("workers", "rounds", "seconds", "rounds/min", "ideal", "ratio")
    table.title = f"an engine that takes {latency:g} s, one round at a time per worker"
    with running_rabbitmq() as broker, running(slow_engine(latency)) as engine:
        for workers in (1, 2, 4):
            with tempfile.TemporaryDirectory() as folder:
                count = workers * rounds
                seconds = measure(broker, engine, Path(folder), workers, count)
            speed, ideal = 60 * count / seconds, 60 * workers / latency
            figures = f"{seconds:.1f}", f"{speed:.1f}", f"{ideal:.1f}", f"{speed / ideal:.2f}"
            table.add_row(str(workers), str(count), *figures)
    Console().print(table)


def measure(broker: RabbitMQ, engine: str, folder: Path, workers: int, rounds: int) -> float:
    """Seconds from the proposals to the last answer, with workers that are warm."""
    (folder / "broker.url").write_text(broker.url)
    database = prepare(folder)
    executor = CeleryExecutor(StoredAssignments(database), broker.url, 300, urgent="answer")
    with worker_processes(folder, engine, workers):
        _Rounds(database, executor, 1, workers).play()
        began = time.perf_counter()
        _Rounds(database, executor, 2, rounds).play()
        seconds = time.perf_counter() - began
    executor.close()
    database.dispose()
    return seconds


@contextmanager
def worker_processes(folder: Path, engine: str, count: int) -> Iterator[None]:
    """So many workers, killed at the end."""
    command = [sys.executable, "-m", "tests.bench._rounds", str(folder), engine]
    processes = [subprocess.Popen(command, stderr=subprocess.DEVNULL) for _ in range(count)]
    try:
        yield
    finally:
        for process in processes:
            process.kill()
            process.wait()


@dataclass
class _Rounds:
    """An operator's part: has rounds written, then scored, all at once."""

    database: Engine
    executor: CeleryExecutor
    block: int
    count: int
    questions: dict[int, Question] = field(default_factory=dict)

    def play(self) -> None:
        """Until every round is answered."""
        propose(self.database, self.block, self.count)
        store, background = StoredRounds(self.database, CHAIN_ID), Background(self.executor)
        left = {p.round_id: p for p in store.unfinished() if p.block_number == self.block}
        while left:
            for proposal in list(left.values()):
                if self._step(background, store, proposal):
                    del left[proposal.round_id]
            time.sleep(_LOOK_S)

    def _step(self, background: Background, store: StoredRounds, proposal: Proposal) -> bool:
        question = self.questions.get(proposal.round_id)
        if question is not None:
            args = question.id, question.block_hash, False
            return background.see_to(proposal, Task("answer", args))
        args = proposal.round_id, proposal.block_hash, OPERATOR
        if background.see_to(proposal, Task("write", args)):
            manifest = store.manifest(proposal)
            assert manifest is not None
            self.questions[proposal.round_id] = ask(self.database, proposal.round_id, manifest)
        return False


if __name__ == "__main__":
    main()
