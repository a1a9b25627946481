"""A trained predictor: what it says of posts."""

from collections.abc import Mapping
from dataclasses import dataclass

import lightgbm as lgb
import numpy as np
from numpy.typing import NDArray
from pydantic import AwareDatetime, BaseModel, ConfigDict

from oracle.predictor.boosters import BARS, LEVELS
from oracle.predictor.calibrating import Sigmoid
from oracle.predictor.features import KNOWN, Table
from oracle.predictor.meanings import Directions
from oracle.predictor.norms import INTERACTIONS, TARGETS, Norms
from oracle.predictor.posts import ACTIONS

Values = NDArray[np.float64]


class Facts(BaseModel):
    """All of a model but its trees; `data` is "synthetic" or "own".

    `embedder` is the name by which the embedding model was asked for, `source` the sha2-256 of the
    posts, `until` when the last of those that it learnt from or was calibrated on was published,
    and `seed` that of the synthetic world.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    schema_: str = "troupe/predictor-model/1"
    data: str
    source: str
    seed: int
    rows: int
    embedder: str
    trained_at: str
    until: AwareDatetime
    libraries: dict[str, str]
    directions: Directions
    norms: Norms
    sigmoids: dict[str, Sigmoid]
    widenings: dict[str, float]


@dataclass(frozen=True)
class Predictions:
    """Of n posts. `interactions`: (n,) typical log(1 + interactions). `ranges`: by target (n, 3)
    of log(1 + count): low, typical, high; the first and last hold 9 of 10 outcomes. `beats`: by
    name of `BARS` (n,) chances, NaN where the author is too new. `chances`: by action (n,).
    """

    interactions: Values
    ranges: Mapping[str, Values]
    beats: Mapping[str, Values]
    chances: Mapping[str, Values]


@dataclass(frozen=True)
class Model:
    """Boosters by name, and the facts that go with them."""

    facts: Facts
    boosters: Mapping[str, lgb.Booster]

    @property
    def features(self) -> list[str]:
        """The names of a row's numbers, in order."""
        return [*KNOWN, *(f"meaning_{n + 1}" for n in range(len(self.facts.directions.axes)))]

    def predict(self, table: Table) -> Predictions:
        """What is to be expected of the posts in `table`."""
        usual = table.typical[:, TARGETS.index(INTERACTIONS)]
        return Predictions(
            interactions=np.maximum(usual + self.raw(INTERACTIONS, table), 0),
            ranges={
                target: np.maximum(self._widened(target, table), 0)
                for target in TARGETS[:-1]
                if f"{target}_typical" in self.boosters
            },
            beats={
                name: np.where(np.isnan(table.bars[:, place]), np.nan, self._chance(name, table))
                for place, name in enumerate(BARS)
                if name in self.boosters
            },
            chances={
                action: self._chance(action, table, table.rates[:, place])
                for place, action in enumerate(ACTIONS)
                if action in self.boosters
            },
        )

    def raw(self, name: str, table: Table) -> Values:
        """What the booster of that name adds, before calibration, (n,)."""
        return np.asarray(self.boosters[name].predict(table.features, num_threads=1), float)

    def raw_odds(self, name: str, table: Table) -> Values:
        """As `raw`, of a booster whose own answer is a probability: its log odds."""
        found = self.boosters[name].predict(table.features, raw_score=True, num_threads=1)
        return np.asarray(found, float)

    def levels(self, target: str, table: Table) -> Values:
        """(n, 3): low, typical, high of log(1 + count), before calibration."""
        levels = [self.raw(f"{target}_{level}", table) for level in LEVELS]
        usual = table.typical[:, [TARGETS.index(target)]]
        return np.asarray(np.sort(np.stack(levels, axis=1) + usual, axis=1))

    def _widened(self, target: str, table: Table) -> Values:
        wider = self.facts.widenings.get(target, 0.0)
        return np.sort(self.levels(target, table) + np.array([-wider, 0.0, wider]), axis=1)

    def _chance(self, name: str, table: Table, start: Values | float = 0.0) -> Values:
        return self.facts.sigmoids[name].of(self.raw_odds(name, table) + start)
