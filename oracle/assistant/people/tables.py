"""The tables of the people database."""

from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, Integer, UniqueConstraint
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel

_NUMBER = BigInteger().with_variant(Integer, "sqlite")  # there only an INTEGER counts by itself


class PeopleTable(SQLModel, registry=registry()):
    """Keeps these tables apart from those of Troupe's other databases."""


class Account(PeopleTable, table=True):
    """Someone who signed in, by the wallet's checksum address. All times are Unix seconds.

    Whatever is of one account names it and goes with it: a deleted account leaves no row.
    `agreed` is since when its posts may teach the predictor of the service; None: they may not.
    """

    address: str = Field(primary_key=True)
    created: int = Field(sa_type=BigInteger)
    agreed: int | None = Field(default=None, sa_type=BigInteger)


def _account() -> ForeignKey:
    """Names the account that a row goes with."""
    return ForeignKey("account.address", ondelete="CASCADE")


def _owned() -> Any:
    """A column with the address of the account that a row belongs to."""
    return Field(sa_column_args=[_account()], index=True)


class Record(PeopleTable, table=True):
    """Something that was chosen, predicted, measured or taken back; it is never changed.

    `address` is of the account whose ledger it is in; None is the command line's own ledger.
    `key` says what it is about, so that nothing counts twice: a key stands for another record only
    after those before it were taken back, and `again` is how many those are. `at` is in Unix
    seconds; what `data` holds is for `oracle.assistant.feedback.records` to say, by `kind`.
    """

    __table_args__ = (
        UniqueConstraint("key", "again"),
        Index("ix_record_address_persona", "address", "persona"),
    )

    number: int | None = Field(default=None, primary_key=True, sa_type=_NUMBER)
    address: str | None = Field(default=None, sa_column_args=[_account()])
    key: str = Field(index=True)
    again: int = 0
    kind: str
    persona: str
    post: str = Field(index=True)
    at: int = Field(sa_type=BigInteger)
    data: dict[str, Any] = Field(sa_type=JSON)


class Nonce(PeopleTable, table=True):
    """What may be signed to sign in: once, until `expires`."""

    value: str = Field(primary_key=True)
    expires: int = Field(index=True, sa_type=BigInteger)


class SignIn(PeopleTable, table=True):
    """A session: the SHA-256 of the token that a browser holds, as hex; it ends at `expires`."""

    __tablename__ = "session"

    digest: str = Field(primary_key=True)
    address: str = _owned()
    created: int = Field(sa_type=BigInteger)
    expires: int = Field(index=True, sa_type=BigInteger)


class Bucket(PeopleTable, table=True):
    """What an account had left at a time (Unix seconds) of something that is bounded."""

    __tablename__ = "allowance"

    address: str = Field(primary_key=True, sa_column_args=[_account()])
    what: str = Field(primary_key=True)
    left: float
    at: float


class ApiKey(PeopleTable, table=True):
    """A key for a program: its SHA-256 as hex, and its `start` by which its owner knows it."""

    __tablename__ = "api_key"

    id: str = Field(primary_key=True)
    address: str = _owned()
    name: str
    start: str
    digest: str = Field(unique=True)
    created: int = Field(sa_type=BigInteger)


class Conversation(PeopleTable, table=True):
    """What one account and one persona say to one another. Ids are random and of no order."""

    id: str = Field(primary_key=True)
    address: str = _owned()
    persona_id: int
    title: str
    created: int = Field(sa_type=BigInteger)
    updated: int = Field(index=True, sa_type=BigInteger)


class Message(PeopleTable, table=True):
    """One turn of a conversation, in the order of ids. `role` is user or assistant.

    `key` is the user's own name for a turn of theirs, by which nothing said twice is kept twice.
    Of a persona's turn `engine` says what wrote it, `answers` which turn it answers, and `cut`
    whether it ended before its end.
    """

    __table_args__ = (UniqueConstraint("conversation", "key"),)

    id: int | None = Field(default=None, primary_key=True, sa_type=_NUMBER)
    conversation: str = Field(
        sa_column_args=[ForeignKey("conversation.id", ondelete="CASCADE")], index=True
    )
    role: str
    text: str
    key: str | None = None
    engine: str | None = None
    answers: int | None = Field(default=None, sa_type=_NUMBER, unique=True)
    cut: bool = False
    at: int = Field(sa_type=BigInteger)


class Draft(PeopleTable, table=True):
    """A post that an account works on; what `data` holds is for the assistant to say."""

    id: str = Field(primary_key=True)
    address: str = _owned()
    platform: str
    title: str
    text: str
    data: dict[str, Any] = Field(sa_type=JSON)
    created: int = Field(sa_type=BigInteger)
    updated: int = Field(index=True, sa_type=BigInteger)
