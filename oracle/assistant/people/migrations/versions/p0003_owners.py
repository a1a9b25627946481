"""Records have owners: an account's go with it, and the command line's own stay as they are."""

import sqlalchemy as sa
from alembic import op

revision = "p0003"
down_revision = "p0002"


def upgrade() -> None:
    """Say whose a record is; SQLite refuses to change one, or to lose one that has no owner."""
    with op.batch_alter_table("record") as record:  # SQLite makes the table anew
        record.add_column(sa.Column("address", sa.String))
        record.create_foreign_key(
            "record_address_fkey", "account", ["address"], ["address"], ondelete="CASCADE"
        )
        record.drop_index("ix_record_persona")
        record.create_index("ix_record_address_persona", ["address", "persona"])
    if op.get_bind().dialect.name == "sqlite":
        for change, which in (("UPDATE", "1"), ("DELETE", "OLD.address IS NULL")):
            op.execute(
                f"CREATE TRIGGER record_no_{change.lower()} BEFORE {change} ON record "
                f"WHEN {which} BEGIN SELECT RAISE(ABORT, 'records are never changed'); END"
            )
