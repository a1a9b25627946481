"""Migrations of the operator's database, by Alembic, the same for SQLite and PostgreSQL.

They are run when a database is opened, in one transaction with the write lock; nobody needs an
alembic.ini. To add one, say a table:

1. Change the models in `oracle/store/tables.py`.
2. Add ``versions/r0002_<what>.py`` after the example of ``r0001_schema_2.py``: ``revision`` is
   ``"0002"``, ``down_revision`` is ``"0001"``, and `upgrade` makes the change with `alembic.op`.
   SQLite can't alter a column: use ``op.batch_alter_table``. There is no `downgrade`: a backup is
   the way back.
3. Run ``pytest tests/oracle/store/test_migrations.py``: models and migrations must agree on both.

A revision that was released is never changed. `backup` and `restore` take a new table along by
themselves.
"""
