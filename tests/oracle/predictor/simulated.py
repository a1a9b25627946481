"""Cascades of reshares whose end is known."""

from dataclasses import dataclass

import numpy as np

from oracle.predictor.cascades import descend, directly
from oracle.predictor.hawkes import HORIZON


@dataclass(frozen=True)
class Cascade:
    times: list[float]
    followers: list[float]

    def until(self, now: float) -> tuple[list[float], list[float]]:
        seen = [pair for pair in zip(self.times, self.followers, strict=True) if pair[0] <= now]
        return [at for at, _ in seen], [each for _, each in seen]


def simulate(count: int, seed: int) -> list[Cascade]:
    """Cascades by the kernel of SEISMIC, of 50 reshares or more, by other laws than the priors."""
    random = np.random.default_rng(seed)
    found: list[Cascade] = []
    while len(found) < count:
        reach, branching = random.lognormal(4, 0.8), random.uniform(0.1, 0.8)
        weights = random.lognormal(0, 1, 2_000)
        weights /= weights.mean()
        first = directly(random, np.array([reach]), 0, HORIZON, weights)
        parts = descend(random, first, np.array([branching]), weights, HORIZON)
        times = np.concatenate([part.at for part in parts])
        if 50 <= len(times) <= 3_000:
            followers = np.concatenate([part.weight for part in parts]) * 200
            found.append(Cascade(times.tolist(), followers.tolist()))
    return found
