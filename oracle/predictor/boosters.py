"""The gradient-boosted trees of one model, each by its name."""

from collections.abc import Callable
from typing import Any

import lightgbm as lgb
import numpy as np
from numpy.typing import NDArray

from oracle.predictor.calibrating import dithered
from oracle.predictor.features import Table
from oracle.predictor.norms import INTERACTIONS, TARGETS
from oracle.predictor.posts import ACTIONS

Values = NDArray[np.float64]

PROMISE = 0.9
"""The share of posts whose outcome an interval is to hold."""
LEVELS = {"low": (1 - PROMISE) / 2, "typical": 0.5, "high": (1 + PROMISE) / 2}
BARS = ("beats_median", "beats_tenth")
MIN_KNOWN = 200
_CAP = 2_000.0
_COMMON: dict[str, Any] = {
    "learning_rate": 0.05,
    "num_leaves": 7,
    "feature_fraction": 0.3,
    "verbosity": -1,
    "num_threads": 1,
    "deterministic": True,
    "force_row_wise": True,
}
# Of quantiles there are twelve, which are calibrated in the end: half as many trees do.
_QUICK = {"learning_rate": 0.1}


def fit(
    table: Table,
    counts: Values,
    readers: Values,
    seed: int,
    rounds: int,
    told: Callable[[int], None],
) -> dict[str, lgb.Booster]:
    """All boosters that the rows allow; `told` hears of each.

    `counts` are (n, TARGETS and ACTIONS), NaN where nobody counted; `readers` (n,) likewise. What
    fewer than 200 rows know is not learnt.
    """
    found = {}
    for name, options, label, start, weight in _tasks(table, counts, readers, seed):
        rows = np.isfinite(label) & np.isfinite(weight)
        if np.count_nonzero(rows) >= MIN_KNOWN and np.ptp(label[rows]) > 0:
            least = min(100, int(np.count_nonzero(rows)) // 20)
            data = lgb.Dataset(
                table.features[rows], label[rows], weight=weight[rows], init_score=start[rows]
            )
            options = {**_COMMON, "min_data_in_leaf": least, "seed": seed, **options}
            found[name] = lgb.train(options, data, _rounds(options, rounds))
        told(1)
    return found


def _rounds(options: dict[str, Any], rounds: int) -> int:
    """So many trees as `rounds` at the common rate."""
    faster: float = options["learning_rate"] / _COMMON["learning_rate"]
    return max(1, round(rounds / faster))


TASKS = 1 + len(LEVELS) * (len(TARGETS) - 1) + len(BARS) + len(ACTIONS)
"""How many boosters there are where everything is known."""

_Task = tuple[str, dict[str, Any], Values, Values, Values]


def _tasks(table: Table, counts: Values, readers: Values, seed: int) -> list[_Task]:
    """Name, objective, label, what the booster adds to, and weight, of each booster."""
    ones, zeros = np.ones(len(counts)), np.zeros(len(counts))
    total = counts[:, TARGETS.index(INTERACTIONS)]
    usual = table.typical[:, TARGETS.index(INTERACTIONS)]
    tasks: list[_Task] = [(INTERACTIONS, {"objective": "regression"}, np.log1p(total), usual, ones)]
    for place, target in enumerate(TARGETS[:-1]):
        label = dithered(counts[:, place], seed + place)
        for level, alpha in LEVELS.items():
            options = {**_QUICK, "objective": "quantile", "alpha": alpha}
            tasks.append((f"{target}_{level}", options, label, table.typical[:, place], ones))
    for place, name in enumerate(BARS):
        label = np.where(np.isnan(table.bars[:, place]), np.nan, total > table.bars[:, place])
        tasks.append((name, {"objective": "binary"}, label, zeros, ones))
    weight = trials(readers)
    for place, action in enumerate(ACTIONS):
        label = rates(counts[:, len(TARGETS) + place], readers)
        options = {"objective": "cross_entropy"}
        tasks.append((action, options, label, table.rates[:, place], weight))
    return tasks


def rates(counts: Values, readers: Values) -> Values:
    """Which share of a post's readers took an action, 0..1; NaN where it is not known."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.minimum(counts / readers, 1.0))


def trials(readers: Values) -> Values:
    """How much a post's rate counts: by its readers, but never as more than 2,000.

    Readers of one post are alike, and the largest accounts are not to drown all others.
    """
    return np.asarray(readers / (1 + readers / _CAP))
