"""How reshares beget reshares: a self-exciting process with a memory that follows a power law.

Each reshare is followed by its own, Poisson(branching · weight) of them, after delays whose density
is flat for five minutes and falls as s^-1.242 from then on: the kernel that Zhao and others fitted
for SEISMIC (2015), on 166,076 tweets.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]
Places = NDArray[np.int64]

FLAT_SECONDS, FALL = 300.0, 0.242
_LEVEL = 1 / (FLAT_SECONDS * (1 + 1 / FALL))
_START = _LEVEL * FLAT_SECONDS
MAX_EVENTS = 4_000_000


def density(delay: Values) -> Values:
    """How likely a reshare comes after so many seconds, per second; 0 before it can."""
    later = np.maximum(delay, FLAT_SECONDS) / FLAT_SECONDS
    return np.where(delay < 0, 0.0, _LEVEL * later ** -(1 + FALL))


def share(delay: Values) -> Values:
    """Which share of reshares has come after so many seconds, 0..1."""
    early = _LEVEL * np.clip(delay, 0, FLAT_SECONDS)
    later = np.maximum(delay, FLAT_SECONDS) / FLAT_SECONDS
    return np.asarray(early + _START / FALL * (1 - later**-FALL))


def delay_at(part: Values) -> Values:
    """After how many seconds that share, 0..1, has come: the inverse of `share`."""
    left = np.maximum(1 - (part - _START) * FALL / _START, 1e-12)
    return np.where(part <= _START, part / _LEVEL, FLAT_SECONDS * left ** (-1 / FALL))


@dataclass(frozen=True)
class Reshares:
    """Reshares of many runs at once: of which run, when (seconds after the post), how weighty."""

    run: Places
    at: Values
    weight: Values


def descend(
    random: np.random.Generator,
    first: Reshares,
    branching: Values,
    weights: Values,
    horizon: float,
) -> list[Reshares]:
    """All that follows from `first` until `horizon`, generation by generation, `first` included.

    `branching` is each run's, under 1; weights of new reshares are drawn from `weights`. It ends
    early where a run of runs passes `MAX_EVENTS` reshares.
    """
    found, total = [first], len(first.run)
    while len(found[-1].run) and total < MAX_EVENTS:
        parents = found[-1]
        ends = share(horizon - parents.at)
        counts = random.poisson(branching[parents.run] * parents.weight * ends)
        counts = np.minimum(counts, MAX_EVENTS)
        of = np.repeat(np.arange(len(counts)), counts)[:MAX_EVENTS]
        delays = delay_at(random.uniform(0, 1, len(of)) * ends[of])
        born = Reshares(parents.run[of], parents.at[of] + delays, random.choice(weights, len(of)))
        found.append(born)
        total += len(of)
    return found


def directly(
    random: np.random.Generator, reach: Values, since: float, horizon: float, weights: Values
) -> Reshares:
    """What the post itself draws from `since` to `horizon`, of Poisson(reach) over all time."""
    low, high = share(np.array([since, horizon]))
    counts = random.poisson(reach * (high - low))
    run = np.repeat(np.arange(len(reach)), counts)[:MAX_EVENTS]
    at = delay_at(random.uniform(low, high, len(run)))
    return Reshares(run, at, random.choice(weights, len(run)))
