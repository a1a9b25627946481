"""How good a prediction is, measured on posts that were held out."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

Values = NDArray[np.float64]
_NEXT = 20
_BINS, _BIN = 10, 150


def pairwise_accuracy(groups: Sequence[object], truth: Values, predicted: Values) -> float:
    """How often the better of two posts of one group is told, 0..1; a tie in `predicted` is half.

    `groups` are (author, topic) of each post, by time; each is paired with the next 20 of its
    group. Posts without a topic are of one: their pairs may differ in subject, which is easier.
    Equal truths make no pair. Without a pair NaN.
    """
    right = pairs = 0.0
    members: dict[object, list[int]] = {}
    for index, group in enumerate(groups):
        members.setdefault(group, []).append(index)
    for indices in members.values():
        found = np.array(indices)
        for step in range(1, min(_NEXT, len(found) - 1) + 1):
            real = np.sign(truth[found[step:]] - truth[found[:-step]])
            told = np.sign(predicted[found[step:]] - predicted[found[:-step]])
            right += float(np.sum((real * told > 0) + (real != 0) * (told == 0) / 2))
            pairs += float(np.count_nonzero(real))
    return right / pairs if pairs else float("nan")


def spearman(truth: Values, predicted: Values) -> float:
    """Spearman's rank correlation, -1..1; 0 where either is constant."""
    a, b = rankdata(truth), rankdata(predicted)
    if np.ptp(a) == 0 or np.ptp(b) == 0:
        return 0.0
    return float(np.corrcoef(a, b)[0, 1])


def calibration_error(happened: Values, chance: Values) -> float:
    """Expected calibration error, 0..1: the mean over bins of |share that happened - mean chance|.

    The bins are of equal size by chance: ten, but fewer where one would have under 150 posts, in
    which even a perfect forecast is off by 0.03 and more. Without a forecast NaN.
    """
    if not len(chance):
        return float("nan")
    bins = min(max(len(chance) // _BIN, 1), _BINS)
    order = np.argsort(chance, kind="stable")
    parts = [part for part in np.array_split(order, bins) if len(part)]
    gaps = [len(part) * abs(happened[part].mean() - chance[part].mean()) for part in parts]
    return float(sum(gaps) / len(order))


def explained(truth: Values, predicted: Values, baseline: Values) -> float:
    """R² beyond `baseline`: 1 - Σ(truth - predicted)² / Σ(truth - baseline)²; at most 1.

    NaN where the baseline leaves nothing to explain.
    """
    left = float(np.sum((truth - baseline) ** 2))
    return 1 - float(np.sum((truth - predicted) ** 2)) / left if left else float("nan")
