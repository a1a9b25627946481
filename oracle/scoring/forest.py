"""A predictor as a pinned document: small trees of plain numbers, which every operator can check.

It needs no library that learns, and gives everywhere the same result. `python -m oracle predictor
export` writes one; governance adopts it with the scoring profile that names its digest.
"""

import math
from collections.abc import Mapping, Sequence
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from oracle.domain import Document, Many, Name
from oracle.domain.base import Part
from oracle.errors import Permanent

Feature = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,59}$")]
Value = Annotated[float, Field(ge=-1e12, le=1e12)]
_Index = Annotated[int, Field(ge=-1_000, le=1_000)]
_STEEP = 35.0


class Tree(Part):
    """A binary tree over `features` and `thresholds`, one of each per split, the root first.

    At split i go to `left[i]` where the feature is at most the threshold, else to `right[i]`. There
    n >= 0 is split n, which comes after i, and n < 0 is leaf -n - 1. Without splits it is leaf 0.
    """

    features: Many[_Index] = Field(max_length=255)
    thresholds: Many[Value] = Field(max_length=255)
    left: Many[_Index] = Field(max_length=255)
    right: Many[_Index] = Field(max_length=255)
    leaves: Many[Value] = Field(min_length=1, max_length=256)

    @model_validator(mode="after")
    def _is_a_tree(self) -> Self:
        splits = len(self.features)
        if not splits == len(self.thresholds) == len(self.left) == len(self.right):
            raise ValueError("a tree's splits differ in number between its lists")
        if len(self.leaves) != splits + 1:
            raise ValueError(f"a tree of {splits} splits has {len(self.leaves)} leaves")
        if any(min(pair) <= i for i, pair in enumerate(self._inner())):
            raise ValueError("a tree's split leads back to an earlier one")
        wanted = [*range(-len(self.leaves), 0), *range(1, splits)] if splits else []
        if sorted(self.left + self.right) != wanted:
            raise ValueError("a tree's splits and leaves are not each reached once")
        return self

    def _inner(self) -> list[tuple[int, int]]:
        """Both ways out of each split, where a leaf counts as beyond all splits."""
        pairs = zip(self.left, self.right, strict=True)
        return [(a if a >= 0 else 1_001, b if b >= 0 else 1_001) for a, b in pairs]

    def value(self, row: Sequence[float]) -> float:
        """The leaf that `row` falls into; at most as many steps as there are splits."""
        if not self.features:
            return self.leaves[0]
        place = 0
        while place >= 0:
            goes_left = row[self.features[place]] <= self.thresholds[place]
            place = self.left[place] if goes_left else self.right[place]
        return self.leaves[-place - 1]


class Forest(Part):
    """One action: P = 1 / (1 + e^-(scale · s + offset)), where s is the sum of its trees' values.

    `scale` and `offset` calibrate it (Platt, 1999); it never falls with s.
    """

    trees: Many[Tree] = Field(max_length=512)
    scale: float = Field(default=1.0, ge=0, le=100)
    offset: float = Field(default=0.0, ge=-100, le=100)

    def probability(self, row: Sequence[float]) -> float:
        """P(action), in 0..1, of one reader for the features `row`."""
        raw = math.fsum(tree.value(row) for tree in self.trees)
        x = min(max(self.scale * raw + self.offset, -_STEEP), _STEEP)
        return 1 / (1 + math.exp(-x))


class ForestPredictor(Document):
    """What readers do with a text, by the text alone.

    `data` says what it was trained on: "synthetic" is a made-up world that says nothing of real
    readers, "own" somebody's post history, of `rows` posts. `features` are names of
    `oracle.scoring.text_features.TEXT_FEATURES` in the order of the trees' indices, and `actions`
    names of `oracle.scoring.prior.ACTIONS`.
    """

    schema_: Literal["troupe/predictor/1"] = Field(default="troupe/predictor/1", alias="schema")
    name: str = Field(min_length=1, max_length=60)
    data: Literal["synthetic", "own"]
    rows: int = Field(ge=1, le=10**9)
    features: Many[Feature] = Field(min_length=1, max_length=64)
    actions: dict[Name, Forest] = Field(min_length=1, max_length=16)

    @model_validator(mode="after")
    def _names_its_features(self) -> Self:
        if len(set(self.features)) != len(self.features):
            raise ValueError("a feature is named twice")
        known = range(len(self.features))
        for action, forest in self.actions.items():
            if any(each not in known for tree in forest.trees for each in tree.features):
                raise ValueError(f"the trees of {action!r} use a feature that is not named")
        return self


def probabilities(predictor: ForestPredictor, features: Mapping[str, float]) -> dict[str, float]:
    """P(action) for one reader, 0..1, of each action that `predictor` knows.

    Raises `Permanent` where it needs a feature that `features` lacks, or one is not finite.
    """
    missing = [name for name in predictor.features if name not in features]
    if missing:
        raise Permanent(
            f"the predictor “{predictor.name}” needs features that this version does not read: "
            f"{', '.join(missing[:5])}; have governance adopt one made with this version"
        )
    row = [features[name] for name in predictor.features]
    if not all(map(math.isfinite, row)):
        raise Permanent("a feature of the text is no number: report the text as a bug")
    return {name: forest.probability(row) for name, forest in predictor.actions.items()}
