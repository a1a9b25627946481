"""Known truths: populations for which mathematics says what must come out, and what did.

With one interest for all, everybody looking, no fatigue and no window, a cascade on a random graph
with Poisson followers of mean λ, each of whom reposts with probability p, is a Galton-Watson
process with Poisson(R) offspring, R = λp, as long as it is small beside the population:

- R < 1: its size has Borel's distribution, with mean 1 / (1 - R) and variance R / (1 - R)^3;
- R > 1: it dies out with the probability q that solves q = e^(R (q - 1)), and otherwise reaches
  the share 1 - q of all readers (the equation is the same one).
"""

import math
from dataclasses import dataclass

import numpy as np
from scipy.optimize import brentq

from oracle.audience.building import build_population
from oracle.audience.cascade import Cascade
from oracle.audience.graph import by_author
from oracle.audience.plan import PopulationPlan
from oracle.audience.population import Ids, Population
from oracle.audience.post import ACTIONS, Post
from oracle.audience.runs import simulate
from oracle.audience.spread import Spreader
from oracle.audience.timing import Timing

ENDLESS = Timing(window=math.inf)
PLANTED = 8.0
_FOLLOWERS = 8.0
_SIGMAS = 4.0


@dataclass(frozen=True)
class Truth:
    """`known` is what theory says, `found` what the simulation gave, `error` one standard error.

    It `holds` within four of those.
    """

    name: str
    known: float
    found: float
    error: float

    @property
    def holds(self) -> bool:
        return abs(self.found - self.known) <= _SIGMAS * self.error


def truths(readers: int = 20_000, runs: int = 2_000, seed: int = 0) -> list[Truth]:
    """All of them; about ten seconds with the defaults on one core."""
    return [
        *branching(readers, runs, 0.5, seed),
        *outbreaks(readers, runs // 10, 1.5, seed),
        planted_ratio(readers, runs // 20, seed),
    ]


def homogeneous(readers: int, followers: float, seed: int) -> Population:
    """Readers who are all alike, each with Poisson(`followers`) followers drawn from all."""
    rng = np.random.default_rng(seed)
    counts = rng.poisson(followers, readers).astype(np.int64)
    followed = rng.integers(0, readers, int(counts.sum()), np.int32)
    starts, found = by_author(readers, counts, followed)
    ones = np.ones(readers, np.float32)
    return Population(ones[:, None], ones, starts, found, homophily=0.0, seed=seed)


def cascades(population: Population, repost: float, runs: int, seed: int) -> list[Cascade]:
    """`runs` cascades from authors drawn from a population of one topic, without fatigue."""
    rates = dict.fromkeys(ACTIONS, 0.0) | {"repost": repost}
    spreader = Spreader(population, Post(rates, (1.0,)), ENDLESS, fatigue=1.0)
    found = []
    for run in range(runs):
        rng = np.random.default_rng((seed, run))
        author = int(rng.integers(population.readers))
        found.append(spreader.run(population.followers_of(author), rng, author))
    return found


def branching(readers: int, runs: int, r: float, seed: int) -> list[Truth]:
    """Mean size, and the share of authors nobody reposts, where R < 1."""
    played = cascades(homogeneous(readers, _FOLLOWERS, seed), r / _FOLLOWERS, runs, seed)
    sizes = np.array([each.size for each in played])
    alone = math.exp(-r)
    return [
        Truth(
            f"mean cascade size at R = {r:g}: 1 / (1 - R)",
            1 / (1 - r),
            float(sizes.mean()),
            math.sqrt(r / (1 - r) ** 3 / runs),
        ),
        Truth(
            f"share without a repost at R = {r:g}: e^-R",
            alone,
            float((sizes == 1).mean()),
            math.sqrt(alone * (1 - alone) / runs),
        ),
    ]


def outbreaks(readers: int, runs: int, r: float, seed: int) -> list[Truth]:
    """The chance of an outbreak, and the share of readers it reaches, where R > 1."""
    played = cascades(homogeneous(readers, _FOLLOWERS, seed), r / _FOLLOWERS, runs, seed)
    sizes = np.array([each.size for each in played])
    large = sizes > readers / 20
    reach = 1 - extinction(r)
    share = float(sizes[large].mean() / readers) if large.any() else 0.0
    return [
        Truth(
            f"chance of an outbreak at R = {r:g}: 1 - q",
            reach,
            float(large.mean()),
            math.sqrt(reach * (1 - reach) / runs),
        ),
        Truth(f"readers reached by one at R = {r:g}: 1 - q", reach, share, _reach_error(readers)),
    ]


def _reach_error(readers: int) -> float:
    """The size of outbreaks in one graph, which all runs share: of the order 1 / √readers."""
    return 1 / math.sqrt(readers)


def extinction(r: float) -> float:
    """The smallest q in 0..1 with q = e^(R (q - 1)); 1 where R ≤ 1."""
    if r <= 1:
        return 1.0
    return float(brentq(lambda q: math.exp(r * (q - 1)) - q, 0.0, 1 - (r - 1) / r**2))


def planted_ratio(readers: int, runs: int, seed: int) -> Truth:
    """How many times likelier those who love a topic are to like a post on it.

    Half of the readers give 8 of 10 parts of their attention to topic 0, the others 1: planted is a
    ratio of 8. Nobody reposts, so that all see it alike.
    """
    rng = np.random.default_rng(seed)
    love = np.where(np.arange(readers) % 2 == 0, 0.8, 0.8 / PLANTED).astype(np.float32)
    population = Population(
        interests=np.stack([love, 1 - love], axis=1),
        activity=np.ones(readers, np.float32),
        starts=np.zeros(readers + 1, np.int32),
        followers=np.empty(0, np.int32),
        homophily=0.0,
        seed=seed,
    )
    rates = dict.fromkeys(ACTIONS, 0.0) | {"like": 0.05}
    spreader = Spreader(population, Post(rates, (1.0, 0.0)), ENDLESS)
    everybody: Ids = np.arange(readers, dtype=np.int32)
    liked = np.concatenate([spreader.run(everybody, rng).acts["like"].readers for _ in range(runs)])
    lovers, others = int((liked % 2 == 0).sum()), int((liked % 2 == 1).sum())
    ratio = lovers / max(others, 1)
    return Truth(
        "likes of a topic's lovers to others', planted",
        PLANTED,
        ratio,
        ratio * math.sqrt(1 / max(lovers, 1) + 1 / max(others, 1)),
    )


def by_appeal(
    readers: int, runs: int, seed: int, appeals: tuple[float, ...] = (0.5, 1, 2, 4, 8)
) -> list[tuple[float, float, float]]:
    """(appeal, mean impressions, mean reposts) of posts that differ only in appeal."""
    population = build_population(PopulationPlan(readers=readers, seed=seed))
    rates = {"like": 0.02, "reply": 0.002, "repost": 0.01, "click": 0.02}
    post = Post(rates, (1 / population.topics,) * population.topics)
    found = []
    for appeal in appeals:
        cast = simulate(
            population, post.times(appeal), followers=readers // 50, runs=runs, seed=seed
        )
        seen, reposts = (float(cast.totals(k).mean()) for k in ("impressions", "repost"))
        found.append((appeal, seen, reposts))
    return found
