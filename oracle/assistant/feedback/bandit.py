"""Thompson sampling: what earned more is tried more, what is little known is still tried.

Each variant's mean reward has a Beta posterior, from Beta(1, 1): nothing known. A reward r in 0..1
adds r to alpha and 1 - r to beta, which for 0 and 1 is Bayes' rule; a reward between counts as so
much of a success. To choose, one value is drawn from each posterior and the highest wins (Thompson
1933; for rewards in 0..1, Agrawal and Goyal 2012, whose regret grows with the logarithm of the
number of choices). Nothing is forgotten: what was learnt years ago weighs as much as yesterday.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]
_DRAWS = 20_000


@dataclass(frozen=True)
class Posterior:
    """What is known of a variant's mean reward."""

    alpha: float = 1.0
    beta: float = 1.0

    def after(self, reward: float) -> "Posterior":
        """What is known after one more reward, 0..1."""
        return Posterior(self.alpha + reward, self.beta + 1 - reward)

    @property
    def mean(self) -> float:
        """The expected mean reward."""
        return self.alpha / (self.alpha + self.beta)

    def interval(self, chance: float = 0.9) -> tuple[float, float]:
        """Where the mean reward is with that chance, the same left out on both sides."""
        from scipy.stats import beta  # a second of libraries, which few processes need

        low, high = beta.interval(chance, self.alpha, self.beta)
        return float(low), float(high)


def sampled(alphas: Values, betas: Values, random: np.random.Generator) -> NDArray[np.intp]:
    """The index along the last axis of the highest of one draw from each Beta posterior."""
    chosen: NDArray[np.intp] = np.argmax(random.beta(alphas, betas), axis=-1)
    return chosen


def chosen(posteriors: Mapping[str, Posterior], random: np.random.Generator) -> str:
    """The variant to try now."""
    alphas, betas = _arrays(posteriors)
    return list(posteriors)[int(sampled(alphas, betas, random))]


def chances(posteriors: Mapping[str, Posterior]) -> dict[str, float]:
    """How likely each variant is the best, by 20,000 draws with a fixed seed."""
    alphas, betas = _arrays(posteriors)
    shape = (_DRAWS, len(posteriors))
    best = sampled(
        np.broadcast_to(alphas, shape), np.broadcast_to(betas, shape), np.random.default_rng(0)
    )
    counts = np.bincount(best, minlength=len(posteriors)) / _DRAWS
    return dict(zip(posteriors, map(float, counts), strict=True))


def _arrays(posteriors: Mapping[str, Posterior]) -> tuple[Any, Any]:
    return (
        np.array([each.alpha for each in posteriors.values()]),
        np.array([each.beta for each in posteriors.values()]),
    )
