"""One post spreading over a population: waves of readers who see it, act, and pass it on.

An independent cascade (each reposter exposes each follower, and each exposure is one try of its
own), in waves: everybody who reposted in one wave exposes their followers in the next. All of a
wave is done with arrays; nothing loops over readers.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from oracle.audience.cascade import Cascade, CascadeLog
from oracle.audience.population import Floats, Ids, Population
from oracle.audience.post import ACTIONS, Post, match
from oracle.audience.timing import Timing

_BLOCK = 2**20
_MOST_EXPOSURES = 255
_ALL = np.uint8(255)


@dataclass(frozen=True)
class _Feed:
    """Exposures: to whom, since when (hours), from which node of the tree."""

    readers: Ids
    since: Floats
    nodes: NDArray[np.int64]


class Spreader:
    """Runs cascades of one post over one population; use one in each thread."""

    def __init__(
        self, population: Population, post: Post, timing: Timing, fatigue: float = 0.5
    ) -> None:
        """A reader acts with P = min(1, rate · appeal · match · fatigue^k), having seen it k times.

        `match` is that of `oracle.audience.post`, `appeal` one number for each run that the post's
        doubt draws; `fatigue` in 0..1. That further exposures still
        add to the chance, but each less than an independent try would, follows Hodas and Lerman
        (The simple rules of social contagion, 2014: it increases monotonically with exposure);
        the factor is ours.
        """
        self._population, self._post = population, post
        self._timing, self._fatigue = timing, fatigue
        self._match = match(population, post)
        self._exposures = np.zeros(population.readers, np.uint8)
        self._done = np.zeros(population.readers, np.uint8)
        self._fading = (fatigue ** np.arange(_MOST_EXPOSURES + 1)).astype(np.float32)

    def run(self, audience: Ids, rng: np.random.Generator, author: int | None = None) -> Cascade:
        """A post of `author`, or of somebody outside, that comes into the feeds of `audience`."""
        log = CascadeLog(self._post.draw_appeal(rng))
        if author is not None:
            self._done[author] = _ALL
        here = np.zeros(len(audience), np.float32)
        feeds = iter([_Feed(audience, here, np.zeros(len(audience), np.int64))])
        while len((front := _joined([self._act(feed, rng, log) for feed in feeds])).readers):
            feeds = self._feeds(_Feed(front.readers, front.since, log.grow(front.nodes)))
        cascade = log.cascade()
        self._exposures[cascade.seen.readers] = 0
        self._done[cascade.seen.readers] = 0
        if author is not None:
            self._done[author] = 0
        return cascade

    def _feeds(self, front: _Feed) -> Iterator[_Feed]:
        """The followers of all in `front`, at most about `_BLOCK` at a time."""
        starts = self._population.starts[front.readers].astype(np.int64)
        counts = self._population.starts[front.readers + 1] - starts
        ends = np.cumsum(counts)
        marks = np.searchsorted(ends, np.arange(_BLOCK, ends[-1], _BLOCK))
        bounds = np.unique(np.concatenate([[0], marks, [len(counts)]])).tolist()
        for first, last in pairwise(bounds):
            some = counts[first:last]
            before = ends[first:last] - some
            total = int(some.sum())
            index = np.repeat(starts[first:last] - before, some) + np.arange(
                before[0], before[0] + total
            )
            yield _Feed(
                self._population.followers[index],
                np.repeat(front.since[first:last], some),
                np.repeat(front.nodes[first:last], some),
            )

    def _act(self, feed: _Feed, rng: np.random.Generator, log: CascadeLog) -> _Feed:
        """Those in `feed` who repost now, in order of readers."""
        seen = self._sights(feed, rng)
        readers = seen.readers
        log.see(readers, seen.since)
        if not len(readers):
            return seen
        chance = log.appeal * self._match[readers] * self._fading[self._exposed(readers)]
        reposted = np.empty(0, np.intp)
        for number, name in enumerate(ACTIONS):
            tried = rng.random(len(readers), dtype=np.float32)
            hits = np.flatnonzero(tried < np.float32(self._post.rates[name]) * chance)
            hits = self._new(readers, hits, np.uint8(1 << number))
            log.act(name, readers[hits], seen.since[hits])
            if name == "repost":
                reposted = hits
        return _Feed(readers[reposted], seen.since[reposted], seen.nodes[reposted])

    def _sights(self, feed: _Feed, rng: np.random.Generator) -> _Feed:
        """The exposures that are seen within the window, by reader and then by time."""
        looks = rng.random(len(feed.readers), dtype=np.float32)
        seen = np.flatnonzero(looks < self._population.activity[feed.readers])
        hours = feed.since[seen] + self._timing.draw(rng, len(seen))
        timely = hours <= self._timing.window
        seen, hours = seen[timely], hours[timely]
        order = np.lexsort((hours, feed.readers[seen]))
        seen, hours = seen[order], hours[order]
        return _Feed(feed.readers[seen], hours, feed.nodes[seen])

    def _exposed(self, readers: Ids) -> NDArray[np.int64]:
        """How often each of `readers` (sorted) had seen the post before; counts them as seen."""
        place = np.arange(len(readers))
        first = np.concatenate([[True], readers[1:] != readers[:-1]])
        rank = place - np.maximum.accumulate(np.where(first, place, 0))
        before: NDArray[np.int64] = np.minimum(self._exposures[readers] + rank, _MOST_EXPOSURES)
        last = np.concatenate([first[1:], [True]])
        self._exposures[readers[last]] = np.minimum(before[last] + 1, _MOST_EXPOSURES)
        return before

    def _new(self, readers: Ids, hits: NDArray[np.intp], bit: np.uint8) -> NDArray[np.intp]:
        """The hits of those who had not done it yet, each reader's first; marks them as done."""
        hits = hits[(self._done[readers[hits]] & bit) == 0]
        who = readers[hits]
        hits = hits[np.concatenate([[True], who[1:] != who[:-1]])] if len(hits) else hits
        self._done[readers[hits]] |= bit
        return hits


def _joined(feeds: list[_Feed]) -> _Feed:
    return _Feed(
        np.concatenate([feed.readers for feed in feeds]),
        np.concatenate([feed.since for feed in feeds]),
        np.concatenate([feed.nodes for feed in feeds]),
    )
