"""The metrics of one process, an operator's or a worker's, in a registry of their own."""

import shutil
from collections.abc import Callable, Iterable, Mapping
from itertools import product
from pathlib import Path

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from oracle.chain.scanner import Batch, Reorg
from oracle.telemetry.head import Head
from oracle.telemetry.journal import Journal

_WORK = ("write", "answer")
_SECONDS = (0.1, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600, 1_800)


class Metrics:
    """What is counted as it happens; `scrape` adds what the looks saw last.

    Labels have few values, all known beforehand: none comes from a stranger.
    """

    def __init__(self, heartbeat: str, beats_when: str) -> None:
        """`heartbeat` names the gauge that says when the process was last known to go on."""
        self.registry = CollectorRegistry()
        self.heartbeat = Gauge(heartbeat, f"{beats_when} (Unix time)", registry=self.registry)
        self.engine_seconds = Histogram(
            "troupe_engine_seconds",
            "How long the text engine took for a round's entries",
            buckets=_SECONDS,
            registry=self.registry,
        )
        self.engine_failures = Counter(
            "troupe_engine_failures",
            "Rounds for which the engine did not answer",
            registry=self.registry,
        )
        self.engine_tokens = Counter(
            "troupe_engine_tokens",
            "Tokens that language models read and wrote for rounds",
            ["kind"],
            registry=self.registry,
        )
        self.engine_retries = Counter(
            "troupe_engine_retries",
            "Times that a model was asked again because its text was no entry",
            registry=self.registry,
        )
        self.node_errors = Counter(
            "troupe_node_errors", "Failed calls of a node", ["kind"], registry=self.registry
        )
        self.tasks = Counter(
            "troupe_tasks",
            "Tasks that ended here: done, failed for now, refused for good",
            ["kind", "outcome"],
            registry=self.registry,
        )
        self.task_seconds = Histogram(
            "troupe_task_seconds",
            "How long tasks took here, however they ended",
            ["kind"],
            buckets=_SECONDS,
            registry=self.registry,
        )
        self.tasks_running = Gauge(
            "troupe_tasks_running",
            "Tasks that are being done here",
            ["kind"],
            registry=self.registry,
        )

    def add(self, collect: Callable[[], Iterable[Metric]]) -> None:
        """Collect these too at every scrape."""
        self.registry.register(_Collected(collect))

    def scrape(self) -> bytes:
        """All of it in Prometheus's text format."""
        return generate_latest(self.registry)


class _Collected(Collector):
    def __init__(self, collect: Callable[[], Iterable[Metric]]) -> None:
        self._collect = collect

    def describe(self) -> Iterable[Metric]:
        return ()  # else registering would collect

    def collect(self) -> Iterable[Metric]:
        return self._collect()


class OperatorMetrics(Metrics):
    """What an operator counts besides."""

    def __init__(self) -> None:
        super().__init__(
            "troupe_heartbeat_timestamp_seconds", "When the loop last completed a look at the chain"
        )
        self._events = Counter("troupe_events", "Events read", registry=self.registry)
        self._reorgs = Counter(
            "troupe_reorgs", "Reorgs of blocks that had been read", registry=self.registry
        )
        self._reorg_depth = Gauge(
            "troupe_reorg_depth_blocks",
            "Blocks undone by the deepest reorg since the start",
            registry=self.registry,
        )
        self._deepest = 0
        self._cursor: int | None = None

    def ingested(self, step: Batch | Reorg) -> None:
        """Count what was read."""
        if isinstance(step, Batch):
            self._events.inc(len(step.events))
            self._cursor = step.cursor.number
        elif step.fork is not None:
            self._reorgs.inc()
            depth = (self._cursor or step.fork.number) - step.fork.number
            self._deepest = max(depth, self._deepest)
            self._reorg_depth.set(self._deepest)


class WorkerMetrics(Metrics):
    """What a worker counts."""

    def __init__(self) -> None:
        super().__init__(
            "troupe_worker_heartbeat_timestamp_seconds", "When the worker last heard of RabbitMQ"
        )


