"""The tables of the people database."""

from typing import Any

from sqlalchemy import JSON, BigInteger, Integer, UniqueConstraint
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel

_NUMBER = BigInteger().with_variant(Integer, "sqlite")  # there only an INTEGER counts by itself


class PeopleTable(SQLModel, registry=registry()):
    """Keeps these tables apart from those of Troupe's other databases."""


class Record(PeopleTable, table=True):
    """Something that was chosen, predicted, measured or taken back; it is never changed.

    `key` says what it is about, so that nothing counts twice: a key stands for another record only
    after those before it were taken back, and `again` is how many those are. `at` is in Unix
    seconds; what `data` holds is for `oracle.assistant.feedback.records` to say, by `kind`.
    """

    __table_args__ = (UniqueConstraint("key", "again"),)

    number: int | None = Field(default=None, primary_key=True, sa_type=_NUMBER)
    key: str = Field(index=True)
    again: int = 0
    kind: str
    persona: str = Field(index=True)
    post: str = Field(index=True)
    at: int = Field(sa_type=BigInteger)
    data: dict[str, Any] = Field(sa_type=JSON)
