"""Waiting for a condition instead of sleeping."""

import time
from collections.abc import Callable


def wait_for(ready: Callable[[], bool], what: str, seconds: float) -> None:
    """Return once `ready()`; fails after so many seconds, saying what was waited for."""
    deadline = time.monotonic() + seconds
    while not ready():
        assert time.monotonic() < deadline, f"waited {seconds} s for {what}"
        time.sleep(0.02)
