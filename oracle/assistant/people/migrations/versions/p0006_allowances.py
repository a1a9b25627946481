"""What accounts may do is counted in one place, for all web workers."""

import sqlalchemy as sa
from alembic import op

revision = "p0006"
down_revision = "p0005"


def upgrade() -> None:
    """Make its table."""
    account = sa.ForeignKey("account.address", ondelete="CASCADE")
    op.create_table(
        "allowance",
        sa.Column("address", sa.String, account, primary_key=True),
        sa.Column("what", sa.String, primary_key=True),
        sa.Column("left", sa.Float, nullable=False),
        sa.Column("at", sa.Float, nullable=False),
    )
