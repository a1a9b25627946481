"""Counting where others answer, the text engine and the node, and where work is done."""

import time
from collections.abc import Callable, Sequence

from web3 import Web3

from oracle.chain.endpoints import Endpoints
from oracle.domain import EngineInfo
from oracle.errors import Transient
from oracle.ports import Plain, TextEngine, WriteRequest, Written
from oracle.telemetry.metrics import Metrics
from oracle.work.executor import Works


class MeasuredEngine:
    """A `TextEngine` whose times, failures, tokens and repeated attempts are counted."""

    def __init__(self, engine: TextEngine, metrics: Metrics) -> None:
        self._engine, self._metrics = engine, metrics
        for kind in ("read", "written"):
            metrics.engine_tokens.labels(kind)

    def info(self) -> EngineInfo:
        """As the engine's."""
        return self._engine.info()

    def write(self, requests: Sequence[WriteRequest]) -> list[Written]:
        """As the engine's."""
        start = time.monotonic()
        with self._metrics.engine_failures.count_exceptions():
            written = self._engine.write(requests)
        self._metrics.engine_seconds.observe(time.monotonic() - start)
        for each in written:
            self._metrics.engine_tokens.labels("read").inc(each.tokens.read)
            self._metrics.engine_tokens.labels("written").inc(each.tokens.written)
            self._metrics.engine_retries.inc(each.attempts - 1)
        return written

    def close(self) -> None:
        """As the engine's."""
        self._engine.close()


def measured_works(works: Works, metrics: Metrics) -> Works:
    """The same works; how long each takes and how it ends is counted by kind."""
    return {kind: _measured(kind, work, metrics) for kind, work in works.items()}


def _measured(kind: str, work: Callable[..., None], metrics: Metrics) -> Callable[..., None]:
    done, failed, refused = (
        metrics.tasks.labels(kind, outcome) for outcome in ("done", "failed", "refused")
    )
    running, seconds = metrics.tasks_running.labels(kind), metrics.task_seconds.labels(kind)

    def measured(*args: Plain) -> None:
        with running.track_inprogress(), seconds.time():
            try:
                work(*args)
            except Transient:
                failed.inc()
                raise
            except Exception:
                refused.inc()
                raise
            done.inc()

    return measured


_KINDS = ("timeout", "unreachable", "refused", "other")
# What the chain says to these is about the call: a revert, a transaction it has already.
_ABOUT_THE_CALL = ("eth_call", "eth_estimateGas", "eth_sendRawTransaction")


def count_node_errors(w3: Web3, metrics: Metrics) -> None:
    """Count a node's calls that fail; one that the chain itself refuses is no failure."""
    for kind in _KINDS:
        metrics.node_errors.labels(kind)

    def tell(method: str, kind: str) -> None:
        if kind != "answer":
            metrics.node_errors.labels(kind).inc()
        elif method not in _ABOUT_THE_CALL:
            metrics.node_errors.labels("refused").inc()

    assert isinstance(w3.provider, Endpoints)
    w3.provider.tell = tell
