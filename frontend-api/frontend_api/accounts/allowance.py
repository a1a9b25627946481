"""Bounds on how much each one may do: the one way of all doors that cost something."""

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from math import ceil
from threading import Lock

from eth_utils.address import is_hex_address
from sqlalchemy import Engine
from starlette.exceptions import HTTPException

from oracle.assistant.people.tables import Account, Bucket
from oracle.store.database import transaction

_MOST_BUCKETS = 20_000


@dataclass(frozen=True)
class Rate:
    """How much of `what` (a plural, for people) one may have: `burst` at once, then one each
    `seconds`."""

    what: str
    burst: int
    seconds: float


class Allowance:
    """A token bucket for each one and each rate.

    An account's are in the people database, the same for all web workers. A client's are in the
    memory of this worker, which remembers only the latest, so that many addresses can't fill it.
    `now` gives Unix seconds.
    """

    def __init__(self, people: Engine, now: Callable[[], float] = time.time) -> None:
        self._people, self._now = people, now
        self._buckets: OrderedDict[tuple[str, Rate], _Left] = OrderedDict()
        self._lock = Lock()

    def spend(self, who: str, rate: Rate, cost: float = 1) -> None:
        """Take `cost` of what one may have; `who` is a `Spender`. An account's takes a thread.

        More than the burst costs the whole burst. Raises `HTTPException` 429 with ``Retry-After``,
        and takes nothing, where there is not enough; 401 where the account was just deleted;
        `Transient` where the database is locked.
        """
        take = self._take_of_account if is_hex_address(who) else self._take_of_client
        wait = take(who, rate, min(cost, rate.burst))
        if wait:
            reason = f"too many {rate.what}: try again in {wait} s"
            raise HTTPException(429, reason, {"Retry-After": str(wait)})

    def charge(self, client: str, rate: Rate, cost: float) -> None:
        """Take what a client has had already, more than was left too: later asks wait for it."""
        with self._lock:
            now = self._now()
            left = _left(rate, self._buckets.pop((client, rate), None), now)
            self._keep(client, rate, _Left(left - cost, now))

    def _take_of_client(self, who: str, rate: Rate, cost: float) -> int:
        with self._lock:
            before = self._buckets.pop((who, rate), None)
            left, wait = _taken(rate, cost, before, self._now())
            self._keep(who, rate, left)
        return wait

    def _keep(self, who: str, rate: Rate, left: "_Left") -> None:
        self._buckets[who, rate] = left
        if len(self._buckets) > _MOST_BUCKETS:
            self._buckets.popitem(last=False)

    def _take_of_account(self, who: str, rate: Rate, cost: float) -> int:
        with transaction(self._people) as session:
            if session.get(Account, who) is None:
                raise HTTPException(401, "this account was deleted: sign in again")
            row = session.get(Bucket, (who, rate.what))
            before = _Left(row.left, row.at) if row else None
            left, wait = _taken(rate, cost, before, self._now())
            if not wait:
                session.merge(Bucket(address=who, what=rate.what, left=left.amount, at=left.at))
        return wait


@dataclass(frozen=True)
class _Left:
    """What was left at a time."""

    amount: float
    at: float


def _left(rate: Rate, before: _Left | None, now: float) -> float:
    if before is None:
        return rate.burst
    return min(rate.burst, before.amount + max(0.0, now - before.at) / rate.seconds)


def _taken(rate: Rate, cost: float, before: _Left | None, now: float) -> tuple[_Left, int]:
    """What is left, and 0; or the same, and the seconds until there is enough."""
    left = _left(rate, before, now)
    if left >= cost:
        return _Left(left - cost, now), 0
    return _Left(left, now), max(1, ceil((cost - left) * rate.seconds))
