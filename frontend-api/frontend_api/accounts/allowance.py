"""Bounds on how much each one may do: the one way of all doors that cost something."""

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from math import ceil
from threading import Lock

from starlette.exceptions import HTTPException

_MOST_BUCKETS = 20_000


@dataclass(frozen=True)
class Rate:
    """How much of `what` (a plural, for people) one may have: `burst` at once, then one each
    `seconds`."""

    what: str
    burst: int
    seconds: float


class Allowance:
    """A token bucket for each one and each rate, in the memory of this web worker.

    Only the latest are remembered, so that many addresses can't fill the memory. `now` gives
    seconds.
    """

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._buckets: OrderedDict[tuple[str, Rate], tuple[float, float]] = OrderedDict()
        self._lock = Lock()

    def spend(self, who: str, rate: Rate, cost: float = 1) -> None:
        """Take `cost` of what one may have; `who` is a `Spender`.

        More than the burst costs the whole burst. Raises `HTTPException` 429 with ``Retry-After``,
        and takes nothing, where there is not enough.
        """
        wait = self._wait(who, rate, min(cost, rate.burst))
        if wait:
            reason = f"too many {rate.what}: try again in {wait} s"
            raise HTTPException(429, reason, {"Retry-After": str(wait)})

    def _wait(self, who: str, rate: Rate, cost: float) -> int:
        """0 and that much less, or the seconds until there is enough."""
        with self._lock:
            now = self._now()
            left, since = self._buckets.pop((who, rate), (float(rate.burst), now))
            left = min(rate.burst, left + (now - since) / rate.seconds)
            allowed = left >= cost
            self._buckets[who, rate] = (left - cost if allowed else left, now)
            if len(self._buckets) > _MOST_BUCKETS:
                self._buckets.popitem(last=False)
        return 0 if allowed else max(1, ceil((cost - left) * rate.seconds))
