"""What happened to a post in many runs: distributions over time, and their quantiles."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from oracle.audience.cascade import Acts, Cascade
from oracle.audience.post import ACTIONS
from oracle.audience.shape import depths, structural_virality

KINDS = ("impressions", "readers", *ACTIONS)
NAMES = {"like": "likes", "reply": "replies", "repost": "reposts", "click": "clicks"}
QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
HOURS: NDArray[np.float64] = np.geomspace(1 / 12, 168, 60)


@dataclass(frozen=True)
class Outcome:
    """One run: `counts` (kinds, hours) so far at each of `HOURS`, and the shape of the tree."""

    counts: NDArray[np.int64]
    depth: int
    virality: float


@dataclass(frozen=True)
class Forecast:
    """Many runs of one post over simulated readers.

    `counts` (runs, kinds, hours) are cumulative, `depth` and `virality` (runs,) as in
    `oracle.audience.shape`; `readers` are in the population, `followers` of them follow the author.
    """

    counts: NDArray[np.int64]
    depth: NDArray[np.int64]
    virality: NDArray[np.float64]
    readers: int
    followers: int
    seed: int

    @property
    def runs(self) -> int:
        """How often the post was played."""
        return len(self.counts)

    def totals(self, kind: str) -> NDArray[np.int64]:
        """What each run came to in the end, (runs,)."""
        return self.curves(kind)[:, -1]

    def curves(self, kind: str) -> NDArray[np.int64]:
        """What each run had come to at each of `HOURS`, (runs, hours)."""
        return self.counts[:, KINDS.index(kind)]

    def quantiles(self, kind: str) -> list[int]:
        """The totals' `QUANTILES`, each a number that a run had."""
        found = np.quantile(self.totals(kind), QUANTILES, method="inverted_cdf")
        return [int(value) for value in found]

    def chance(self, kind: str, least: int) -> float:
        """The share of runs with at least `least`, 0..1."""
        return float((self.totals(kind) >= least).mean())


def outcome(cascade: Cascade) -> Outcome:
    """What is kept of one run."""
    found = [_so_far(cascade.seen.hours), _so_far(_first(cascade.seen))]
    found += [_so_far(cascade.acts[name].hours) for name in ACTIONS]
    parents = cascade.parents
    return Outcome(np.stack(found), int(depths(parents).max()), structural_virality(parents))


def _so_far(hours: NDArray[np.float32]) -> NDArray[np.int64]:
    """How many of `hours` are at or before each of `HOURS`; the last counts all."""
    bins = np.minimum(np.searchsorted(HOURS, hours), len(HOURS) - 1)
    return np.cumsum(np.bincount(bins, minlength=len(HOURS)))


def _first(seen: Acts) -> NDArray[np.float32]:
    """When each reader saw it first."""
    order = np.lexsort((seen.hours, seen.readers))
    readers = seen.readers[order]
    new = np.ones(len(readers), bool)
    new[1:] = readers[1:] != readers[:-1]
    hours: NDArray[np.float32] = seen.hours[order][new]
    return hours
