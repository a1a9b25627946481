"""A post played many times over a population."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from queue import SimpleQueue

import numpy as np
from numpy.typing import NDArray

from oracle.audience.forecast import Forecast, Outcome, outcome
from oracle.audience.population import Ids, Population
from oracle.audience.post import Post, match
from oracle.audience.spread import Spreader
from oracle.audience.timing import Timing
from oracle.errors import Permanent

MOST_RUNS = 10_000


def simulate(
    population: Population,
    post: Post,
    *,
    followers: int,
    runs: int = 200,
    seed: int = 0,
    workers: int = 1,
    told: Callable[[int], None] = lambda _: None,
) -> Forecast:
    """`runs` cascades of a post by somebody with `followers` followers among the population.

    Each run draws who these followers are, and all the rest, from `seed` and its number alone: the
    result is the same whatever `workers` (threads) is. `told` hears how many more runs are done.

    Raises `Permanent` where a number is beyond what is possible.
    """
    _check(population, followers, runs, workers)
    weights = _following(population, post)
    idle: SimpleQueue[Spreader] = SimpleQueue()
    for _ in range(workers):
        idle.put(Spreader(population, post, Timing()))

    def play(run: int) -> Outcome:
        spreader = idle.get()
        try:
            rng = np.random.default_rng((seed, run))
            return outcome(spreader.run(draw_audience(weights, followers, rng), rng))
        finally:
            idle.put(spreader)
            told(1)

    found = _played(play, runs, workers)
    return Forecast(
        counts=np.stack([each.counts for each in found]),
        depth=np.array([each.depth for each in found]),
        virality=np.array([each.virality for each in found]),
        readers=population.readers,
        followers=followers,
        seed=seed,
    )


def draw_audience(weights: NDArray[np.float64], count: int, rng: np.random.Generator) -> Ids:
    """`count` different readers, drawn in proportion to `weights` (readers,).

    Those with the smallest keys -ln(u) / weight: Efraimidis and Spirakis, Weighted random sampling
    with a reservoir, 2006.
    """
    if count == 0:
        return np.empty(0, np.int32)
    keys = rng.standard_exponential(len(weights)) / weights
    return np.sort(np.argpartition(keys, count - 1)[:count]).astype(np.int32)


def _played(play: Callable[[int], Outcome], runs: int, workers: int) -> list[Outcome]:
    if workers == 1:
        return [play(run) for run in range(runs)]
    with ThreadPoolExecutor(workers) as pool:
        try:
            return list(pool.map(play, range(runs)))
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _following(population: Population, post: Post) -> NDArray[np.float64]:
    """How likely each reader is to follow who writes such posts: 1 - h + h · match."""
    h = population.homophily
    return 1 - h + h * match(population, post).astype(np.float64) + 1e-9


def _check(population: Population, followers: int, runs: int, workers: int) -> None:
    if not 1 <= runs <= MOST_RUNS:
        raise Permanent(f"{runs:,} runs: give 1 to {MOST_RUNS:,}")
    if not 0 <= followers <= population.readers:
        raise Permanent(
            f"{followers:,} followers among {population.readers:,} readers: "
            "give fewer followers or more readers"
        )
    if not 1 <= workers <= 64:
        raise Permanent(f"{workers} workers: give 1 to 64")
