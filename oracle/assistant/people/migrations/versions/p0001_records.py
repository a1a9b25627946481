"""Records: what was chosen, predicted, measured and taken back."""

import sqlalchemy as sa
from alembic import op

revision = "p0001"
down_revision = None


def upgrade() -> None:
    """Make their table; on SQLite it refuses to change or lose a row."""
    op.create_table(
        "record",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True),
        sa.Column("key", sa.String, nullable=False, index=True),
        sa.Column("again", sa.Integer, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("persona", sa.String, nullable=False, index=True),
        sa.Column("post", sa.String, nullable=False, index=True),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("data", sa.JSON, nullable=False),
        sa.UniqueConstraint("key", "again"),
    )
    if op.get_bind().dialect.name == "sqlite":
        for change in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER record_no_{change.lower()} BEFORE {change} ON record BEGIN "
                "SELECT RAISE(ABORT, 'records are never changed'); END"
            )
