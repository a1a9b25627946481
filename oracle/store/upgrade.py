"""Migrations as they are run when a database is opened."""

import logging
from functools import lru_cache

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, inspect

from oracle.errors import Fatal
from oracle.store.schema import Migrations

log = logging.getLogger(__name__)
logging.getLogger("alembic").setLevel(logging.WARNING)


def revision(connection: Connection, migrations: Migrations) -> str | None:
    """How far a database is; None where it knows no migrations."""
    if not inspect(connection).has_table(migrations.table):
        return None
    found = connection.exec_driver_sql(f"SELECT version_num FROM {migrations.table}").scalar()  # noqa: S608
    return None if found is None else str(found)


def adopt(connection: Connection, migrations: Migrations) -> None:
    """Let a database from before there were migrations know where it stands."""
    if revision(connection, migrations) is None:
        command.stamp(_config(connection, migrations), migrations.adopted_as)


def upgrade(connection: Connection, migrations: Migrations, target: str | None = None) -> None:
    """Bring a database up to the revision `target`, the newest where it is not given.

    All of it is part of the connection's transaction. Raises `Fatal` where the database, or the
    target, is of a newer Troupe.
    """
    found, wanted = revision(connection, migrations), target or newest(migrations)
    if found == wanted:
        return
    try:
        command.upgrade(_config(connection, migrations), wanted)
    except CommandError as error:
        raise Fatal(
            f"this is of a newer Troupe (revision {target or found}, this one knows "
            f"{newest(migrations)}): update Troupe"
        ) from error
    if found is not None:
        log.info("the database went from revision %s to %s", found, wanted)


@lru_cache
def newest(migrations: Migrations) -> str:
    """The newest revision."""
    return str(ScriptDirectory(str(migrations.folder)).get_current_head())


def _config(connection: Connection, migrations: Migrations) -> Config:
    config = Config()
    config.set_main_option("script_location", str(migrations.folder).replace("%", "%%"))
    config.attributes |= {"connection": connection, "table": migrations.table}
    return config
