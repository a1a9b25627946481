"""New blocks as a node tells of them over WebSocket: for speed only, polling needs none of it."""

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event as Flag
from threading import Thread
from urllib.parse import urlsplit

from websockets.exceptions import WebSocketException
from websockets.sync.client import connect
from websockets.sync.connection import Connection

log = logging.getLogger(__name__)
_silent = logging.getLogger(f"{__name__}.wire")  # at DEBUG the library logs URLs, keys included
_silent.setLevel(logging.WARNING)

_MAX_MESSAGE = 64 * 2**10
_SUBSCRIBE = json.dumps(
    {"jsonrpc": "2.0", "id": 1, "method": "eth_subscribe", "params": ["newHeads"]}
)
_BREATH_S = 0.2  # between two heads that are told on
_LOOK_S = 0.5  # between two looks at whether to stop
_TROUBLE = (OSError, EOFError, WebSocketException, ValueError, RecursionError)
_FIRST_PAUSE_S, _LONGEST_PAUSE_S = 1.0, 60.0


class Bell:
    """Wakes a loop that waits: at a new head, at the end, or when its time is up."""

    def __init__(self) -> None:
        self._rung = Flag()

    def ring(self) -> None:
        """Wake the loop, or let its next wait end at once."""
        self._rung.set()

    def wait(self, seconds: float) -> bool:
        """Whether it rang, or has since the last wait; at the latest after so many seconds."""
        rang = self._rung.wait(seconds)
        self._rung.clear()
        return rang


@contextmanager
def heads(url: str | None, stop: Flag) -> Iterator[Bell]:
    """A bell that rings at each new head of the node at a WebSocket URL, and once `stop` is set.

    Without a URL, or while the node does not answer, only `stop` rings it. What the node sends is
    no more than a reason to look: nothing of it is used.
    """
    bell, end = Bell(), Flag()
    threads = [Thread(target=_ring_at, args=(stop, bell), daemon=True)]
    if url is not None:
        threads.append(Thread(target=_listen, args=(url, end, bell), name="heads", daemon=True))
    for thread in threads:
        thread.start()
    try:
        yield bell
    finally:
        end.set()


def _ring_at(stop: Flag, bell: Bell) -> None:
    stop.wait()
    bell.ring()


def _listen(url: str, end: Flag, bell: Bell) -> None:
    host, pause = urlsplit(url).netloc.rpartition("@")[2], _FIRST_PAUSE_S
    while not end.is_set():
        try:
            with connect(url, max_size=_MAX_MESSAGE, close_timeout=1, logger=_silent) as node:
                node.send(_SUBSCRIBE)
                for _ in _told(node, end):
                    pause = _FIRST_PAUSE_S
                    bell.ring()
                    end.wait(_BREATH_S)
        except _TROUBLE as error:
            log.info("no heads from %s (%s): polling", host, type(error).__name__)
        end.wait(pause)
        pause = min(2 * pause, _LONGEST_PAUSE_S)


def _told(node: Connection, end: Flag) -> Iterator[None]:
    """Once for each head, until `end`. Raises `ValueError` where the node refuses to tell."""
    while not end.is_set():
        try:
            message = json.loads(node.recv(timeout=_LOOK_S))
        except TimeoutError:
            continue
        match message:
            case {"method": "eth_subscription"}:
                yield
            case {"result": str()}:
                continue
            case _:
                raise ValueError("no heads")
