"""Cascades of authors within a population, as the literature counts them."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq

from oracle.audience.cascade import Cascade
from oracle.audience.population import Population
from oracle.audience.post import ACTIONS, DOUBT, Post
from oracle.audience.shape import depths, structural_virality
from oracle.audience.spread import Spreader
from oracle.audience.timing import Timing

ALONE = 0.93
_CALIBRATING = 2_000
_FIRST = 5


@dataclass(frozen=True)
class Shape:
    """One cascade: nodes, depth, mean distance, hours of its reposts (ascending)."""

    size: int
    depth: int
    virality: float
    hours: NDArray[np.float32]


def fitted_rate(population: Population, seed: int = 0) -> float:
    """The repost rate with which 93% of posts stay without a repost.

    Nobody of author a's followers reposts with Π_f (1 - activity_f · w · min(1, rate · match_f)),
    where w is the share of delays within the window: the mean over 2,000 authors and appeals.
    """
    rng = np.random.default_rng((seed, 1))
    authors = rng.integers(0, population.readers, _CALIBRATING)
    within = Timing().within_window()
    looks, likes = [], []
    posts = Post(dict.fromkeys(ACTIONS, 0.0), (1.0,), DOUBT)
    for author in authors:
        followers = population.followers_of(int(author))
        looks.append(within * population.activity[followers].astype(np.float64))
        likes.append(posts.draw_appeal(rng) * _match_of(population, int(author), followers))
    ends = np.cumsum([0, *map(len, looks)])
    look, like = np.concatenate(looks), np.concatenate(likes)

    def excess(log_rate: float) -> float:
        tried = np.log1p(-look * np.minimum(1, math.exp(log_rate) * like) * (1 - 1e-9))
        none = np.concatenate([[0.0], np.cumsum(tried)])[ends]
        return float(np.exp(np.diff(none)).mean()) - ALONE

    low, high = math.log(1e-9), 0.0
    if excess(high) > 0:
        return 1.0
    return math.exp(brentq(excess, low, high, xtol=1e-4))


def _match_of(
    population: Population, author: int, readers: NDArray[np.int32]
) -> NDArray[np.float64]:
    topic = population.main_topics[author]
    shares = population.interests[readers, topic].astype(np.float64)
    found: NDArray[np.float64] = shares / population.mean_interests[topic]
    return found


def played(
    population: Population, rate: float, count: int, seed: int, told: Callable[[int], None]
) -> list[Shape]:
    """`count` posts, each of a random author and on the author's main topic."""
    rng = np.random.default_rng((seed, 2))
    authors = rng.integers(0, population.readers, count)
    topics = population.main_topics[authors]
    rates = dict.fromkeys(ACTIONS, 0.0) | {"repost": rate}
    shapes = []
    for topic in np.unique(topics):
        about = tuple(float(k == topic) for k in range(population.topics))
        spreader = Spreader(population, Post(rates, about, DOUBT), Timing())
        for author in authors[topics == topic]:
            cascade = spreader.run(population.followers_of(int(author)), rng, int(author))
            shapes.append(_shape(cascade))
            told(1)
    return shapes


def doubling_auc(shapes: list[Shape], first: int = _FIRST) -> float:
    """How well the time of the `first` reposts tells which cascades come to twice as many.

    The chance that a cascade that doubles had its first reposts sooner than one that does not,
    ties by half: Mann and Whitney's U over all pairs. NaN where there is no such pair.
    """
    reached = [shape for shape in shapes if len(shape.hours) >= first]
    speed = np.array([-float(shape.hours[first - 1]) for shape in reached])
    doubled = np.array([len(shape.hours) >= 2 * first for shape in reached], bool)
    yes, no = speed[doubled], np.sort(speed[~doubled])
    if not len(yes) or not len(no):
        return float("nan")
    below, upto = np.searchsorted(no, yes, "left"), np.searchsorted(no, yes, "right")
    return float((below + upto).sum() / (2 * len(yes) * len(no)))


def _shape(cascade: Cascade) -> Shape:
    parents = cascade.parents
    hours = np.sort(cascade.acts["repost"].hours)
    return Shape(len(parents), int(depths(parents).max()), structural_virality(parents), hours)
