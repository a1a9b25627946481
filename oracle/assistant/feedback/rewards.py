"""What became of a post, and what that is worth: a reward in 0..1 for how it was instructed.

==========  ====================================================================================
thumb       1 for up, 0 for down
votes       entries · votes / (2 · all votes), at most 1: a fair share of a round's votes is 0.5
prize       (entries - place) / (entries - 1): 1 for the first place, 0 for the last
engagement  (lower + equal / 2 + 1/2) / (n + 1): the share of the persona's n earlier posts on
            that platform that readers did less with; 0.5 for a first one
==========  ====================================================================================

What readers did is Σ weight · count, by the weights that X's open ranking publishes, for each
impression where impressions are known; it is compared with posts of which the same was counted.
Each outcome of a post counts as one.

X's data may not train models: engagement whose source is X is refused, and so is that of a post to
X that names no other source.
"""

import math
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, Field, TypeAdapter, ValidationError, model_validator

from oracle.domain.base import MAX_ROSTER, Name, Part
from oracle.errors import Permanent
from oracle.platforms import X_NAMES
from oracle.printable import one_line
from oracle.scoring.profile import default_profile

_Count = Annotated[int, Field(ge=0, le=10**12)]
_Entries = Annotated[int, Field(ge=2, le=MAX_ROSTER)]
_WEIGHED = {
    "likes": "like",
    "replies": "reply",
    "reposts": "repost",
    "quotes": "quote",
    "clicks": "click",
}


def _with_zone(time: datetime) -> datetime:
    if time.tzinfo is None:
        raise ValueError("say the zone too: 2026-01-31T12:00:00+01:00")
    try:
        return time.astimezone(UTC)
    except OverflowError:
        raise ValueError("no such time is in the years 1 to 9999 of UTC") from None


class Thumb(Part):
    """What one person thinks of a post."""

    kind: Literal["thumb"] = "thumb"
    up: bool


class Votes(Part):
    """Votes, by weight, for an entry of a round, and for all of its `entries`."""

    kind: Literal["votes"] = "votes"
    votes: int = Field(ge=0, le=2**128)
    all: int = Field(ge=1, le=2**128)
    entries: _Entries

    @model_validator(mode="after")
    def _are_some_of_all(self) -> Self:
        if self.votes > self.all:
            raise ValueError(f"{self.votes} votes are more than all {self.all}")
        return self


class Prize(Part):
    """The place of an entry among a round's `entries`, from 1."""

    kind: Literal["prize"] = "prize"
    place: int = Field(ge=1)
    entries: _Entries

    @model_validator(mode="after")
    def _is_a_place(self) -> Self:
        if self.place > self.entries:
            raise ValueError(f"there is no place {self.place} among {self.entries}")
        return self


class Engagement(Part):
    """What readers did with a published post, as counted by `source`; None where nobody counted."""

    kind: Literal["engagement"] = "engagement"
    source: Name | None = None
    published: Annotated[datetime, AfterValidator(_with_zone)] | None = None
    topic: str = Field(default="", max_length=300)
    media: bool = False
    followers: _Count | None = None
    impressions: _Count | None = None
    likes: _Count | None = None
    replies: _Count | None = None
    reposts: _Count | None = None
    quotes: _Count | None = None
    clicks: _Count | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if all(getattr(self, name) is None for name in _WEIGHED):
            raise ValueError(f"give at least one of {', '.join(_WEIGHED)}")
        return self

    @property
    def counted(self) -> frozenset[str]:
        """What somebody counted, impressions among it."""
        return frozenset(n for n in (*_WEIGHED, "impressions") if getattr(self, n) is not None)

    def value(self) -> float:
        """What readers did, weighted, for each impression where those are known."""
        worth = math.fsum(w * (getattr(self, name) or 0) for name, w in _weights().items())
        return worth / max(self.impressions, 1) if self.impressions is not None else worth


@cache
def _weights() -> dict[str, float]:
    weights = default_profile().action_weights
    return {name: weights[action] for name, action in _WEIGHED.items()}


Outcome = Thumb | Votes | Prize | Engagement
_OUTCOME: TypeAdapter[Outcome] = TypeAdapter(Annotated[Outcome, Field(discriminator="kind")])


def outcome_of(figures: Mapping[str, Any]) -> Outcome:
    """The outcome with those figures, its `kind` among them. Raises `Permanent` for any other."""
    try:
        return _OUTCOME.validate_python(dict(figures))
    except ValidationError as error:
        found = error.errors(include_input=False, include_url=False)[0]
        place = ".".join(map(str, found["loc"][1:]))
        says = f"{place or 'outcome'}: {found['msg']}; see `feedback record --help`"
        raise Permanent(one_line(says, 300)) from None


def may_be_kept(outcome: Outcome, platform: str) -> None:
    """Nothing, if it may teach a model. Raises `Permanent` where it is X's data."""
    if not isinstance(outcome, Engagement):
        return
    source = (outcome.source or platform).strip().casefold()
    if source in X_NAMES:
        raise Permanent(
            "X's data may not train models, so its figures are not kept: name another source "
            "(say, clicks on a link of your own), or give a thumb"
        )


def reward_of(outcome: Outcome, earlier: Sequence[Engagement]) -> float:
    """What an outcome is worth, 0..1; `earlier` are the persona's own on that platform."""
    match outcome:
        case Thumb():
            return float(outcome.up)
        case Votes():
            return min(1.0, outcome.entries * outcome.votes / outcome.all / 2)
        case Prize():
            return (outcome.entries - outcome.place) / (outcome.entries - 1)
        case Engagement():
            return _percentile(outcome, earlier)


def _percentile(outcome: Engagement, earlier: Sequence[Engagement]) -> float:
    alike = [each.value() for each in earlier if each.counted == outcome.counted]
    value = outcome.value()
    ranks = math.fsum((each < value) + (each == value) / 2 for each in alike)
    return (ranks + 0.5) / (len(alike) + 1)
