"""An operator process that a scenario starts: the real command, in a fork of a warm parent.

Its settings come as environment variables. What the harness changes in it: it may kill itself at
a point, its clock may be wrong, and its patience with servers is shorter than in life.
"""

import ctypes
import os
import signal
import sys
import time
import warnings
from collections.abc import Mapping, Sequence
from functools import wraps
from multiprocessing.sharedctypes import Synchronized
from pathlib import Path
from typing import Any

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)
    import oracle.app  # noqa: F401
    from oracle.__main__ import main
    from oracle.chain.node import connect
    from oracle.ipfs.gateway import Gateways
    from tests.chaos.points import Kill, arm
    from tests.chaos.warm import warm

PATIENCE_S = 1.0

warm()


def operate(
    log: Path, settings: Mapping[str, str], kills: Sequence[Kill], skew: "Synchronized[float]"
) -> None:
    """Run an operator with those settings; its clock is wrong by `skew` seconds."""
    end_with_parent(signal.SIGKILL)
    os.chdir(log.parent)
    os.environ.update(settings)
    with log.open("ab", buffering=0) as output:
        for stream in (1, 2):
            os.dup2(output.fileno(), stream)
    sys.stdout = sys.stderr = os.fdopen(2, "w", buffering=1)
    _set_clock(skew)
    _hurry()
    arm(kills)
    main(["run"])


def end_with_parent(number: int) -> None:
    """Get that signal when the parent ends, however it ends (prctl(2), PR_SET_PDEATHSIG)."""
    ctypes.CDLL(None).prctl(1, number)


def _set_clock(skew: "Synchronized[float]") -> None:
    real = time.time
    time.time = lambda: real() + skew.value


def _hurry() -> None:
    """Cap how long a server is waited for; the code that waits is the real one."""
    defaults = connect.__kwdefaults__
    assert "seconds" in defaults
    defaults["seconds"] = PATIENCE_S
    gateways = Gateways.__init__

    @wraps(gateways)
    def impatient(self: Any, urls: Sequence[str], _seconds: float) -> None:
        gateways(self, urls, PATIENCE_S)

    Gateways.__init__ = impatient  # type: ignore[method-assign]
