"""How far a judge can be believed: whether it looks at places, and prefers in circles."""

import math
from dataclasses import dataclass
from itertools import combinations
from statistics import fmean

from oracle.scoring.answers import Answers, verdicts
from oracle.scoring.ballots import Pairs

_Z = 1.959964  # of a normal distribution's middle 95%


@dataclass(frozen=True)
class PositionBias:
    """How often the text shown first was preferred, over the pairs that were answered both ways.

    0.5 is none; `low` and `high` bound its 95% interval (Wilson 1927). A pair counts as one
    observation, not two, so the interval is rather too wide than too narrow. `agreed` is the share
    of pairs with the same winner in both orders; without any pair answered it all means nothing.
    """

    pairs: int
    first: float
    low: float
    high: float
    agreed: float


def position_bias(answers: Answers) -> PositionBias:
    """What the judge's answers tell of its liking for the first place."""
    pairs = verdicts(answers)
    if not pairs:
        return PositionBias(0, 0.5, 0.0, 1.0, 0.0)
    shown = (((answers[a, b] == "1") + (answers[b, a] == "1")) / 2 for a, b in pairs)
    first = fmean(shown)
    low, high = _wilson(first, len(pairs))
    agreed = sum(p != 0.5 for p in pairs.values()) / len(pairs)
    return PositionBias(len(pairs), first, low, high, agreed)


def circles(pairs: Pairs, n: int) -> int:
    """How many of the triples of `n` texts are preferred in a circle: a to b, b to c, c to a."""
    beats = {(a, b) if p > 0.5 else (b, a) for (a, b), p in pairs.items() if p != 0.5}
    return sum(
        {(a, b), (b, c), (c, a)} <= beats or {(b, a), (c, b), (a, c)} <= beats
        for a, b, c in combinations(range(n), 3)
    )


def _wilson(rate: float, n: int) -> tuple[float, float]:
    middle = (rate + _Z**2 / (2 * n)) / (1 + _Z**2 / n)
    half = _Z / (1 + _Z**2 / n) * math.sqrt(rate * (1 - rate) / n + _Z**2 / (4 * n**2))
    # At 0 and 1 the interval ends there, but for the last bits.
    return max(min(middle - half, rate), 0.0), min(max(middle + half, rate), 1.0)
