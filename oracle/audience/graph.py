"""Who follows whom: a directed graph with many small accounts and few with very many followers.

The model is Chung and Lu's (a note on it and its relatives: the configuration model with expected
degrees), directed: how many accounts a reader follows is lognormal, and whom they follow is drawn
in proportion to the account's weight, a Pareto variable, so that followers have a power-law tail.
A share of follows, the homophily, is drawn among the accounts of one topic, and that topic by the
reader's interests.
"""

from collections.abc import Callable, Iterator
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from oracle.audience.plan import PopulationPlan
from oracle.audience.population import Floats, Ids

_FOLLOWS_SPREAD = 1.0
_MOST_FOLLOWED_BY_ONE = 5_000
_TICKETS = 4
_LARGEST_SHARE = 0.05
_BLOCK = 2**20
Told = Callable[[int], None]


def draw_follows(
    plan: PopulationPlan, interests: Floats, rng: np.random.Generator, told: Told
) -> tuple[Ids, Ids]:
    """(starts, followers) of `Population`, without repeated follows or follows of oneself.

    `told` hears how many more readers are done. Peak memory is about 20 bytes a follow beside the
    result, whatever the plan.
    """
    counts = _follow_counts(plan, rng)
    urn = _Urn(plan, interests, rng)
    followed = np.empty(int(counts.sum()), np.int32)
    done = 0
    for first, last in _blocks(counts):
        readers = np.repeat(np.arange(first, last, dtype=np.int32), counts[first:last])
        followed[done : done + len(readers)] = urn.draw(readers, rng)
        done += len(readers)
        told(last - first)
    return by_author(plan.readers, counts, followed)


def by_author(readers: int, counts: NDArray[np.int64], followed: Ids) -> tuple[Ids, Ids]:
    """Follows listed by reader (`counts` each, in order) as (starts, followers), listed by author.

    Follows of oneself and repeated ones are dropped.
    """
    ends = np.concatenate([[0], np.cumsum(counts)])
    ones = np.ones(len(followed), np.int8)
    columns = csr_matrix((ones, followed, ends), shape=(readers, readers)).tocsc()
    starts, followers = columns.indptr.astype(np.int32), columns.indices.astype(np.int32)
    kept = np.ones(len(followers), bool)
    kept[1:] = followers[1:] != followers[:-1]
    kept[starts[:-1][starts[:-1] < len(followers)]] = True
    kept &= followers != np.repeat(np.arange(readers, dtype=np.int32), np.diff(starts))
    before = np.concatenate([[0], np.cumsum(kept)])
    return before[starts].astype(np.int32), followers[kept]


def _follow_counts(plan: PopulationPlan, rng: np.random.Generator) -> NDArray[np.int64]:
    """Lognormal with mean `plan.follows` and shape 1, rounded; 1 at least, one in ten at most."""
    mean = np.log(plan.follows) - _FOLLOWS_SPREAD**2 / 2
    most = min(_MOST_FOLLOWED_BY_ONE, plan.readers // 10)
    drawn = np.rint(rng.lognormal(mean, _FOLLOWS_SPREAD, plan.readers))
    counts: NDArray[np.int64] = np.clip(drawn, 1, most).astype(np.int64)
    return counts


def _blocks(counts: NDArray[np.int64]) -> Iterator[tuple[int, int]]:
    """Ranges of readers with about `_BLOCK` follows each."""
    ends = np.cumsum(counts)
    marks = np.searchsorted(ends, np.arange(_BLOCK, ends[-1], _BLOCK))
    bounds = np.unique(np.concatenate([[0], marks, [len(counts)]])).tolist()
    yield from pairwise(bounds)


class _Urn:
    """Tickets of authors, as many as their weight, grouped by the author's main topic.

    Weights are Pareto: P(weight > w) = w^-(γ - 1) for w ≥ 1, so that followers fall as k^-γ; no
    account has more than a twentieth of the readers' weight on itself.
    """

    def __init__(self, plan: PopulationPlan, interests: Floats, rng: np.random.Generator) -> None:
        main = interests.argmax(axis=1)
        order = np.argsort(main, kind="stable").astype(np.int32)
        weights = (1 - rng.random(plan.readers)) ** (-1 / (plan.follower_exponent - 1))
        most = max(_LARGEST_SHARE * plan.readers, 1.0)
        tickets = np.floor(_TICKETS * np.minimum(weights, most)).astype(np.int64)[order]
        self._authors = np.repeat(order, tickets)
        sizes = np.bincount(main[order], tickets, minlength=plan.topics).astype(np.int64)
        self._ends = np.cumsum(sizes)
        self._sizes = sizes
        self._interests, self._homophily = interests, plan.homophily

    def draw(self, readers: Ids, rng: np.random.Generator) -> Ids:
        """An author for each of `readers`."""
        picked = rng.random(len(readers))
        low, size = np.zeros(len(readers), np.int64), np.full(len(readers), len(self._authors))
        akin = np.flatnonzero(rng.random(len(readers), dtype=np.float32) < self._homophily)
        topic = self._topics(readers[akin], rng)
        found = self._sizes[topic] > 0
        akin, topic = akin[found], topic[found]
        size[akin] = self._sizes[topic]
        low[akin] = self._ends[topic] - self._sizes[topic]
        authors: Ids = self._authors[low + (picked * size).astype(np.int64)]
        return authors

    def _topics(self, readers: Ids, rng: np.random.Generator) -> NDArray[np.intp]:
        """A topic for each reader, by their interests."""
        reached = np.cumsum(self._interests[readers], axis=1)
        aim = rng.random(len(readers), dtype=np.float32)[:, None] * reached[:, -1:]
        found: NDArray[np.intp] = np.minimum((reached <= aim).sum(axis=1), reached.shape[1] - 1)
        return found
