"""When readers see what comes into their feed."""

import math
from dataclasses import dataclass

import numpy as np

from oracle.audience.population import Floats


@dataclass(frozen=True)
class Timing:
    """Delays in hours with P(delay > t) = (1 + t / scale)^-exponent · e^(-t / cutoff).

    A power law with exponential cutoff fits retweet times better than a power law (Mathews et al.,
    The nature and origin of heavy tails in retweet activity, 2017). The parameters are those of
    this form that meet "half of retweeting occurs within an hour, and 75% under a day" (Kwak et
    al., WWW 2010) with a cutoff of ten days, which is ours. What is seen after `window` hours does
    not count.
    """

    scale: float = 0.027
    exponent: float = 0.1894
    cutoff: float = 240.0
    window: float = 168.0

    def draw(self, rng: np.random.Generator, count: int) -> Floats:
        """`count` delays in hours.

        The lesser of a Lomax and an exponential variable: its survival is the product of theirs.
        """
        lomax = (1 - rng.random(count, dtype=np.float32)) ** np.float32(-1 / self.exponent)
        lomax = (lomax - 1) * np.float32(self.scale)
        cut = rng.standard_exponential(count, dtype=np.float32) * np.float32(self.cutoff)
        return np.minimum(lomax, cut)

    def within_window(self) -> float:
        """P(delay ≤ window)."""
        if math.isinf(self.window):
            return 1.0
        lomax = math.pow(1 + self.window / self.scale, -self.exponent)
        return 1 - lomax * math.exp(-self.window / self.cutoff)
