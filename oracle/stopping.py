"""How a process ends: soon, whatever hangs. It may be cut off at any instant, and loses nothing."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event as Flag
from threading import Thread, Timer

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def stoppable(grace: float = 4.0) -> Iterator[Flag]:
    """A flag that SIGINT and SIGTERM set; to be entered before any other thread begins.

    What has not ended `grace` seconds after the first signal is cut off with status 0, and at a
    second signal at once. So is what still hangs so long after the block: status 1 if it raised.
    """
    stop = Flag()
    signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS)
    Thread(target=_watch, args=(stop, grace), name="signals", daemon=True).start()
    try:
        yield stop
    except BaseException:
        _cut_off(grace, 1)
        raise
    _cut_off(grace, 0)


def _watch(stop: Flag, grace: float) -> None:
    signal.sigwait(_SIGNALS)
    stop.set()
    second = signal.sigtimedwait(_SIGNALS, grace)
    os._exit(0 if second is None else 128 + second.si_signo)


def _cut_off(grace: float, status: int) -> None:
    timer = Timer(grace, os._exit, [status])
    timer.daemon = True
    timer.start()
