"""What an operator and a worker are made of, for whoever watches them."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from prometheus_client.metrics_core import Metric
from sqlalchemy import Engine
from web3 import Web3

from oracle.chain.node import newest_at
from oracle.chain.scanner import Batch, Reorg
from oracle.errors import Permanent
from oracle.ports import BlockStore, TextEngine
from oracle.store.assignments import StoredAssignments
from oracle.telemetry.head import HeadReader
from oracle.telemetry.health import Health
from oracle.telemetry.journal import read_journal
from oracle.telemetry.looks import Look
from oracle.telemetry.metrics import (
    OperatorMetrics,
    WorkerMetrics,
    of_head,
    of_journal,
    of_tasks,
    of_work,
)
from oracle.telemetry.watch import Watched

_PROBE = b"troupe check"


class WatchedOperator(Watched):
    """An operator that looks at the chain every `poll` seconds.

    `work` counts what runs beside its loop, by kind and state.
    """

    def __init__(
        self,
        metrics: OperatorMetrics,
        poll: float,
        database: Engine,
        head: HeadReader,
        blocks: BlockStore,
        engine: TextEngine,
        work: Callable[[], Mapping[tuple[str, str], int]],
        *,
        dry_run: bool,
    ) -> None:
        self._metrics, self._work, self._dry_run = metrics, work, dry_run
        self._journal = Look(
            "database", lambda: read_journal(database, head.chain_id, head.operator)
        )
        self._head = Look("node", head.read)
        looks: tuple[Look[Any], ...] = (self._journal, self._head, *_looks(blocks, engine))
        health = Health("look at the chain was completed", poll)
        super().__init__(health, metrics, database, looks)

    def ingested(self, step: Batch | Reorg) -> None:
        """Count what was read of the chain."""
        self.beat()
        self._metrics.ingested(step)

    def troubles(self) -> dict[str, str | None]:
        """Whether its key may answer."""
        return {"key": self._key()}

    def collect(self) -> Iterable[Metric]:
        """What the database and the chain said last, and what runs beside the loop."""
        journal, head = self._journal.last, self._head.last
        if journal is not None:
            yield from of_journal(journal)
        if head is not None:
            yield from of_head(head, journal)
        yield from of_work(self._work())

    def _key(self) -> str | None:
        if self._dry_run:
            return "no key: a dry run, which answers no question"
        if self._head.last is not None and not self._head.last.eligible:
            return "not eligible: have governance add the operator, and bond"
        return None


class WatchedWorker(Watched):
    """A worker, which waits for tasks at RabbitMQ."""

    def __init__(
        self,
        metrics: WorkerMetrics,
        database: Engine,
        assignments: StoredAssignments,
        w3: Web3,
        blocks: BlockStore,
        engine: TextEngine,
    ) -> None:
        self._connected = False
        self._open = Look("database", assignments.count_open)
        looks: tuple[Look[Any], ...] = (
            self._open,
            Look("node", lambda: newest_at(w3, 0)),
            *_looks(blocks, engine),
        )
        super().__init__(Health("contact with RabbitMQ", 0), metrics, database, looks)

    def heard(self, connected: bool) -> None:
        """Note whether the broker is there; see `oracle.workers.pulse`."""
        self._connected = connected
        if connected:
            self.beat()

    def troubles(self) -> dict[str, str | None]:
        """Whether it waits at the broker now."""
        lost = "not connected to RabbitMQ: is it running, TROUPE_BROKER_URL right?"
        return {"broker": None if self._connected else lost}

    def collect(self) -> Iterable[Metric]:
        """What is left to do."""
        if self._open.last is not None:
            yield from of_tasks(self._open.last)


def _looks(blocks: BlockStore, engine: TextEngine) -> tuple[Look[Any], ...]:
    def probe() -> None:
        if blocks.get(blocks.put(_PROBE)) != _PROBE:
            raise Permanent("the block store does not give back what was put into it")

    return Look("blocks", probe), Look("engine", engine.info)
