"""From sheets and votes to final scores, to the integer as the contracts do it.

Weights and shares are in hundredths of a percent (10000 = all); every division rounds down.
"""

from collections.abc import Sequence

from oracle.domain import MAX_SCORE
from oracle.scoring.payload import DecodedSheet


def composites(sheet: DecodedSheet, weights: Sequence[int], peer_weight: int) -> tuple[int, ...]:
    """One value per entry, as `GenerationRounds.score` gives it.

    (Σ weight · criterion + peer_weight · 10000 · ballots / (n - 1)) / (Σ weight + peer_weight), at
    least 1; 0 if all five criteria are 0: disqualified. `weights`: five, in the order of
    `Criterion`, not all 0.
    """
    n = len(sheet.criteria)
    return tuple(
        composite(row, sheet.ballots.count(entry), n, weights, peer_weight)
        for entry, row in enumerate(sheet.criteria)
    )


def composite(
    row: Sequence[int], ballots: int, n: int, weights: Sequence[int], peer_weight: int
) -> int:
    """The composite of one entry of `n` that has that many `ballots`; see `composites`."""
    if not any(row):
        return 0
    weighted = sum(weight * value for weight, value in zip(weights, row, strict=True))
    peers = peer_weight * MAX_SCORE * ballots // (n - 1)
    return max((weighted + peers) // (sum(weights) + peer_weight), 1)


def median(values: Sequence[Sequence[int]]) -> tuple[int, ...]:
    """The element-wise median of at least one row of values: `Median.ofWords`.

    Of an even count, the mean of the middle two, rounded down.
    """
    middle = len(values) // 2
    columns = (sorted(column) for column in zip(*values, strict=True))
    if len(values) % 2:
        return tuple(column[middle] for column in columns)
    return tuple((column[middle - 1] + column[middle]) // 2 for column in columns)


def finals(
    medians: Sequence[int], votes: Sequence[int], community_weight: int, vote_quorum: int
) -> tuple[int, ...]:
    """The final scores, 0..10000, as `Ranking.finals` gives them.

    ((10000 - cw) · composite + cw · 10000 · votes / max(all votes, vote_quorum)) / 10000; without
    any votes the composite alone; 0 for a disqualified entry (composite 0).
    """
    if not any(votes):
        return tuple(medians)
    scale = max(sum(votes), vote_quorum)
    return tuple(
        _final(value, community_weight * MAX_SCORE * count // scale, community_weight)
        for value, count in zip(medians, votes, strict=True)
    )


def _final(value: int, community: int, community_weight: int) -> int:
    if value == 0:
        return 0
    return ((MAX_SCORE - community_weight) * value + community) // MAX_SCORE
