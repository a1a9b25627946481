"""What a model is worth: measured on posts later than all that it learnt from."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from oracle.errors import Permanent
from oracle.ports import Embedder
from oracle.predictor.boosters import BARS, PROMISE, rates
from oracle.predictor.calibrating import dithered
from oracle.predictor.counts import counts_of, readers_of
from oracle.predictor.features import Table, tabulate
from oracle.predictor.history import Histories
from oracle.predictor.meanings import embed
from oracle.predictor.measures import calibration_error, explained, pairwise_accuracy, spearman
from oracle.predictor.model import Model, Predictions
from oracle.predictor.norms import INTERACTIONS, TARGETS
from oracle.predictor.posts import ACTIONS, Post
from oracle.predictor.training import Dataset

Values = NDArray[np.float64]
Told = Callable[[int], None]
MIN_TEST = 60


@dataclass(frozen=True)
class Held:
    """The held-out posts, what was said of them and what happened. `counts` as `counts_of`.

    `means`: (n,) the mean log(1 + interactions) of all the author's earlier posts, or of a new one
    what is typical.
    """

    posts: list[Post]
    table: Table
    counts: Values
    said: Predictions
    means: Values

    @property
    def interactions(self) -> Values:
        """(n,) of log(1 + interactions), NaN where nobody counted."""
        return np.asarray(np.log1p(self.counts[:, TARGETS.index(INTERACTIONS)]))

    @property
    def usual(self) -> Values:
        """(n,): the author's own typical log(1 + interactions) before each post."""
        return self.table.typical[:, TARGETS.index(INTERACTIONS)]

    def beaten(self, name: str) -> tuple[Values, Values]:
        """Whether each post that has a chance beat that bar (0 or 1), and the chance."""
        total = self.counts[:, TARGETS.index(INTERACTIONS)]
        bar, chance = self.table.bars[:, BARS.index(name)], self.said.beats[name]
        known = np.isfinite(chance) & np.isfinite(total)
        return (total > bar)[known].astype(float), chance[known]

    def rates(self, action: str) -> tuple[Values, Values]:
        """Which share of a post's readers took the action, and the chance that was said."""
        place = len(TARGETS) + list(ACTIONS).index(action)
        share = rates(self.counts[:, place], readers_of(self.posts))
        known = np.isfinite(share)
        return share[known], self.said.chances[action][known]


@dataclass(frozen=True)
class Measured:
    """What `evaluate` found. All are of held-out posts; `rows` is how many, `data` where from.

    What those posts can't tell is NaN, or left out of `coverage` and `actions_error`.
    `interval_coverage_error` is the mean over the targets of |share of outcomes in the interval -
    0.9|, `calibration_error` the larger one of the chances to beat the author's median and 90th
    percentile, `actions_error` the largest of the actions' by 1 as the mean rate.
    `explained_beyond_author` is R² of log interactions over the author's own median, and
    `explained` over the mean of all posts: how large authors are, which is known before, is in it.
    `author_mean_spearman` is that of the mean of all the author's earlier posts.
    """

    pairwise_accuracy: float
    spearman: float
    author_mean_spearman: float
    calibration_error: float
    interval_coverage_error: float
    rows: int
    data: str
    explained_beyond_author: float
    explained: float
    coverage: dict[str, float]
    actions_error: dict[str, float]


def hold_out(
    model: Model, dataset: Dataset, embedder: Embedder, *, embedded: Told, read: Told
) -> Held:
    """The posts of `dataset` published after all that `model` learnt from, with its predictions.

    Of each post only what was known before it is used. Raises `Permanent` where fewer than 60 are
    later, or `embedder` is another than the model's.
    """
    if embedder.name != model.facts.directions.embedder:
        raise Permanent(
            f"the model was trained with the embedder {model.facts.directions.embedder}, "
            f"not {embedder.name}: name that one, or train anew"
        )
    posts = [post for post in dataset.posts if post.at > model.facts.until]
    if len(posts) < MIN_TEST:
        raise Permanent(
            f"{len(posts)} posts are later than what the model learnt from: "
            f"give {MIN_TEST} or more, or train anew"
        )
    vectors = embed(embedder, [post.text for post in posts], embedded)
    meanings = model.facts.directions.of(vectors)
    histories = Histories(dataset.posts)
    table = tabulate(posts, histories, model.facts.norms, meanings, read)
    means = np.array([histories.mean(post.author, post.at) for post in posts])
    means = np.where(np.isnan(means), table.typical[:, TARGETS.index(INTERACTIONS)], means)
    return Held(posts, table, counts_of(posts), model.predict(table), means)


def measure(held: Held, data: str, seed: int) -> Measured:
    """What the predictions are worth. Raises `Permanent` where nobody counted interactions."""
    truth = held.interactions
    known = np.isfinite(truth)
    if not known.any():
        raise Permanent("none of the held-out posts tells likes, replies, reposts or quotes")
    said, usual, truth = held.said.interactions[known], held.usual[known], truth[known]
    groups = [(p.author, p.topic) for p, k in zip(held.posts, known, strict=True) if k]
    coverage = _coverage(held, seed)
    chances = [calibration_error(*held.beaten(name)) for name in held.said.beats]
    actions = {name: held.rates(name) for name in held.said.chances}
    return Measured(
        pairwise_accuracy=pairwise_accuracy(groups, truth, said),
        spearman=spearman(truth, said),
        author_mean_spearman=spearman(truth, held.means[known]),
        calibration_error=max(filter(math.isfinite, chances), default=math.nan),
        interval_coverage_error=float(
            np.mean([abs(share - PROMISE) for share in coverage.values()]) if coverage else math.nan
        ),
        rows=len(held.posts),
        data=data,
        explained_beyond_author=explained(truth, said, usual),
        explained=explained(truth, said, np.full(len(truth), truth.mean())),
        coverage=coverage,
        actions_error={name: _relative(*seen) for name, seen in actions.items() if len(seen[0])},
    )


def _coverage(held: Held, seed: int) -> dict[str, float]:
    """Which share of each target's outcomes its intervals held, of those that anybody counted."""
    found = {}
    for target, ranges in held.said.ranges.items():
        place = TARGETS.index(target)
        truth = dithered(held.counts[:, place], seed + place + 200)
        known = np.isfinite(truth)
        if known.any():
            low, _, high = ranges[known].T
            found[target] = float(np.mean((truth[known] >= low) & (truth[known] <= high)))
    return found


def _relative(share: Values, chance: Values) -> float:
    mean = float(share.mean())
    return calibration_error(share, chance) / mean if mean else 0.0
