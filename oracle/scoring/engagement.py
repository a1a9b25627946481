"""Engagement: what readers are expected to do with a text, weighted by what each act is worth.

Until a profile names a trained predictor, the probabilities are a *prior*: editorial guesses that
follow from the text alone, and measured on nobody. What is fixed by a source: the like rate
0.015 = α / (α + β) with the beta prior α 0.75, β 49.25, and the default weights, which X's open
ranking publishes.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from oracle.domain import CriterionScore
from oracle.scoring.reading import Reading
from oracle.scoring.scale import scored

_ALPHA, _BETA = 0.75, 49.25
_LIKE = _ALPHA / (_ALPHA + _BETA)
_COLD_START_TEXTS = 4
_STEEPNESS = 3
_DRAWING = ("opening", "question", "concrete", "address")


@dataclass(frozen=True)
class Action:
    """How often a reader takes an action (`rate`), and how many times a signal doubles that."""

    rate: float
    appeal: float = 0.0
    talk: float = 0.0
    noise: float = 0.0


ACTIONS: Mapping[str, Action] = {
    "like": Action(_LIKE, appeal=1),
    "reply": Action(_LIKE * 0.1, talk=1),
    "repost": Action(_LIKE * 0.12, appeal=1),
    "quote": Action(_LIKE * 0.03, appeal=0.5, talk=0.5),
    "share": Action(_LIKE * 0.08, appeal=1),
    "follow": Action(_LIKE * 0.02, appeal=1),
    "click": Action(_LIKE, appeal=1),
    "not_interested": Action(1e-4, noise=4),
    "mute": Action(1e-5, noise=4),
    "block": Action(1e-5, noise=4),
    "report": Action(1e-6, noise=4),
    "not_dwelled": Action(0.4, appeal=-0.5, noise=1),
}


def probabilities(reading: Reading) -> dict[str, float]:
    """P(action) of each of `ACTIONS` for one reader, 0..1.

    P = rate · 2^(a·appeal + t·talk + n·noise), where appeal = (2·length - 1)/2 + 0.2·opening +
    0.15·concrete + 0.15·address and talk = (2·length - 1)/2 + 0.35·question + 0.15·address, both in
    -0.5..1, and the signals are those of `Reading`.
    """
    fit = reading.length - 0.5
    appeal = fit + 0.2 * reading.opening + 0.15 * reading.concrete + 0.15 * reading.address
    talk = fit + 0.35 * reading.question + 0.15 * reading.address
    return {
        name: min(1.0, a.rate * 2 ** (a.appeal * appeal + a.talk * talk + a.noise * reading.noise))
        for name, a in ACTIONS.items()
    }


def expected_value(reading: Reading, weights: Mapping[str, float]) -> float:
    """Σ weight · P(action), over `ACTIONS`; an action without a weight counts 0."""
    chance = probabilities(reading)
    return math.fsum(weights.get(name, 0.0) * chance[name] for name in ACTIONS)


def score_engagement(
    reading: Reading, own_history: Sequence[Reading], weights: Mapping[str, float]
) -> CriterionScore:
    """(n·percentile + 4·curve) / (n + 4), for an author with n earlier texts in the window.

    The percentile is the share of the author's own texts with a lower expected value, equal ones
    by half. The curve stands for four texts of an unknown author: 1 / (1 + e^(-3x)), where x is
    the expected value beyond that of the bare rates, over Σ |weight| · rate: 0.5 for a text that
    neither draws nor repels.
    """
    value = expected_value(reading, weights)
    past = [expected_value(each, weights) for each in own_history]
    ranks = math.fsum((each < value) + (each == value) / 2 for each in past)
    curve = _curve(value, weights)
    share = (ranks + _COLD_START_TEXTS * curve) / (len(past) + _COLD_START_TEXTS)
    return scored(share, _why(reading, len(past), ranks))


def _curve(value: float, weights: Mapping[str, float]) -> float:
    worth = {name: weights.get(name, 0.0) * action.rate for name, action in ACTIONS.items()}
    size = math.fsum(abs(each) for each in worth.values())
    if size == 0:
        return 0.5
    x = (value - math.fsum(worth.values())) / size
    return (1 + math.tanh(_STEEPNESS * x / 2)) / 2


def _why(reading: Reading, past: int, ranks: float) -> str:
    drawn = [name for name in _DRAWING if getattr(reading, name)]
    signals = ", ".join([f"length fit {reading.length:.0%}", *drawn, f"noise {reading.noise:.0%}"])
    beside = f"ahead of {ranks:g} of its author's {past} earlier texts" if past else "no history"
    return f"expected by a prior on the text, not measured: {signals}; {beside}"
