"""What readers do with a text, as long as nothing is trained: a *prior*, measured on nobody.

The probabilities are editorial guesses that follow from the text alone. What is fixed by a source:
the like rate 0.015 = α / (α + β), the mean of the beta prior α 0.75, β 49.25.
"""

from collections.abc import Mapping
from dataclasses import dataclass

_ALPHA, _BETA = 0.75, 49.25
_LIKE = _ALPHA / (_ALPHA + _BETA)

HEEDED = ("length_fit", "opening", "question", "concrete", "address", "noise")
"""The features, of `text_features`, that the prior goes by."""


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


def prior(features: Mapping[str, float]) -> dict[str, float]:
    """P(action) of each of `ACTIONS` for one reader, 0..1, by the features `HEEDED`.

    P = rate · 2^(a·appeal + t·talk + n·noise), where appeal = (2·length_fit - 1)/2 + 0.2·opening +
    0.15·concrete + 0.15·address and talk = (2·length_fit - 1)/2 + 0.35·question + 0.15·address,
    both in -0.5..1.
    """
    fit, address = features["length_fit"] - 0.5, 0.15 * features["address"]
    appeal = fit + 0.2 * features["opening"] + 0.15 * features["concrete"] + address
    talk = fit + 0.35 * features["question"] + address
    noise = features["noise"]
    return {
        name: min(1.0, a.rate * 2 ** (a.appeal * appeal + a.talk * talk + a.noise * noise))
        for name, a in ACTIONS.items()
    }
