"""What is kept of each step, as plain data."""

from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import Field

from oracle.assistant.feedback.rewards import Outcome
from oracle.assistant.people.tables import Record
from oracle.domain.base import Digest, Line, Name, Part, Score

CHOICE, OUTCOME, PREDICTION, REVERSAL = "choice", "outcome", "prediction", "reversal"

_Finite = Annotated[float, Field(ge=-1e12, le=1e12)]


@dataclass(frozen=True)
class About:
    """What a record is about: its kind, its persona and its post, if any."""

    kind: str
    persona: str
    post: str


class Choice(Part):
    """A draft: the text that was kept, and why it was written and chosen so.

    `variant` is how the persona was instructed; None where what wrote it takes no instructions, and
    then its outcomes teach nothing about variants. `posterior` holds alpha and beta of each variant
    at that moment.
    """

    persona: Name
    card: Digest
    platform: Name
    brief: str = Field(max_length=2_000)
    text: str = Field(min_length=1, max_length=10_000)
    engine: str = Field(max_length=400)
    variant: Name | None = None
    posterior: dict[Name, tuple[_Finite, _Finite]] = Field(default_factory=dict, max_length=64)
    candidates: int = Field(ge=1, le=16)
    liking: float = Field(ge=0, le=2)
    criteria: dict[Name, Score] = Field(max_length=16)


class Rewarded(Part):
    """An outcome, and what it was worth when it was recorded."""

    outcome: Annotated[Outcome, Field(discriminator="kind")]
    reward: float = Field(ge=0, le=1)


class Interval(Part):
    """What was predicted of one figure: most likely, and from where to where."""

    low: _Finite
    middle: _Finite
    high: _Finite


class Prediction(Part):
    """What a predictor said of a post before it was published; `by` says what it learnt from."""

    by: Line
    values: dict[Name, Interval] = Field(min_length=1, max_length=64)


class Reversal(Part):
    """That a record counts no longer, itself a record that can be taken back."""

    number: int = Field(ge=1)
    why: Line


def choice_in(record: Record) -> Choice:
    """The choice that a record is."""
    return Choice.model_validate(record.data)


def rewarded_in(record: Record) -> Rewarded:
    """The outcome that a record is."""
    return Rewarded.model_validate(record.data)


def plain(part: Part) -> dict[str, Any]:
    """A part as it is kept."""
    return part.model_dump(mode="json", exclude_none=True)
