"""Waiting for a condition instead of sleeping."""

import time
from collections.abc import Callable

PATIENCE_S = 120
"""How long a test waits for what takes moments: a ceiling, for machines that do much besides."""

PATIENT_CHECK = (
    "-c",
    f"from oracle import __main__, check; check._PATIENCE_S = {PATIENCE_S:.1f}; __main__.main()",
    "check",
)
"""Arguments of a Python that is `oracle check`, with more patience than people have who type it."""


def wait_for(ready: Callable[[], bool], what: str, seconds: float = PATIENCE_S) -> None:
    """Return once `ready()`; fails after so many seconds, saying what was waited for."""
    deadline = time.monotonic() + seconds
    while not ready():
        assert time.monotonic() < deadline, f"waited {seconds} s for {what}"
        time.sleep(0.02)
