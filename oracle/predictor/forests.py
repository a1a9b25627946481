"""The part of a predictor that rounds can use: the text alone, as a pinned document."""

from collections.abc import Sequence
from typing import Any

import lightgbm as lgb
import numpy as np
from numpy.typing import NDArray

from oracle.predictor.boosters import MIN_KNOWN, rates, trials
from oracle.predictor.calibrating import calibrate
from oracle.predictor.counts import counts_of, readers_of
from oracle.predictor.features import KNOWN, Table
from oracle.predictor.norms import TARGETS
from oracle.predictor.posts import ACTIONS, Post
from oracle.predictor.split import Split
from oracle.scoring.forest import Forest, ForestPredictor, Tree
from oracle.scoring.text_features import TEXT_FEATURES

Values = NDArray[np.float64]
_FIRST = len(KNOWN) - len(TEXT_FEATURES)
_OPTIONS = {
    "objective": "cross_entropy",
    "learning_rate": 0.1,
    "num_leaves": 6,
    "verbosity": -1,
    "num_threads": 1,
    "deterministic": True,
    "force_row_wise": True,
}
_ROUNDS = 50


def text_forest(
    posts: Sequence[Post], table: Table, parts: Split, data: str, seed: int
) -> ForestPredictor | None:
    """What a text adds to any author's rates, learnt and calibrated as the model is.

    It starts from each author's own rates, so that it learns of texts and not of authors, and
    speaks of an author with the mean rate. None where no action is known well enough.
    """
    texts = table.features[:, _FIRST : len(KNOWN)]
    counts, readers = counts_of(posts), readers_of(posts)
    forests = {}
    for place, action in enumerate(ACTIONS):
        share = rates(counts[:, len(TARGETS) + place], readers)
        rows = [np.isfinite(share[each]) for each in (parts.train, parts.calibrate)]
        if np.count_nonzero(rows[0]) >= MIN_KNOWN and rows[1].any():
            forests[action] = _forest(
                texts, share, trials(readers), table.rates[:, place], parts, seed
            )
    if not forests:
        return None
    return ForestPredictor(
        name=f"text alone, {data}",
        data="synthetic" if data == "synthetic" else "own",
        rows=len(posts),
        features=TEXT_FEATURES,
        actions=forests,
    )


def _forest(
    texts: Values, share: Values, weight: Values, start: Values, parts: Split, seed: int
) -> Forest:
    known = np.isfinite(share)
    train = np.flatnonzero(known[parts.train])
    data = lgb.Dataset(texts[train], share[train], weight=weight[train], init_score=start[train])
    least = min(100, len(train) // 20)
    options = {**_OPTIONS, "min_data_in_leaf": least, "seed": seed}
    booster = lgb.train(options, data, _ROUNDS)
    later = np.flatnonzero(known[parts.calibrate]) + parts.train.stop
    raw = np.asarray(booster.predict(texts[later], raw_score=True), float)
    found = calibrate(raw + start[later], share[later], weight[later])
    usual = float(np.average(start[train], weights=weight[train]))
    return Forest(
        trees=trees_of(booster), scale=found.scale, offset=found.offset + found.scale * usual
    )


def trees_of(booster: lgb.Booster) -> tuple[Tree, ...]:
    """A booster's trees as plain numbers; its features must be numeric and without gaps."""
    return tuple(_tree(each["tree_structure"]) for each in booster.dump_model()["tree_info"])


def _tree(root: dict[str, Any]) -> Tree:
    splits: list[dict[str, Any]] = []
    leaves: list[float] = []

    def walk(node: dict[str, Any]) -> int:
        if "split_feature" not in node:
            leaves.append(float(node["leaf_value"]))
            return -len(leaves)
        place = len(splits)
        splits.append({"feature": node["split_feature"], "threshold": float(node["threshold"])})
        splits[place] |= {"left": walk(node["left_child"]), "right": walk(node["right_child"])}
        return place

    walk(root)
    return Tree(
        features=tuple(each["feature"] for each in splits),
        thresholds=tuple(each["threshold"] for each in splits),
        left=tuple(each["left"] for each in splits),
        right=tuple(each["right"] for each in splits),
        leaves=tuple(leaves),
    )
