"""The tables of an operator's database: inbox, what it made, and its transactions' journal."""

from enum import StrEnum
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Dialect,
    Enum,
    Integer,
    String,
    TypeDecorator,
    UniqueConstraint,
)
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel

MAX_INTEGER = 2**63 - 1
"""The largest number that a column holds; an event's arguments hold any."""

_NUMBER = BigInteger().with_variant(Integer, "sqlite")  # there only an INTEGER counts by itself


class Said(TypeDecorator[str]):
    """Words of others: what a database can't hold of them is escaped."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: str | None, _dialect: Dialect) -> str | None:
        """The words as they are kept."""
        if value is None:
            return None
        return value.replace("\0", "\\x00").encode(errors="backslashreplace").decode()


class OperatorTable(SQLModel, registry=registry()):
    """Keeps these tables apart from those of Troupe's other databases."""


class Deployment(OperatorTable, table=True):
    """The one deployment that a database is about, by its rounds contract."""

    chain_id: int = Field(primary_key=True, sa_type=BigInteger)
    rounds: str


class Cursor(OperatorTable, table=True):
    """The last block of a chain that was processed; its timestamp is the pipeline's clock."""

    chain_id: int = Field(primary_key=True, sa_type=BigInteger)
    number: int = Field(sa_type=BigInteger)
    hash: str
    timestamp: int = Field(sa_type=BigInteger)


class Block(OperatorTable, table=True):
    """One of the latest blocks that were processed, by which a reorg is seen and walked back."""

    chain_id: int = Field(primary_key=True, sa_type=BigInteger)
    number: int = Field(primary_key=True, sa_type=BigInteger)
    hash: str
    parent_hash: str
    timestamp: int = Field(sa_type=BigInteger)


class Event(OperatorTable, table=True):
    """A decoded log: the inbox. `args` holds plain values, bytes as hex with ``0x``.

    `subject` is the number of what it is about, if any: a round, a review, an attribution, a job,
    a contribution, else a persona; None where it is over `MAX_INTEGER`.
    """

    __table_args__ = (UniqueConstraint("chain_id", "block_hash", "log_index"),)

    id: int | None = Field(default=None, primary_key=True, sa_type=_NUMBER)
    chain_id: int = Field(sa_type=BigInteger)
    block_number: int = Field(index=True, sa_type=BigInteger)
    block_hash: str
    block_timestamp: int = Field(sa_type=BigInteger)
    tx_hash: str
    log_index: int
    address: str
    name: str = Field(index=True)
    subject: int | None = Field(default=None, index=True, sa_type=BigInteger)
    args: dict[str, Any] = Field(sa_type=JSON)


class Answered(OperatorTable, table=True):
    """An operator's answer to a question, as it goes on chain; stored before it commits to it.

    `block_hash` is of the block that opened it: after a reorg the same question may be about
    something else.
    """

    question: str = Field(primary_key=True)
    block_hash: str = Field(primary_key=True)
    data: bytes


class Generated(OperatorTable, table=True):
    """A round's manifest, stored before it is pinned, so that no model is asked twice.

    `block_hash` is of the block of the round's `GenerationProposed`: after a reorg the same round
    id may stand for another round.
    """

    round_id: int = Field(primary_key=True, sa_type=BigInteger)
    block_hash: str = Field(primary_key=True)
    data: bytes


class TransactionState(StrEnum):
    """Where a transaction stands; it only counts as settled from `FINALIZED` on."""

    STORED = "stored"
    SENT = "sent"
    MINED = "mined"
    FINALIZED = "finalized"
    FAILED = "failed"
    REPLACED = "replaced"


_STATE = Enum(TransactionState, native_enum=False)


class Transaction(OperatorTable, table=True):
    """A signed transaction, stored before it is broadcast.

    Attempts of one cause that share a nonce replace one another: at most one of them is mined.
    A cause gets another nonce only after all its attempts failed or were replaced.
    `signed_at` is the chain's head when its fees were offered, `fee` what it cost in wei.
    """

    __table_args__ = (UniqueConstraint("cause", "attempt"),)

    id: int | None = Field(default=None, primary_key=True, sa_type=_NUMBER)
    cause: str = Field(index=True)
    attempt: int
    chain_id: int = Field(sa_type=BigInteger)
    sender: str
    nonce: int = Field(sa_type=BigInteger)
    hash: str = Field(unique=True)
    raw: bytes
    signed_at: int = Field(sa_type=BigInteger)
    state: TransactionState = Field(default=TransactionState.STORED, index=True, sa_type=_STATE)
    block_number: int | None = Field(default=None, sa_type=BigInteger)
    fee: int | None = Field(default=None, sa_type=BigInteger)
    error: str | None = Field(default=None, sa_type=Said)


class Assignment(OperatorTable, table=True):
    """A task that was given to workers, as a JSON list of its name and arguments.

    `sent_at` (Unix seconds) is when the broker took it, `deliveries` how often a worker began it.
    `outcome` is None until it has ended, "done", or the kind of the error that `says` what failed.
    """

    id: str = Field(primary_key=True)
    task: str = Field(unique=True)
    made_at: int = Field(sa_type=BigInteger)
    sent_at: int | None = Field(default=None, sa_type=BigInteger)
    deliveries: int = 0
    outcome: str | None = None
    says: str | None = Field(default=None, sa_type=Said)
