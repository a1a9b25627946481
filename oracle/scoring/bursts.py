"""Topics of the day, from posts that were really fetched: words that come more often than usual."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import NormalDist, fmean, median, pstdev

from oracle.domain import Topic
from oracle.errors import Permanent
from oracle.scoring.texts import plain, terms, without_pleas

MAX_TOPICS = 16
_DAY = 24 * 3_600.0
_RECENT_DAYS, _USUAL_DAYS, _LEAST_DAYS = 3, 28, 4
_LEAST_POSTS, _LEAST_BURST, _MOST_BURST = 5, 3.0, 100.0
_MOST_TERMS, _MOST_WORDS = 200, 6
_SHARED = 0.5
_CHANCE = 0.05


@dataclass(frozen=True)
class Post:
    """What somebody posted, and when: seconds since 1970, UTC."""

    text: str
    time: float


@dataclass(frozen=True)
class _Burst:
    """A term's best day: its z-score, the age of its posts in hours, and which posts those are."""

    term: str
    z: float
    age_hours: float
    posts: frozenset[int]


def find_topics(posts: Sequence[Post], most: int = MAX_TOPICS) -> tuple[Topic, ...]:
    """What is talked about more than usual, the strongest burst first; ages are of the newest post.

    Days are counted back from the newest post. A term (a word, or two neighbours) bursts on one of
    the last three days with z = (a(x) - μ) / σ, where x is how many of that day's posts have it,
    a(x) = 2 √(x + 3/8), which gives Poisson counts a deviation of about 1 (Anscombe, 1948), and μ
    and σ >= 1 are mean and deviation of a(x) on up to 28 days before, at that day's number of
    posts. It counts from 5 posts and z = 3, or more where so many terms are looked at that chance
    would bring one beyond that in over 1 of 20 runs (Bonferroni's bound); its best day is taken.
    Terms that share half of the rarer one's posts are one topic. The same text counts once, however
    often it was posted, and pleas to judges not at all.
    Raises `Permanent` where the posts span less than four days.
    """
    kept = _distinct(posts)
    if not kept:
        raise Permanent(
            "there are no posts with words: give posts with a text and a time, in columns so named"
        )
    newest = max(post.time for post in kept)
    days = [int((newest - post.time) // _DAY) for post in kept]
    if max(days) + 1 < _LEAST_DAYS:
        raise Permanent(
            f"the posts span {max(days) + 1} days: give {_LEAST_DAYS} at least, so that there is "
            "something usual to burst out of"
        )
    bursts = _bursts(kept, days, newest)
    ordered = sorted(bursts, key=lambda burst: (-burst.z, -len(burst.posts), burst.term))
    return tuple(_topic(group) for group in _grouped(ordered)[:most])


def _distinct(posts: Sequence[Post]) -> list[Post]:
    """The first of each text, made plain, with at least a term."""
    first: dict[str, Post] = {}
    for post in sorted(posts, key=lambda post: post.time):
        text = without_pleas(plain(post.text))
        if text and terms(text):
            first.setdefault(text.casefold(), Post(text, post.time))
    return list(first.values())


def _terms(text: str) -> set[str]:
    found = terms(text)[:_MOST_TERMS]
    return {*found, *(f"{a} {b}" for a, b in pairwise(found) if a != b)}


def _bursts(posts: Sequence[Post], days: Sequence[int], newest: float) -> Iterator[_Burst]:
    holders = _recent_holders(posts, days)
    counts: dict[str, Counter[int]] = defaultdict(Counter)
    for post, day in zip(posts, days, strict=True):
        if day <= _RECENT_DAYS + _USUAL_DAYS:
            for term in _terms(post.text) & holders.keys():
                counts[term][day] += 1
    sizes = Counter(days)
    least = max(_LEAST_BURST, _beyond_chance(len(holders) * _RECENT_DAYS))
    for term in sorted(holders):
        z, day = max((_z(counts[term], sizes, day), -day) for day in range(_RECENT_DAYS))
        held = frozenset(i for i in holders[term] if days[i] == -day)
        if z >= least and len(held) >= _LEAST_POSTS:
            age = (newest - median(posts[i].time for i in held)) / 3_600
            yield _Burst(term, min(z, _MOST_BURST), age, held)


def _recent_holders(posts: Sequence[Post], days: Sequence[int]) -> Mapping[str, list[int]]:
    """The terms of enough recent posts, with the indices of those."""
    holders: dict[str, list[int]] = defaultdict(list)
    for index, post in enumerate(posts):
        if days[index] < _RECENT_DAYS:
            for term in _terms(post.text):
                holders[term].append(index)
    return {term: held for term, held in holders.items() if len(held) >= _LEAST_POSTS}


def _z(counts: Counter[int], sizes: Counter[int], day: int) -> float:
    """How far a term's count on that day is from usual, in deviations."""
    before = [each for each in range(day + 1, day + 1 + _USUAL_DAYS) if sizes[each]]
    if not before:
        return 0.0
    size = sizes[day]
    usual = [_evened(counts[each] * size / sizes[each]) for each in before]
    return (_evened(counts[day]) - fmean(usual)) / max(pstdev(usual), 1.0)


def _beyond_chance(looks: int) -> float:
    """The z that chance exceeds in one of 20 runs, where it has that many looks."""
    return NormalDist().inv_cdf(1 - _CHANCE / max(looks, 1))


def _evened(count: float) -> float:
    return 2 * math.sqrt(count + 3 / 8)


def _grouped(bursts: Sequence[_Burst]) -> list[list[_Burst]]:
    """Bursts that are one topic, each joined to the first strongest that it shares posts with."""
    groups: list[list[_Burst]] = []
    for burst in bursts:
        for group in groups:
            leader = group[0]
            shared = len(leader.posts & burst.posts)
            if shared >= _SHARED * min(len(leader.posts), len(burst.posts)):
                group.append(burst)
                break
        else:
            groups.append([burst])
    return groups


def _topic(group: Sequence[_Burst]) -> Topic:
    named = list(dict.fromkeys(word for burst in group for word in burst.term.split()))
    return Topic(
        text=" ".join(named[:_MOST_WORDS])[:300],
        burst=round(group[0].z, 2),
        age_hours=round(group[0].age_hours, 1),
    )
