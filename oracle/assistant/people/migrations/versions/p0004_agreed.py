"""Accounts may agree that their posts teach the predictor; none has until it says so."""

import sqlalchemy as sa
from alembic import op

revision = "p0004"
down_revision = "p0003"


def upgrade() -> None:
    """Say since when one agrees."""
    op.add_column("account", sa.Column("agreed", sa.BigInteger))
