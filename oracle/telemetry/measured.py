"""Counting at the two places where others answer: the text engine and the node."""

import time
from collections.abc import Sequence
from functools import partial
from typing import Any, cast

from requests import HTTPError, RequestException, Timeout
from web3 import Web3
from web3.middleware.base import Web3Middleware
from web3.types import MakeRequestFn, RPCEndpoint, RPCResponse

from oracle.domain import EngineInfo
from oracle.ports import TextEngine, WriteRequest, Written
from oracle.telemetry.metrics import Metrics


class MeasuredEngine:
    """A `TextEngine` whose times and failures are counted."""

    def __init__(self, engine: TextEngine, metrics: Metrics) -> None:
        self._engine, self._metrics = engine, metrics

    def info(self) -> EngineInfo:
        """As the engine's."""
        return self._engine.info()

    def write(self, requests: Sequence[WriteRequest]) -> list[Written]:
        """As the engine's."""
        start = time.monotonic()
        with self._metrics.engine_failures.count_exceptions():
            written = self._engine.write(requests)
        self._metrics.engine_seconds.observe(time.monotonic() - start)
        return written

    def close(self) -> None:
        """As the engine's."""
        self._engine.close()


_KINDS = ("timeout", "unreachable", "refused", "other")
# What the chain says to these is about the call: a revert, a transaction it has already.
_ABOUT_THE_CALL = ("eth_call", "eth_estimateGas", "eth_sendRawTransaction")


def count_node_errors(w3: Web3, metrics: Metrics) -> None:
    """Count a node's calls that fail; one that the chain itself refuses is no failure."""
    for kind in _KINDS:
        metrics.node_errors.labels(kind)
    counting = cast("type[Web3Middleware]", partial(_Counting, metrics=metrics))
    w3.middleware_onion.add(counting, "count errors")


class _Counting(Web3Middleware):
    def __init__(self, w3: Web3, metrics: Metrics) -> None:
        super().__init__(w3)
        self._metrics = metrics

    def wrap_make_request(self, make_request: MakeRequestFn) -> MakeRequestFn:
        def counted(method: RPCEndpoint, params: Any) -> RPCResponse:
            try:
                response = make_request(method, params)
            except Exception as error:
                self._count(_kind(error))
                raise
            if "error" in response and method not in _ABOUT_THE_CALL:
                self._count("refused")
            return response

        return counted

    def _count(self, kind: str) -> None:
        self._metrics.node_errors.labels(kind).inc()


def _kind(error: Exception) -> str:
    if isinstance(error, Timeout):
        return "timeout"
    if isinstance(error, HTTPError):
        return "refused"
    return "unreachable" if isinstance(error, RequestException) else "other"
