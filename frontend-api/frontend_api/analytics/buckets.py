"""The times that a series has a point for."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from fastapi import Depends, Query
from starlette.exceptions import HTTPException

from frontend_api.web.view import Viewed

_MOST, _USUAL = 400, 30
_HOUR_S, _DAY_S = 3_600, 86_400
_MONDAY = 4 * _DAY_S  # the first one of Unix time


class Bucket(StrEnum):
    """How long a point of a series is; in UTC, weeks begin on Monday."""

    HOUR = "hour"
    DAY = "day"
    WEEK = "week"


_LENGTHS = {Bucket.HOUR: _HOUR_S, Bucket.DAY: _DAY_S, Bucket.WEEK: 7 * _DAY_S}


@dataclass(frozen=True)
class Span:
    """So many buckets, one after the other, from `start` (Unix seconds) on."""

    bucket: Bucket
    start: int
    count: int

    @property
    def end(self) -> int:
        """The end of the last bucket."""
        return self.start + self.count * _LENGTHS[self.bucket]

    def times(self) -> list[int]:
        """The beginning of each bucket."""
        return list(range(self.start, self.end, _LENGTHS[self.bucket]))

    def begin(self, time: int) -> int:
        """The beginning of the bucket that a time lies in."""
        return _begin(self.bucket, time)


def _begin(bucket: Bucket, time: int) -> int:
    offset = _MONDAY if bucket is Bucket.WEEK else 0
    return time - (time - offset) % _LENGTHS[bucket]


_Time = Annotated[int | None, Query(ge=0, le=2**40, description="Unix seconds.")]


def span(
    view: Viewed, bucket: Bucket = Bucket.DAY, since: _Time = None, until: _Time = None
) -> Span:
    """The buckets from that of `since` to that of `until`; 30 up to now, where they are left out.

    Raises a 422 for more than 400 buckets, or none.
    """
    length = _LENGTHS[bucket]
    last = _begin(bucket, view.block.timestamp if until is None else until)
    first = last - (_USUAL - 1) * length if since is None else _begin(bucket, since)
    count = (last - first) // length + 1
    if not 1 <= count <= _MOST:
        raise HTTPException(
            422, f"`since` to `until` has to be 1 to {_MOST} buckets, not {count}: choose others"
        )
    return Span(bucket, first, count)


Spanned = Annotated[Span, Depends(span)]
