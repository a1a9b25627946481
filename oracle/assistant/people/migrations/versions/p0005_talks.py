"""A conversation begins with its first message: those that were made without one go."""

from alembic import op

revision = "p0005"
down_revision = "p0004"


def upgrade() -> None:
    """Delete the conversations in which nothing was ever said."""
    op.execute("DELETE FROM conversation WHERE id NOT IN (SELECT conversation FROM message)")
