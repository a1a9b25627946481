"""Predictions beside what happened."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from pydantic import ValidationError

from oracle.assistant.feedback.records import (
    OUTCOME,
    PREDICTION,
    Interval,
    Prediction,
    rewarded_in,
)
from oracle.assistant.feedback.rewards import Engagement
from oracle.assistant.people.tables import Record
from oracle.errors import Permanent
from oracle.store.tables import MAX_INTEGER


@dataclass(frozen=True)
class Compared:
    """One figure of one post: what was predicted, and what happened, once that is known."""

    post: str
    by: str
    figure: str
    low: float
    middle: float
    high: float
    happened: int | None

    @property
    def inside(self) -> bool | None:
        """Whether what happened lay in the interval; None until it is known."""
        return None if self.happened is None else self.low <= self.happened <= self.high

    def as_json(self) -> dict[str, Any]:
        """All of it."""
        return asdict(self) | {"inside": self.inside}


def compared(upright: Sequence[Record]) -> list[Compared]:
    """Every predicted figure of which it is known what happened, oldest prediction first."""
    return [each for each in foreseen(upright) if each.happened is not None]


def foreseen(upright: Sequence[Record]) -> list[Compared]:
    """Every predicted figure beside what happened, if that is known, oldest prediction first.

    A prediction counts only where it was kept before any engagement of the post was recorded.
    """
    happened: dict[str, tuple[int, Engagement]] = {}
    for each in upright:
        if each.kind == OUTCOME and isinstance(told := rewarded_in(each).outcome, Engagement):
            first, _ = happened.get(each.post, (each.number or 0, told))
            happened[each.post] = (first, told)
    found: list[Compared] = []
    for each in upright:
        if each.kind == PREDICTION:
            first, outcome = happened.get(each.post, (MAX_INTEGER, None))
            if (each.number or 0) < first:
                found += _figures(each, outcome)
    return found


def prediction_of(said: Mapping[str, Any]) -> Prediction:
    """What ``python -m oracle predictor predict --json`` says of a post.

    Its `ranges` are (low, typical, high) by figure, its `data` what the predictor learnt from.
    Raises `Permanent` where it says something else.
    """
    try:
        values = {
            name: Interval(low=low, middle=middle, high=high)
            for name, (low, middle, high) in dict(said["ranges"]).items()
        }
        learnt = "a post history" if said["data"] == "own" else f"{said['data']} posts"
        return Prediction(by=f"predictor trained on {learnt}"[:300], values=values)
    except (KeyError, TypeError, ValueError, ValidationError):
        raise Permanent(
            "this is no prediction: give what `python -m oracle predictor predict --json` prints"
        ) from None


def _figures(record: Record, outcome: Engagement | None) -> list[Compared]:
    said = Prediction.model_validate(record.data)
    return [
        Compared(record.post, said.by, name, value.low, value.middle, value.high, happened)
        for name, value in said.values.items()
        if (happened := getattr(outcome, name, None)) is None or isinstance(happened, int)
    ]