def of_journal(journal: Journal) -> Iterable[Metric]:
    """Metrics of the database; money in wei."""
    yield _gauge("cursor_block", "The last block that was processed", journal.cursor)
    yield _gauge("cursor_timestamp_seconds", "Its time (Unix)", journal.cursor_timestamp)
    yield _gauge("rounds_open", "Rounds that have not ended", journal.rounds_open)
    yield _gauges("transactions", "Transactions by state", "state", journal.transactions)
    yield _counter("fees_wei", "Fees paid for transactions", journal.fees)
    answers = {
        "committed": journal.committed,
        "revealed": journal.revealed,
        "penalized": len(journal.penalties),
    }
    yield _counters("answers", "This operator's answers, final ones", "step", answers)
    yield _counter("penalties_wei", "Bond lost, in the token's wei", sum(journal.penalties))


def of_head(head: Head, journal: Journal | None) -> Iterable[Metric]:
    """Metrics of the chain's head; money in wei."""
    yield _gauge("head_block", "The node's newest block", head.head)
    yield _gauge("final_block", "Its newest block at the depth that counts", head.final)
    yield _gauge("gas_balance_wei", "The chain's coin on the operator's account", head.balance)
    yield _gauge("bond_wei", "The operator's bond, in the token's wei", head.bond)
    yield _gauge("eligible", "1 where the committee asks this operator", head.eligible)
    yield _gauges("questions_open", "Open questions by what was done", "state", head.states)
    yield _gauges(
        "window_left_ratio",
        "The least part left of a window in which a step is still to be taken; 1: none is",
        "step",
        head.left,
    )
    if journal is not None:
        yield from _queue(head, journal)


def of_parts(ready: Mapping[str, bool]) -> Iterable[Metric]:
    """Whether what the operator depends on is ready, by part."""
    yield _gauges("ready", "1 where a part is ready", "part", ready)


def of_work(states: Mapping[tuple[str, str], int]) -> Iterable[Metric]:
    """Metrics of work beside the loop, by kind and state (``running``, ``failed``)."""
    family = GaugeMetricFamily(
        "troupe_work", "Work beside the loop by kind and state", labels=["kind", "state"]
    )
    for labels in product(_WORK, ("running", "failed")):
        family.add_metric(labels, states.get(labels, 0))
    yield family


def of_files(blocks: Path, *paths: Path) -> Iterable[Metric]:
    """The block store's size, and the room that is left for it and for the other files."""
    files = [path for path in (blocks, Path(f"{blocks}-wal")) if path.exists()]
    yield _gauge("blocks_bytes", "Size of the block store", sum(f.stat().st_size for f in files))
    folders = [path.parent for path in (blocks, *paths) if path.parent.exists()]
    free = min((shutil.disk_usage(folder).free for folder in folders), default=0)
    yield _gauge("disk_free_bytes", "Free space on the fullest disk that is written to", free)


def of_tasks(left: int) -> Iterable[Metric]:
    """Metrics of what an operator gave to its workers."""
    yield _gauge("tasks_open", "Tasks given to workers that have not ended", left)


def _queue(head: Head, journal: Journal) -> Iterable[Metric]:
    since, lowest = journal.waiting_since, journal.lowest_nonce
    waited = 0 if since is None else max(head.head - since, 0)
    gap = 0 if lowest is None else max(lowest - head.nonces, 0)
    yield _gauge("transaction_wait_blocks", "Blocks that the oldest unmined one waits", waited)
    yield _gauge("nonce_gap", "Nonces that are missing before the next transaction", gap)


def _gauge(name: str, what: str, value: float) -> Metric:
    return GaugeMetricFamily(f"troupe_{name}", what, value=value)


def _counter(name: str, what: str, value: float) -> Metric:
    return CounterMetricFamily(f"troupe_{name}", what, value=value)


def _gauges(name: str, what: str, label: str, values: Mapping[str, float]) -> Metric:
    family = GaugeMetricFamily(f"troupe_{name}", what, labels=[label])
    for value, count in values.items():
        family.add_metric([value], count)
    return family


def _counters(name: str, what: str, label: str, values: Mapping[str, float]) -> Metric:
    family = CounterMetricFamily(f"troupe_{name}", what, labels=[label])
    for value, count in values.items():
        family.add_metric([value], count)
    return family
