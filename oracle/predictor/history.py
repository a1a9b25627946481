"""What was known of an author when a post was published: nothing that came later."""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from statistics import fmean, median

from oracle.predictor.posts import ACTIONS, Post

SETTLED = timedelta(days=2)
"""A post's outcomes count as known after so long; before, its final figures are the future.

An export has one figure of each post: what came of it later than that is in the figure too.
"""
WINDOW = 30
"""How many of an author's latest settled posts are looked back on."""

# The beta prior of a rate where nothing is known: scoring.md's cold start, mean 0.015.
ALPHA, BETA = 0.75, 49.25
_TOPIC_DOUBT = 3


@dataclass(frozen=True)
class Past:
    """An author's settled posts before some moment, at most `WINDOW`, by time.

    `gap_hours` is since the author's last post of any kind, at most 720; `week` how many there
    were in the last seven days.
    """

    posts: Sequence[Post]
    gap_hours: float
    week: int

    def counts(self, outcome: str) -> list[int]:
        """The known counts of one outcome."""
        return [p.outcomes[outcome] for p in self.posts if outcome in p.outcomes]

    @cached_property
    def interactions(self) -> list[int]:
        """The known numbers of interactions."""
        return [n for n in self._all if n is not None]

    @cached_property
    def _all(self) -> list[int | None]:
        return [post.interactions for post in self.posts]

    def rate(self, action: str) -> float:
        """How often a reader took the action, in 0..1, with the beta prior."""
        outcome = ACTIONS[action]
        pairs = [(p.outcomes[outcome], p.readers) for p in self.posts if outcome in p.outcomes]
        known = [(min(count, readers), readers) for count, readers in pairs if readers]
        done, of = sum(count for count, _ in known), sum(readers for _, readers in known)
        return (done + ALPHA) / (of + ALPHA + BETA)

    def on(self, topic: str) -> tuple[float, int]:
        """How far posts on the topic were above the author's median, in logs, and how many.

        It is drawn to 0 as by three posts at the median.
        """
        pairs = zip(self.posts, self._all, strict=True)
        found = [math.log1p(n) for p, n in pairs if n is not None and p.topic == topic]
        if not found:
            return 0.0, 0
        middle = math.log1p(median(self.interactions))
        above = math.fsum(each - middle for each in found)
        return above / (len(found) + _TOPIC_DOUBT), len(found)

    def trend(self) -> float:
        """The mean of the latest five posts' log interactions over the median of all; 0 for few."""
        logs = [math.log1p(n) for n in self.interactions]
        return fmean(logs[-5:]) - median(logs) if len(logs) >= 10 else 0.0


class Histories:
    """All authors' posts, to look back from any moment."""

    def __init__(self, posts: Iterable[Post]) -> None:
        """`posts`: by time."""
        self._posts: dict[str, list[Post]] = {}
        for post in posts:
            self._posts.setdefault(post.author, []).append(post)
        self._times = {a: [post.at for post in found] for a, found in self._posts.items()}

    def before(self, author: str, at: datetime) -> Past:
        """What was known of the author just before `at`."""
        posts, times = self._posts.get(author, []), self._times.get(author, [])
        settled = bisect_right(times, at - SETTLED)
        published = bisect_left(times, at)
        gap = (at - times[published - 1]).total_seconds() / 3600 if published else math.inf
        week = published - bisect_left(times, at - timedelta(days=7))
        return Past(posts[max(settled - WINDOW, 0) : settled], min(gap, 720.0), week)

    def mean(self, author: str, at: datetime) -> float:
        """The mean log(1 + interactions) of all the author's posts settled before `at`, or NaN."""
        posts, times = self._posts.get(author, []), self._times.get(author, [])
        settled = posts[: bisect_right(times, at - SETTLED)]
        known = [math.log1p(n) for post in settled if (n := post.interactions) is not None]
        return fmean(known) if known else math.nan


def quantile(counts: Sequence[int], share: float) -> int:
    """The smallest of `counts` that at least `share` of them do not exceed."""
    return sorted(counts)[math.ceil(share * len(counts)) - 1]
