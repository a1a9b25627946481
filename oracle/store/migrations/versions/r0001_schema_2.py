"""The tables of schema 2, which SQLite files had before there were migrations."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "deployment",
        sa.Column("chain_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("rounds", sa.String, nullable=False),
    )
    op.create_table(
        "cursor",
        sa.Column("chain_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("number", sa.BigInteger, nullable=False),
        sa.Column("hash", sa.String, nullable=False),
        sa.Column("timestamp", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "block",
        sa.Column("chain_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("hash", sa.String, nullable=False),
        sa.Column("parent_hash", sa.String, nullable=False),
        sa.Column("timestamp", sa.BigInteger, nullable=False),
    )
    _events()
    op.create_table(
        "answered",
        sa.Column("question", sa.String, primary_key=True),
        sa.Column("block_hash", sa.String, primary_key=True),
        sa.Column("data", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "generated",
        sa.Column("round_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("block_hash", sa.String, primary_key=True),
        sa.Column("data", sa.LargeBinary, nullable=False),
    )
    _transactions()


def _events() -> None:
    op.create_table(
        "event",
        _number(),
        sa.Column("chain_id", sa.BigInteger, nullable=False),
        sa.Column("block_number", sa.BigInteger, nullable=False, index=True),
        sa.Column("block_hash", sa.String, nullable=False),
        sa.Column("block_timestamp", sa.BigInteger, nullable=False),
        sa.Column("tx_hash", sa.String, nullable=False),
        sa.Column("log_index", sa.Integer, nullable=False),
        sa.Column("address", sa.String, nullable=False),
        sa.Column("name", sa.String, nullable=False, index=True),
        sa.Column("subject", sa.BigInteger, index=True),
        sa.Column("args", sa.JSON, nullable=False),
        sa.UniqueConstraint("chain_id", "block_hash", "log_index"),
    )


def _transactions() -> None:
    op.create_table(
        "transaction",
        _number(),
        sa.Column("cause", sa.String, nullable=False, index=True),
        sa.Column("attempt", sa.Integer, nullable=False),
        sa.Column("chain_id", sa.BigInteger, nullable=False),
        sa.Column("sender", sa.String, nullable=False),
        sa.Column("nonce", sa.BigInteger, nullable=False),
        sa.Column("hash", sa.String, nullable=False),
        sa.Column("raw", sa.LargeBinary, nullable=False),
        sa.Column("signed_at", sa.BigInteger, nullable=False),
        sa.Column("state", sa.String(9), nullable=False, index=True),
        sa.Column("block_number", sa.BigInteger),
        sa.Column("fee", sa.BigInteger),
        sa.Column("error", sa.String),
        sa.UniqueConstraint("cause", "attempt"),
        sa.UniqueConstraint("hash"),
    )


def _number() -> sa.Column[int]:
    """A row's own number; on SQLite only an INTEGER counts by itself."""
    return sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True)
