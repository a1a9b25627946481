"""A bound on how often one client may write."""

from collections import OrderedDict
from math import ceil
from threading import Lock

_MOST_CLIENTS = 10_000


class Limiter:
    """A token bucket per client: `burst` at once, then one each `seconds`.

    Only the latest clients are remembered, so that many addresses can't fill the memory.
    """

    def __init__(self, burst: int = 10, seconds: float = 6) -> None:
        self._burst, self._seconds = burst, seconds
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = Lock()

    def wait(self, client: str, now: float) -> int:
        """0 and one token less, or the seconds until there is a token. `now` is in seconds."""
        with self._lock:
            tokens, since = self._buckets.pop(client, (float(self._burst), now))
            tokens = min(self._burst, tokens + (now - since) / self._seconds)
            allowed = tokens >= 1
            self._buckets[client] = (tokens - allowed, now)
            if len(self._buckets) > _MOST_CLIENTS:
                self._buckets.popitem(last=False)
        return 0 if allowed else max(1, ceil((1 - tokens) * self._seconds))
