"""Looks at what an operator depends on, each in a thread of its own: one that hangs stops none."""

import logging
import time
from collections.abc import Callable
from threading import Event as Flag
from threading import Thread
from typing import Generic, TypeVar

from oracle.errors import TroupeError

log = logging.getLogger(__name__)
_MISSED = 4

T = TypeVar("T")


class Look(Generic[T]):
    """Calls `read` every `pause` seconds; remembers what it gave last, or why it gave nothing."""

    def __init__(self, name: str, read: Callable[[], T], pause: float = 15.0) -> None:
        self.name = name
        self.last: T | None = None
        self._read, self._pause, self._stop = read, pause, Flag()
        self._trouble: str | None = "not looked at yet"
        self._at = time.monotonic()

    def start(self) -> None:
        """Look until `close`, in a thread that ends with the process."""
        Thread(target=self._run, name=f"look at {self.name}", daemon=True).start()

    def close(self) -> None:
        """Look no more."""
        self._stop.set()

    @property
    def trouble(self) -> str | None:
        """What is wrong with it; None where nothing is."""
        silent = time.monotonic() - self._at
        if silent > _MISSED * self._pause:
            return f"no answer for {silent:.0f} s"
        return self._trouble

    def take(self) -> None:
        """Look once."""
        try:
            self.last = self._read()
            self._trouble = None
        except TroupeError as error:
            self._trouble = str(error)
        except Exception as error:
            if not self._stop.is_set():
                log.exception("the look at %s failed", self.name)
            self._trouble = f"unexpected: {type(error).__name__}"
        self._at = time.monotonic()

    def _run(self) -> None:
        while not self._stop.is_set():
            self.take()
            self._stop.wait(self._pause)
