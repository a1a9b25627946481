"""Virality: a text that nobody has said before, and that readers would pass on."""

import math
from collections.abc import Iterator, Sequence

from oracle.domain import CriterionScore, Platform
from oracle.scoring.outlook import Features, Outlook, neutral_features
from oracle.scoring.scale import Step, explained

_RESHARES = ("repost", "quote", "share")
_READERS = 1_000
_COLD_START_TEXTS = 4
_TOP = 0.9


def score_virality(
    text: Features,
    own_history: Sequence[Features],
    nearest: float,
    outlook: Outlook,
    platform: Platform,
) -> CriterionScore:
    """uniqueness · (1 + shareability) / 2, where uniqueness = 1 - `nearest`.

    `nearest` is the text's highest similarity, 0..1, with the other entries of the round that stand
    and with all entries in the history window. Shareability is `top_chance` where a predictor says
    what readers do, else `_signals`.
    """
    unique = 1 - nearest
    if outlook.predictor is None:
        shares, source = list(_signals(text)), "a prior on the text, not measured"
    else:
        chance = top_chance(text, own_history, outlook, platform)
        named = "reshares reach its author's top tenth"
        shares, source = [(named, chance, chance)], f"expected {outlook.source}"
    steps = [Step("similarity to another entry", nearest, unique / 2)]
    steps += [Step(name, value, unique * (1 + share) / 2) for name, value, share in shares]
    why = (
        f"at most {nearest:.0%} alike to another entry, now or before; "
        f"shareability {shares[-1][2]:.0%}: {source}"
    )
    return explained(0.5, steps, why)


def top_chance(
    text: Features, own_history: Sequence[Features], outlook: Outlook, platform: Platform
) -> float:
    """P(reshares >= the author's 90th percentile), 0..1, among 1,000 readers.

    Reshares (reposts, quotes, shares) are taken as Poisson at what `outlook` expects. The
    percentile is of the author's earlier texts and four neutral ones, which stand for an author
    without any.
    """
    neutral = _reshares(neutral_features(platform), outlook)
    past = [_reshares(each, outlook) for each in own_history] + [neutral] * _COLD_START_TEXTS
    below = [_poisson_below(mean) for mean in past]
    threshold = 0
    while math.fsum(next(each) for each in below) < _TOP * len(past):
        threshold += 1
    here = _poisson_below(_reshares(text, outlook))
    reached = 0.0
    for _ in range(threshold):
        reached = next(here)
    return min(max(1 - reached, 0.0), 1.0)


def _reshares(features: Features, outlook: Outlook) -> float:
    chances = outlook.chances(features)
    return _READERS * min(math.fsum(chances[name] for name in _RESHARES), 1.0)


def _poisson_below(mean: float) -> Iterator[float]:
    """P(X <= 0), P(X <= 1), … of a Poisson variable X of that mean, at most 1,000."""
    total, count = 0.0, 0
    while True:
        total += (
            math.exp(count * math.log(mean) - mean - math.lgamma(count + 1))
            if mean
            else (count == 0)
        )
        yield total
        count += 1


def _signals(text: Features) -> Iterator[tuple[str, float, float]]:
    """How readily a text is passed on, 0..1: (arousal + use + quotability) / 3 · (1 - noise).

    Arousal is |mood|, use a figure in the text, quotability a first sentence of 3 to 14 words.
    Arousal and practical use carry sharing in Berger and Milkman, "What Makes Online Content
    Viral?" (2012); their equal weights here are a prior, not measured. Each step gives a name, its
    value and the shareability so far.
    """
    drawn = 0.0
    named = (("strength of its mood", "arousal"), ("figure", "concrete"))
    for name, feature in (*named, ("short first sentence", "opening")):
        drawn += text[feature] / 3
        yield name, text[feature], drawn
    yield "noise", text["noise"], drawn * (1 - text["noise"])
