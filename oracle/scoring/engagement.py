"""Engagement: what readers are expected to do with a text, weighted by what each act is worth.

Probabilities are weighted, never counts. They come from the predictor that a profile names, or else
from a prior. The default weights are those that X's open ranking publishes.
"""

import math
from collections.abc import Iterator, Mapping, Sequence

from oracle.domain import CriterionScore, Platform
from oracle.scoring.outlook import Features, Outlook, neutral_features
from oracle.scoring.prior import ACTIONS, prior
from oracle.scoring.reading import Reading
from oracle.scoring.scale import Step, explained

_COLD_START_TEXTS = 4
_STEEPNESS = 3


def probabilities(reading: Reading) -> dict[str, float]:
    """P(action) of each of `ACTIONS` for one reader, 0..1, by the prior."""
    names = ("opening", "question", "concrete", "address", "noise")
    signals = {name: float(getattr(reading, name)) for name in names}
    return prior(signals | {"length_fit": reading.length})


def score_engagement(
    text: Features,
    own_history: Sequence[Features],
    outlook: Outlook,
    platform: Platform,
    weights: Mapping[str, float],
) -> CriterionScore:
    """(n·percentile + 4·curve) / (n + 4), for an author with n earlier texts in the window.

    A text's worth is Σ weight · P(action). The percentile is the share of the author's own texts of
    less worth, equal ones by half. The curve stands for four texts of an unknown author:
    1 / (1 + e^(-3x)), where x is the worth beyond that of a neutral text, over that one's
    Σ |weight| · P: 0.5 for a text that neither draws nor repels.
    """
    usual = outlook.chances(neutral_features(platform))
    past = [_worth(outlook.chances(each), weights) for each in own_history]
    steps = list(_curves(text, outlook, platform, weights, usual))
    worth = _worth(outlook.chances(text), weights)
    ranks = math.fsum((each < worth) + (each == worth) / 2 for each in past)
    if past:
        share = (ranks + _COLD_START_TEXTS * steps[-1].share) / (len(past) + _COLD_START_TEXTS)
        steps.append(Step("against its author's earlier texts", ranks / len(past), share))
    return explained(0.5, steps, _why(outlook, len(past), ranks))


def _curves(
    text: Features,
    outlook: Outlook,
    platform: Platform,
    weights: Mapping[str, float],
    usual: Mapping[str, float],
) -> Iterator[Step]:
    size = math.fsum(abs(weights.get(name, 0.0)) * usual[name] for name in ACTIONS)
    least = _worth(usual, weights)
    for name, value, features in outlook.steps(text, platform):
        x = (_worth(outlook.chances(features), weights) - least) / size if size else 0.0
        yield Step(name, value, (1 + math.tanh(_STEEPNESS * x / 2)) / 2)


def _worth(chances: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """Σ weight · P(action); an action without a weight counts 0."""
    return math.fsum(weights.get(name, 0.0) * chances[name] for name in ACTIONS)


def _why(outlook: Outlook, past: int, ranks: float) -> str:
    beside = f"ahead of {ranks:g} of its author's {past} earlier texts" if past else "no history"
    return f"what readers do, expected {outlook.source}; {beside}"
