"""A post before simulated readers, many times: distributions and how they grow."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

from oracle.audience.appeal import post_of
from oracle.audience.building import build_population
from oracle.audience.forecast import HOURS, KINDS, QUANTILES, Forecast
from oracle.audience.plan import PopulationPlan
from oracle.audience.population import Population
from oracle.audience.runs import simulate
from oracle.domain import Platform

READERS = 100_000
RUNS = 200
_SAMPLES = 5
_BARS = 12


@dataclass(frozen=True)
class Bar:
    """The runs that came to `least` up to and with `most`."""

    least: int
    most: int
    runs: int


@dataclass(frozen=True)
class Spread:
    """One count over all runs, after 7 days, and how it grew.

    `quantiles` are those of `QUANTILES`; `bands` are the same at each of the forecast's hours;
    `samples` are whole runs.
    """

    quantiles: tuple[int, ...]
    mean: float
    bars: tuple[Bar, ...]
    bands: tuple[tuple[int, ...], ...]
    samples: tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class Audience:
    """What simulated readers did with a post. `rates` are the chances that one of them acts."""

    followers: int
    rates: Mapping[str, float]
    hours: tuple[float, ...]
    spreads: Mapping[str, Spread]


def meet(text: str, platform: Platform, followers: int, chances: Mapping[str, float]) -> Audience:
    """200 runs among 100,000 simulated readers of whom `followers` (0..100,000) follow the author.

    `chances` are a predictor's P(action); actions that it does not name go by the prior. The same
    question gives the same runs. Takes about half a second, and the first time one more.
    Raises `Permanent` where the text is empty or the platform does not take it.
    """
    post = post_of(text, platform)
    rates = {name: min(chances.get(name, rate), 1.0) for name, rate in post.rates.items()}
    seed = int.from_bytes(sha256(text.encode("utf-8", "replace")).digest()[:7])
    forecast = simulate(
        readers(), replace(post, rates=rates), followers=followers, runs=RUNS, seed=seed
    )
    hours = tuple(round(float(hour), 3) for hour in HOURS)
    return Audience(followers, rates, hours, {kind: _spread(forecast, kind) for kind in KINDS})


@cache
def readers() -> Population:
    """The simulated readers, drawn once in a process: about 17 MiB."""
    return build_population(PopulationPlan(readers=READERS))


def _spread(forecast: Forecast, kind: str) -> Spread:
    totals, curves = forecast.totals(kind), forecast.curves(kind)
    bands = np.quantile(curves, QUANTILES, axis=0, method="inverted_cdf").astype(np.int64)
    return Spread(
        quantiles=tuple(forecast.quantiles(kind)),
        mean=float(totals.mean()),
        bars=tuple(_bars(totals)),
        bands=_rows(bands),
        samples=_rows(curves[:_SAMPLES]),
    )


def _rows(values: NDArray[np.int64]) -> tuple[tuple[int, ...], ...]:
    return tuple(tuple(map(int, row)) for row in values)


def _bars(totals: NDArray[np.int64]) -> Sequence[Bar]:
    """At most twelve bars that cover all runs, wider the higher they are."""
    low, high = int(totals.min()), int(totals.max())
    ends = np.geomspace(low + 1, high + 2, _BARS + 1) - 1
    edges = np.unique(np.rint(ends).astype(np.int64))
    counts, _ = np.histogram(totals, bins=edges)
    found = zip(edges[:-1].tolist(), edges[1:].tolist(), counts.tolist(), strict=True)
    return [Bar(least, below - 1, runs) for least, below, runs in found]
