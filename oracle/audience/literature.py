"""What simulated cascades look like beside what was published of real ones.

Authors are drawn from the population and post on their own main topic; posts differ in appeal,
lognormal with σ = 1. One number is fitted: the rate of reposts, such that as many posts stay
without a repost as in Goel et al. 2016. All the rest follows from the model, and where it differs
from the literature the model is wrong there.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq

from oracle.audience.population import Population
from oracle.audience.post import ACTIONS, DOUBT, Post
from oracle.audience.shape import depths, structural_virality, tail_exponent
from oracle.audience.spread import Cascade, Spreader
from oracle.audience.timing import Timing

# Second-hand where an abstract has no figure: shares of 0 to 3 reposts from a report of a lecture
# on the study of 2016, those of 100 and of one step from a review of it and of the one of 2012.
GOEL_2016 = "Goel, Anderson, Hofman, Watts 2016: Twitter"
GOEL_2012 = "Goel, Watts, Goldstein 2012"
KWAK = "Kwak, Lee, Park, Moon 2010: Twitter"
ZARRELLA = "Zarrella 2009: Twitter"
WEGRZYCKI = "Węgrzycki et al. 2017: Twitter"
CHENG = "Cheng et al. 2014: Facebook, trained on all features"
_ALONE = 0.93
_CALIBRATING = 2_000
_FIRST = 5
_LARGE = 100


@dataclass(frozen=True)
class Figure:
    """A statistic: what was `published`, or `says` in words where no number was found, and `found`
    in the simulation; NaN where it had no such case. A `share` is of 0..1."""

    name: str
    published: float | None
    found: float
    source: str
    share: bool = True
    fitted: bool = False
    says: str = ""


@dataclass(frozen=True)
class Shape:
    """One cascade: nodes, depth, mean distance, hours of its reposts (ascending)."""

    size: int
    depth: int
    virality: float
    hours: NDArray[np.float32]


def figures(
    population: Population,
    count: int = 20_000,
    seed: int = 0,
    told: Callable[[int], None] = lambda _: None,
) -> list[Figure]:
    """`count` cascades beside the literature; `told` hears how many more are done."""
    rate = fitted_rate(population, seed)
    shapes = played(population, rate, count, seed, told)
    sizes = np.array([shape.size for shape in shapes])
    spread = [shape for shape in shapes if shape.size > 1]
    hours = np.concatenate([shape.hours for shape in spread])
    depth = np.array([shape.depth for shape in shapes])
    followers = population.follower_counts()
    large = [shape.virality for shape in spread if shape.size > 10]
    return [
        Figure("posts without a repost", _ALONE, _mean(sizes == 1), GOEL_2016, fitted=True),
        Figure("posts with 1 repost", 0.05, _mean(sizes == 2), GOEL_2016),
        Figure("posts with 2 reposts", 0.009, _mean(sizes == 3), GOEL_2016),
        Figure("posts with 3 reposts", 0.003, _mean(sizes == 4), GOEL_2016),
        Figure("posts with 100 reposts or more", 0.00025, _mean(sizes > _LARGE), GOEL_2016),
        Figure("posts that end within one step", 0.98, _mean(depth <= 1), GOEL_2012),
        _number("steps of those reposted", 1.09, _mean(depth[depth > 0]), ZARRELLA),
        _worded("exponent of sizes from 3", "a power law", tail_exponent(sizes, 3), WEGRZYCKI),
        _worded("structural virality from 10 reposts", "typically low", _mean(large), GOEL_2016),
        Figure("reposts within an hour", 0.5, _mean(hours <= 1), KWAK),
        Figure("reposts within a day", 0.75, _mean(hours <= 24), KWAK),
        _number("exponent of followers from 20", 2.276, tail_exponent(followers, 20), KWAK),
        _number("AUC: will 5 reposts double, by speed", 0.877, doubling_auc(spread), CHENG),
    ]


def _number(name: str, published: float, found: float, source: str) -> Figure:
    return Figure(name, published, found, source, share=False)


def _worded(name: str, says: str, found: float, source: str) -> Figure:
    return Figure(name, None, found, source, share=False, says=says)


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
        return float(np.exp(np.diff(none)).mean()) - _ALONE

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


def _mean(values: list[float] | NDArray[np.bool_] | NDArray[np.int64]) -> float:
    return float(np.mean(values)) if len(values) else float("nan")
