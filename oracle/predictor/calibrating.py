"""From what a model says to what it is right to say: learnt on later posts than it was made of."""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field
from sklearn.linear_model import LogisticRegression

Values = NDArray[np.float64]


class Sigmoid(BaseModel):
    """Platt's calibration (1999): P = 1 / (1 + e^-(scale · raw + offset))."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    scale: float = Field(ge=0, le=100)
    offset: float = Field(ge=-100, le=100)

    def of(self, raw: Values) -> Values:
        """P, 0..1, of raw scores (log odds)."""
        found: Values = 1 / (1 + np.exp(-np.clip(self.scale * raw + self.offset, -35, 35)))
        return found


def calibrate(raw: Values, share: Values, weight: Values) -> Sigmoid:
    """The sigmoid of highest likelihood, where `share` (0..1) of `weight` trials happened.

    It never falls: raw scores that say the opposite of what happens are worth nothing.
    """
    trials = np.concatenate([raw, raw]).reshape(-1, 1)
    happened = np.repeat([1, 0], len(raw))
    weights = np.concatenate([share * weight, (1 - share) * weight])
    if not 0 < np.sum(share * weight) < np.sum(weight) or np.ptp(raw) == 0:
        mean = float(np.clip(np.average(share, weights=weight), 1e-6, 1 - 1e-6))
        return Sigmoid(scale=0, offset=math.log(mean / (1 - mean)))
    found = LogisticRegression(C=1e6).fit(trials, happened, weights)
    scale, offset = float(found.coef_[0, 0]), float(found.intercept_[0])
    if scale < 0:
        return calibrate(np.zeros_like(raw), share, weight)
    return Sigmoid(scale=min(scale, 100), offset=min(max(offset, -100), 100))


def widening(low: Values, high: Values, truth: Values, promise: float) -> float:
    """By how much to widen [low, high] on both sides so that it holds a share `promise` of truths.

    Conformalised quantile regression (Romano, Patterson and Candès, 2019): the ⌈(n+1)·promise⌉-th
    smallest of max(low - truth, truth - high), the largest where there is none. May be negative.
    """
    beyond = np.sort(np.maximum(low - truth, truth - high))
    rank = math.ceil((len(beyond) + 1) * promise)
    return float(beyond[min(rank, len(beyond)) - 1])


def dithered(counts: Sequence[float] | Values, seed: int) -> Values:
    """log(1 + count + u) with u uniform in 0..1: quantiles of counts (Machado, Santos Silva, 2005).

    Counts have ties, with which no interval covers just what it promises; the dither breaks them.
    """
    found = np.asarray(counts, float)
    noise = np.random.default_rng(seed).uniform(0, 1, found.shape)
    return np.asarray(np.log1p(found + noise))
