"""Calls of others that end in time, whatever they do: for what can't be trusted with a time limit.

An HTTP client's limit is on each wait: who sends a byte of a header now and then holds it up for
days, and so does a name that nobody resolves.
"""

from collections.abc import Callable
from concurrent.futures import Future
from threading import BoundedSemaphore, Thread
from typing import Any, TypeVar

T = TypeVar("T")
_MOST = 100  # the connections of an httpx.Client
GRACE_S = 1.0
"""By how much it waits longer than the call's own limits, which have better words."""


class Patience:
    """Waits for calls, each for `seconds`; one that hangs on is left to its thread.

    As many as 100 may hang: then others wait in vain.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._room = BoundedSemaphore(_MOST)

    def call(self, function: Callable[[], T], seconds: float | None = None) -> T:
        """What `function` gives or raises; `TimeoutError` where it takes longer."""
        patience = GRACE_S + (self._seconds if seconds is None else seconds)
        if not self._room.acquire(timeout=patience):
            raise TimeoutError
        future: Future[T] = Future()
        Thread(target=self._run, args=(future, function), daemon=True).start()
        return future.result(patience)

    def _run(self, future: Future[Any], function: Callable[[], Any]) -> None:
        try:
            future.set_result(function())
        except BaseException as error:  # noqa: BLE001  whoever waits gets it
            future.set_exception(error)
        finally:
            self._room.release()
