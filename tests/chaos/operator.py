"""An operator process that a scenario starts: the real command, in a fork of a warm parent.

Its settings come as environment variables. What the harness changes in it: it may kill itself at
a point, its clock may be wrong, and its patience with servers is shorter than in life.
"""

import logging
import os
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
    import httpx
    import requests

    import oracle.app  # noqa: F401
    from oracle.__main__ import main
    from oracle.errors import Fatal
    from tests.chaos.points import Kill, arm
    from tests.chaos.warm import warm

PATIENCE_S = 0.6

warm()


def operate(
    log: Path, settings: Mapping[str, str], kills: Sequence[Kill], skew: "Synchronized[float]"
) -> None:
    """Run an operator with those settings; its clock is wrong by `skew` seconds."""
    os.chdir(log.parent)
    os.environ.update(settings)
    with log.open("ab", buffering=0) as output:
        for stream in (1, 2):
            os.dup2(output.fileno(), stream)
    sys.stdout = sys.stderr = os.fdopen(2, "w", buffering=1)
    logging.root.handlers.clear()
    _set_clock(skew)
    _hurry()
    arm(kills)
    try:
        main(["run"], standalone_mode=False)
    except Fatal as error:
        sys.exit(f"oracle: {error}")


def _set_clock(skew: "Synchronized[float]") -> None:
    real = time.time
    time.time = lambda: real() + skew.value


def _hurry() -> None:
    """Cap how long a server is waited for; the code that waits is the real one."""
    send, request = requests.adapters.HTTPAdapter.send, httpx.Client.__init__

    @wraps(send)
    def hurried(self: Any, *args: Any, **kwargs: Any) -> Any:
        return send(self, *args, **{**kwargs, "timeout": PATIENCE_S})

    @wraps(request)
    def impatient(self: Any, *args: Any, **kwargs: Any) -> None:
        request(self, *args, **{**kwargs, "timeout": PATIENCE_S})

    requests.sessions.get_environ_proxies = lambda *_args, **_kwargs: {}  # slow, and none is used
    requests.adapters.HTTPAdapter.send = hurried  # type: ignore[method-assign]
    httpx.Client.__init__ = impatient  # type: ignore[method-assign]
