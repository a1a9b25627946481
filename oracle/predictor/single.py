"""One post at a time: what to expect of it, and why."""

import math
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from oracle.ports import Embedder
from oracle.predictor.boosters import BARS
from oracle.predictor.features import Table, tabulate
from oracle.predictor.history import Histories
from oracle.predictor.model import Model
from oracle.predictor.norms import INTERACTIONS
from oracle.predictor.posts import Post

_MEANING = "meaning"


@dataclass(frozen=True)
class Forecast:
    """What is expected of one post. `data` is what the model learnt from.

    `interactions` is the typical number; `ranges` are (low, typical, high) of impressions, likes,
    replies and reposts, of which low to high holds 9 of 10; `beats` the chances to beat the
    author's median and 90th percentile, empty for an author with under 10 known posts; `chances`
    how likely a reader takes each action. Chances are in 0..1.
    """

    data: str
    interactions: int
    ranges: dict[str, tuple[int, int, int]]
    beats: dict[str, float]
    chances: dict[str, float]

    def as_json(self) -> dict[str, Any]:
        """It as JSON."""
        return asdict(self)


@dataclass(frozen=True)
class Reason:
    """What one feature does to the expected interactions: times `factor`, over the average post."""

    feature: str
    value: float | None
    factor: float


class Predictor:
    """A model at work. Not for two threads at once."""

    def __init__(self, model: Model, embedder: Embedder) -> None:
        """`embedder`: the one that the model was trained with."""
        self._model, self._embedder = model, embedder

    @property
    def data(self) -> str:
        """What the model learnt from."""
        return self._model.facts.data

    def forecast(self, post: Post, histories: Histories) -> Forecast:
        """What to expect of `post`, from what was known of its author before it."""
        said = self._model.predict(self._row(post, histories))
        beats = {name: float(said.beats[name][0]) for name in BARS if name in said.beats}
        return Forecast(
            data=self._model.facts.data,
            interactions=_count(said.interactions[0]),
            ranges={
                name: (_count(low), _count(typical), _count(high))
                for name, ((low, typical, high),) in said.ranges.items()
            },
            beats={name: chance for name, chance in beats.items() if math.isfinite(chance)},
            chances={name: float(found[0]) for name, found in said.chances.items()},
        )

    def explain(self, post: Post, histories: Histories) -> list[Reason]:
        """Why so many interactions are expected, the strongest reason first.

        LightGBM's SHAP values (Lundberg and others, 2018), as factors; what the text's vector
        does is one reason. They multiply what the average post of training got over its author's
        own median; `typical_interactions` is by how much more or less at that median.
        """
        row = self._row(post, histories).features
        booster = self._model.boosters[INTERACTIONS]
        parts = np.asarray(booster.predict(row, pred_contrib=True, num_threads=1))[0, :-1]
        found: dict[str, float] = {}
        for name, part in zip(self._model.features, parts, strict=True):
            key = _MEANING if name.startswith(_MEANING) else name
            found[key] = found.get(key, 0.0) + float(part)
        values = dict(zip(self._model.features, row[0].tolist(), strict=True))
        reasons = [Reason(key, values.get(key), math.exp(part)) for key, part in found.items()]
        return sorted(reasons, key=lambda each: -abs(math.log(each.factor)))

    def _row(self, post: Post, histories: Histories) -> Table:
        facts = self._model.facts
        meanings = facts.directions.of(self._embedder.embed([post.text]))
        return tabulate([post], histories, facts.norms, meanings)


def _count(log: float) -> int:
    """A count by its log(1 + count), never over 10^12."""
    return math.floor(math.expm1(min(max(log, 0.0), math.log(1e12))) + 1e-9)
