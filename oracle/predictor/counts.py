"""Outcomes of posts as columns."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from oracle.predictor.norms import TARGETS, count_of
from oracle.predictor.posts import ACTIONS, Post


def counts_of(posts: Sequence[Post]) -> NDArray[np.float64]:
    """(n, TARGETS then ACTIONS): how often each happened, NaN where nobody counted."""
    names = (*TARGETS, *ACTIONS.values())
    rows = [[_or_nan(count_of(post, name)) for name in names] for post in posts]
    return np.array(rows, float).reshape(len(posts), len(names))


def readers_of(posts: Sequence[Post]) -> NDArray[np.float64]:
    """(n,): what a rate is per, NaN where it is not known."""
    return np.array([_or_nan(post.readers) for post in posts], float)


def _or_nan(count: int | None) -> float:
    return float("nan") if count is None else count
