"""An operator process that kills itself at a named point, as a power cut would."""

import os
import signal
import sys
from collections.abc import Callable
from typing import Any

from web3.eth import Eth

from oracle.__main__ import main
from oracle.chain.committee import ChainCommittee
from oracle.store.rounds import StoredRounds


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def die_after(owner: type, name: str, times: int = 1) -> None:
    """Kill the process right after the n-th call of a method has had its effect."""
    real: Callable[..., Any] = getattr(owner, name)
    calls = 0

    def deadly(*args: Any, **kwargs: Any) -> Any:
        nonlocal calls
        result = real(*args, **kwargs)
        calls += 1
        if calls == times:
            die()
        return result

    setattr(owner, name, deadly)


def die_before(owner: type, name: str) -> None:
    """Kill the process when a method is about to be called."""
    setattr(owner, name, lambda *_args, **_kwargs: die())


POINTS: dict[str, Callable[[], None]] = {
    "generated": lambda: die_after(StoredRounds, "keep_manifest"),
    "committed": lambda: die_before(ChainCommittee, "reveal"),
    **{
        f"broadcast-{n}": lambda n=n: die_after(Eth, "send_raw_transaction", n) for n in range(1, 5)
    },
}

if __name__ == "__main__":
    POINTS[sys.argv[1]]()
    main(["run"])
