"""From a share in 0..1 to a score on chain."""

from oracle.domain import MAX_SCORE, CriterionScore

NEUTRAL = MAX_SCORE // 2


def scored(share: float, why: str) -> CriterionScore:
    """`share` of 0..1 as 1..10000, rounded to the nearest, with its reason.

    It is never 0: on chain five zeros mean a disqualified entry. `share` is first rounded to nine
    decimals, so that the last bits of a float do not decide.
    """
    value = round(round(share, 9) * MAX_SCORE)
    return CriterionScore(value=min(max(value, 1), MAX_SCORE), why=why)


def clamp(value: float, low: float = 0.0, high: float = 1.0) -> float:
    """`value`, or the end of [low, high] that it is beyond."""
    return min(max(value, low), high)
