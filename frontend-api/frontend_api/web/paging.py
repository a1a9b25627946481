"""Lists in pages."""

from collections.abc import Callable, Sequence
from typing import Annotated, Generic, Protocol, TypeVar

from fastapi import Path, Query
from pydantic import BaseModel, WithJsonSchema
from sqlmodel import Session
from sqlmodel.sql.expression import SelectOfScalar

_MOST = 2**62

Limit = Annotated[int, Query(ge=1, le=100, description="How many items at most.")]
_Number = Annotated[int, WithJsonSchema({"type": "string", "pattern": "^[0-9]{1,18}$"})]
IntCursor = Annotated[
    _Number | None, Query(ge=0, le=_MOST, description="`next_cursor` of the page before.")
]
PlaceCursor = Annotated[
    str | None,
    Query(pattern=r"^\d{1,18}-\d{1,9}$", description="`next_cursor` of the page before."),
]
Id = Annotated[int, Path(ge=1, le=_MOST)]


T = TypeVar("T")


class Page(BaseModel, Generic[T]):
    """A page of a list; `next_cursor` is null on the last one."""

    items: list[T]
    next_cursor: str | None = None


def cut(
    rows: Sequence[T], limit: int, cursor: Callable[[T], object]
) -> tuple[Sequence[T], str | None]:
    """The rows of a page, and its `next_cursor`, of rows read as far as one more than `limit`.

    `cursor` gives what the next page comes after.
    """
    more = str(cursor(rows[limit - 1])) if len(rows) > limit else None
    return rows[:limit], more


def read_page(
    session: Session, query: SelectOfScalar[T], limit: int, cursor: Callable[[T], object]
) -> tuple[Sequence[T], str | None]:
    """The rows of a page that a query finds, and its `next_cursor`; see `cut`."""
    return cut(session.exec(query.limit(limit + 1)).all(), limit, cursor)


class Placed(Protocol):
    """A row of an event."""

    block_number: int
    log_index: int


def cursor_of(row: Placed) -> str:
    """The `PlaceCursor` of what comes after a row."""
    return f"{row.block_number}-{row.log_index}"


def place_of(cursor: str | None) -> tuple[int, int] | None:
    """The block and log index that a `PlaceCursor` stands for."""
    if cursor is None:
        return None
    block, _, log_index = cursor.partition("-")
    return int(block), int(log_index)
