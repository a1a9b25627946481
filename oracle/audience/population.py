"""Simulated readers: what they care about, how often they look, and who follows whom."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from oracle.errors import Permanent

LEAST_READERS, MOST_READERS = 100, 5_000_000
MOST_TOPICS = 64
Floats = NDArray[np.float32]
Ids = NDArray[np.int32]


@dataclass(frozen=True)
class Population:
    """`readers` people who do not exist.

    `interests` (readers, topics) are shares of attention, each row sums to 1; `activity` (readers,)
    is the chance, 0..1, that a reader sees one post that a followed account puts in their feed.
    Follows are compressed rows: those who follow reader r are
    ``followers[starts[r]:starts[r + 1]]``, ascending. `homophily` is the share of follows chosen by
    interest, 0..1, and `seed` what the population was drawn from.
    """

    interests: Floats
    activity: Floats
    starts: Ids
    followers: Ids
    homophily: float
    seed: int

    @property
    def readers(self) -> int:
        """How many readers there are."""
        return len(self.activity)

    @property
    def topics(self) -> int:
        """How many topics interests are over."""
        return self.interests.shape[1]

    @property
    def nbytes(self) -> int:
        """Bytes of the arrays: 4 · (readers · (topics + 2) + follows + 1)."""
        arrays = (self.interests, self.activity, self.starts, self.followers)
        return sum(array.nbytes for array in arrays)

    @cached_property
    def main_topics(self) -> NDArray[np.intp]:
        """Each reader's strongest interest, (readers,)."""
        found: NDArray[np.intp] = self.interests.argmax(axis=1)
        return found

    @cached_property
    def mean_interests(self) -> NDArray[np.float64]:
        """The share of attention that each topic has over all readers, (topics,)."""
        found: NDArray[np.float64] = self.interests.mean(axis=0, dtype=np.float64)
        return found

    def follower_counts(self) -> NDArray[np.int64]:
        """How many followers each reader has, (readers,)."""
        return np.diff(self.starts).astype(np.int64)

    def followers_of(self, reader: int) -> Ids:
        """Those who follow one reader."""
        return self.followers[self.starts[reader] : self.starts[reader + 1]]

    def check(self) -> None:
        """Nothing, if the arrays are a population. Raises `Permanent` that says what is wrong."""
        for ok, wrong in self._claims():
            if not ok:
                raise Permanent(f"this is no population: {wrong}; build it anew")

    def _claims(self) -> list[tuple[bool, str]]:
        n = self.readers
        if not LEAST_READERS <= n <= MOST_READERS:
            return [(False, f"{n:,} readers, {LEAST_READERS:,} to {MOST_READERS:,} are possible")]
        if self.interests.ndim != 2 or self.starts.shape != (n + 1,) or self.followers.ndim != 1:
            return [(False, "its arrays don't fit one another")]
        sums = self.interests.sum(axis=1, dtype=np.float64)
        starts, follows = self.starts, self.followers
        ends = starts[0] == 0 and starts[-1] == len(follows)
        return [
            (len(self.interests) == n and 1 <= self.topics <= MOST_TOPICS, "topics or readers"),
            (bool((self.interests >= 0).all()), "an interest is negative or no number"),
            (bool((np.abs(sums - 1) < 1e-3).all()), "interests don't sum to 1"),
            (bool(((self.activity >= 0) & (self.activity <= 1)).all()), "activity beyond 0..1"),
            (bool(ends and (starts[1:] >= starts[:-1]).all()), "rows of follows overlap"),
            (bool(((follows >= 0) & (follows < n)).all()), "a follower who does not exist"),
            (0 <= self.homophily <= 1, "homophily beyond 0..1"),
        ]
