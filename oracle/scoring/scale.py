"""From a share in 0..1 to a score on chain, and what adds up to it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from oracle.domain import MAX_REASON, MAX_SCORE, CriterionScore, ScorePart
from oracle.printable import one_line

NEUTRAL = MAX_SCORE // 2


@dataclass(frozen=True)
class Step:
    """One thing about a text, its value, and the share once that counts as well."""

    name: str
    value: float
    share: float


def scored(share: float, why: str) -> CriterionScore:
    """`share` of 0..1 as 1..10000, rounded to the nearest, with its reason."""
    return CriterionScore(value=points(share), why=one_line(why, MAX_REASON))


def explained(base: float, steps: Sequence[Step], why: str) -> CriterionScore:
    """The score of the last step's share, and by how much each step moved it from `base`.

    `base` is the share to begin with. Points add up exactly: each is the difference of two scores.
    What depends on several things at once goes to the one that is listed later.
    """
    return CriterionScore(
        value=points(steps[-1].share),
        why=one_line(why, MAX_REASON),
        base=points(base),
        parts=tuple(_parts(points(base), steps)),
    )


def points(share: float) -> int:
    """`share` of 0..1 as 1..10000.

    Never 0: on chain five zeros mean a disqualified entry. `share` is first rounded to nine
    decimals, so that the last bits of a float do not decide.
    """
    return min(max(round(round(share, 9) * MAX_SCORE), 1), MAX_SCORE)


def clamp(value: float, low: float = 0.0, high: float = 1.0) -> float:
    """`value`, or the end of [low, high] that it is beyond."""
    return min(max(value, low), high)


def _parts(before: int, steps: Sequence[Step]) -> Iterator[ScorePart]:
    for step in steps:
        after = points(step.share)
        yield ScorePart(name=step.name, value=round(step.value, 4), points=after - before)
        before = after
