"""Accounts: who signs in, and what they keep; it all goes with its account."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "p0002"
down_revision = "p0001"


def upgrade() -> None:
    """Make their tables."""
    op.create_table(
        "account",
        sa.Column("address", sa.String, primary_key=True),
        sa.Column("created", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "nonce",
        sa.Column("value", sa.String, primary_key=True),
        sa.Column("expires", sa.BigInteger, nullable=False, index=True),
    )
    op.create_table(
        "session",
        sa.Column("digest", sa.String, primary_key=True),
        _of("address", "account.address"),
        sa.Column("created", sa.BigInteger, nullable=False),
        sa.Column("expires", sa.BigInteger, nullable=False, index=True),
    )
    op.create_table(
        "api_key",
        sa.Column("id", sa.String, primary_key=True),
        _of("address", "account.address"),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("start", sa.String, nullable=False),
        sa.Column("digest", sa.String, nullable=False, unique=True),
        sa.Column("created", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "conversation",
        sa.Column("id", sa.String, primary_key=True),
        _of("address", "account.address"),
        sa.Column("persona_id", sa.Integer, nullable=False),
        sa.Column("title", sa.String, nullable=False),
        *_times(),
    )
    op.create_table(
        "message",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True),
        _of("conversation", "conversation.id"),
        sa.Column("role", sa.String, nullable=False),
        sa.Column("text", sa.String, nullable=False),
        sa.Column("key", sa.String),
        sa.Column("engine", sa.String),
        sa.Column("answers", sa.BigInteger().with_variant(sa.Integer, "sqlite"), unique=True),
        sa.Column("cut", sa.Boolean, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.UniqueConstraint("conversation", "key"),
    )
    op.create_table(
        "draft",
        sa.Column("id", sa.String, primary_key=True),
        _of("address", "account.address"),
        sa.Column("platform", sa.String, nullable=False),
        sa.Column("title", sa.String, nullable=False),
        sa.Column("text", sa.String, nullable=False),
        sa.Column("data", sa.JSON, nullable=False),
        *_times(),
    )


def _of(name: str, owner: str) -> sa.Column[Any]:
    """A column that names the row which this one goes with."""
    key = sa.ForeignKey(owner, ondelete="CASCADE")
    return sa.Column(name, sa.String, key, nullable=False, index=True)


def _times() -> list[sa.Column[Any]]:
    return [
        sa.Column("created", sa.BigInteger, nullable=False),
        sa.Column("updated", sa.BigInteger, nullable=False, index=True),
    ]
