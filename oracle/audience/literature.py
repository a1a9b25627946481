"""What simulated cascades look like beside what was published of real ones.

Authors are drawn from the population and post on their own main topic; posts differ in appeal,
lognormal with σ = 1. What is fed in is marked: the rate of reposts is fitted, such that as many
posts stay without a repost as in Goel et al. 2016; delays and followers are drawn by what Kwak et
al. 2010 found. All the rest follows from the model, and where it differs from the literature the
model is wrong there.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from oracle.audience.population import Population
from oracle.audience.posts import ALONE, doubling_auc, fitted_rate, played
from oracle.audience.shape import tail_exponent

# Second-hand where an abstract has no figure: shares of 0 to 3 reposts from a report of a lecture
# on the study of 2016, those of 100 and of one step from a review of it and of the one of 2012.
GOEL_2016 = "Goel, Anderson, Hofman, Watts 2016: Twitter"
GOEL_2012 = "Goel, Watts, Goldstein 2012"
KWAK = "Kwak, Lee, Park, Moon 2010: Twitter"
ZARRELLA = "Zarrella, How ReTweets Spread: Twitter"
WEGRZYCKI = "Węgrzycki et al., Why Do Cascade Sizes Follow a Power-Law?"
CHENG = "Cheng et al. 2014: Facebook, trained on all features"
_LARGE = 100


@dataclass(frozen=True)
class Figure:
    """A statistic: what was `published`, or `says` in words where no number was found, and `found`
    in the simulation; NaN where it had no such case. A `share` is of 0..1, and what is `given` was
    fed in: that it agrees shows that the simulation does what it says, no more."""

    name: str
    published: float | None
    found: float
    source: str
    share: bool = True
    given: bool = False
    says: str = ""


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
        Figure("posts without a repost", ALONE, _mean(sizes == 1), GOEL_2016, given=True),
        Figure("posts with 1 repost", 0.05, _mean(sizes == 2), GOEL_2016),
        Figure("posts with 2 reposts", 0.009, _mean(sizes == 3), GOEL_2016),
        Figure("posts with 3 reposts", 0.003, _mean(sizes == 4), GOEL_2016),
        Figure("posts with 100 reposts or more", 0.00025, _mean(sizes > _LARGE), GOEL_2016),
        Figure("posts that end within one step", 0.98, _mean(depth <= 1), GOEL_2012),
        _number("steps of those reposted", 1.09, _mean(depth[depth > 0]), ZARRELLA),
        _worded("exponent of sizes from 3", "a power law", tail_exponent(sizes, 3), WEGRZYCKI),
        _worded("structural virality from 10 reposts", "typically low", _mean(large), GOEL_2016),
        Figure("reposts within an hour", 0.5, _mean(hours <= 1), KWAK, given=True),
        Figure("reposts within a day", 0.75, _mean(hours <= 24), KWAK, given=True),
        Figure(
            "exponent of followers from 20",
            2.276,
            tail_exponent(followers, 20),
            KWAK,
            share=False,
            given=True,
        ),
        _number("AUC: will 5 reposts double, by speed", 0.877, doubling_auc(spread), CHENG),
    ]


def _number(name: str, published: float, found: float, source: str) -> Figure:
    return Figure(name, published, found, source, share=False)


def _worded(name: str, says: str, found: float, source: str) -> Figure:
    return Figure(name, None, found, source, share=False, says=says)


def _mean(values: list[float] | NDArray[np.bool_] | NDArray[np.int64]) -> float:
    return float(np.mean(values)) if len(values) else float("nan")
