"""What Alembic runs: the migrations, within the transaction that `oracle.store.upgrade` began."""

from alembic import context

_given = context.config.attributes
context.configure(connection=_given["connection"], version_table=_given["table"])
with context.begin_transaction():
    context.run_migrations()
