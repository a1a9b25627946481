"""Series over time, for clients."""

from typing import Generic, TypeVar

from pydantic import BaseModel

from frontend_api.analytics.buckets import Bucket, Span
from frontend_api.web.values import Hex, PerCriterion, Score, Time, Wei

T = TypeVar("T")


class Series(BaseModel, Generic[T]):
    """One item per bucket (and subject), oldest first; `time` is where a bucket begins.

    `next_cursor` asks for the subjects that follow; null where these are all.
    """

    bucket: Bucket
    since: Time
    until: Time
    items: list[T]
    next_cursor: str | None = None

    @classmethod
    def of(cls, span: Span, items: list[T], next_cursor: str | None = None) -> "Series[T]":
        """The series of these items."""
        return cls(
            bucket=span.bucket,
            since=span.start,
            until=span.end,
            items=items,
            next_cursor=next_cursor,
        )


class RoundsPoint(BaseModel):
    """What happened in rounds. `asked` is how many sheets the committee owed, `revealed` how many
    came; `vote_weight` is the sum of the votes' weights."""

    time: Time
    rounds: int
    settled: int
    expired: int
    failed: int
    bounties: Wei
    prizes: Wei
    votes: int
    vote_weight: Wei
    asked: int
    revealed: int
    contributions: int


class StandingPoint(BaseModel):
    """A persona's standing. `rounds` and `wins` are of all settled rounds up to the bucket's end,
    `average_final` and `prizes` of those in it."""

    time: Time
    persona_id: int
    rounds: int
    wins: int
    average_final: Score | None
    prizes: Wei


class CriteriaPoint(BaseModel):
    """The mean of what operators revealed for each criterion, of all entries; null without any."""

    time: Time
    averages: PerCriterion[Score] | None


class RevenuePoint(BaseModel):
    """What came into the vaults and was claimed of one asset; zero address: the native coin."""

    time: Time
    asset: Hex
    income: Wei
    claimed: Wei


class TreasuryPoint(BaseModel):
    """What the treasury received and spent of the reward token, and had at the bucket's end."""

    time: Time
    received: Wei
    spent: Wei
    balance: Wei


class OperatorPoint(BaseModel):
    """An operator's work. `asked`, `answered` and `refused` count questions of all kinds: those
    that it was asked, that it answered, and whose answer the contract refused; `bond` is what it
    had at the bucket's end."""

    time: Time
    operator: Hex
    asked: int
    answered: int
    refused: int
    fees: Wei
    penalties: Wei
    bond: Wei
