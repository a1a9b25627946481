"""PostgreSQL: how a database is opened, and known to be the right one."""

from typing import Any

from sqlalchemy import (
    URL,
    BigInteger,
    Column,
    Connection,
    Engine,
    Integer,
    MetaData,
    Table,
    event,
    inspect,
)
from sqlmodel import create_engine

from oracle.errors import Fatal
from oracle.store.schema import Schema

WRITING, OPERATING = 0x54525031, 0x54525032
"""What an advisory lock of Troupe's is for, its first number; the second is the schema's."""

SCHEMA_ID = "(SELECT oid::int4 FROM pg_namespace WHERE nspname = current_schema())"

# Says what a database without migrations is.
_MARK = Table("troupe_schema", MetaData(), Column("kind", BigInteger), Column("version", Integer))

# What libpq does where the URL does not say otherwise: a lost server is noticed within a minute.
_PATIENCE = {
    "connect_timeout": 10,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,
    "application_name": "troupe",
}
# A lost client's transaction and locks are let go of within a minute too.
_SETTINGS = {
    "lock_timeout": "10s",
    "idle_in_transaction_session_timeout": "60s",
    "tcp_keepalives_idle": "10",
    "tcp_keepalives_interval": "5",
    "tcp_keepalives_count": "3",
}
# The journal is written before a broadcast: a commit must survive the server's crash.
_DURABLE = """
SELECT set_config('synchronous_commit', 'on', false)
WHERE current_setting('synchronous_commit') = 'off'
"""


def make_engine(address: URL) -> Engine:
    """An engine on a database. Raises `Fatal` where the driver is not installed."""
    given = {name: value for name, value in _PATIENCE.items() if name not in address.query}
    try:
        engine = create_engine(address, connect_args=given, pool_pre_ping=True)
    except ModuleNotFoundError:
        raise Fatal(
            "PostgreSQL is asked for, whose driver is missing: run pip install "
            "--editable '.[scale]' in Troupe's folder"
        ) from None
    event.listen(engine, "connect", _configure)
    return engine


def begin(connection: Connection, *, reads_only: bool) -> None:
    """Begin a transaction: alone among the writers, or as a reader that nobody waits for.

    Writers take turns by an advisory lock, which ends with the transaction; each statement after
    it sees all that was committed before.
    """
    if reads_only:
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
    else:
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITING}, {SCHEMA_ID})")


def is_new(connection: Connection, schema: Schema, place: str) -> bool:
    """Whether the connection's schema has no tables. Raises `Fatal` if it has others than ours."""
    if connection.exec_driver_sql("SELECT current_schema()").scalar_one() is None:
        raise Fatal(f"{place} has no schema to work in: create it, or set its search_path")
    if connection.exec_driver_sql("SHOW server_encoding").scalar_one() != "UTF8":
        raise Fatal(f"{place} is not in UTF8: make it with ENCODING 'UTF8'")
    tables = inspect(connection).get_table_names()
    if schema.migrations is None:
        return _is_unmarked(connection, schema, tables, place)
    if tables and (schema.migrations is None or schema.migrations.table not in tables):
        raise Fatal(f"{place} is not the {schema.name} of Troupe: choose another database")
    return not tables


def mark(connection: Connection, schema: Schema) -> None:
    """Write into it what it is; where there are migrations, their table says so."""
    if schema.migrations is None and not inspect(connection).has_table(_MARK.name):
        _MARK.create(connection)
        said = {"kind": schema.application_id, "version": schema.version}
        connection.execute(_MARK.insert().values(said))


def _is_unmarked(connection: Connection, schema: Schema, tables: list[str], place: str) -> bool:
    if not tables:
        return True
    found = None
    if _MARK.name in tables:
        found = connection.execute(_MARK.select()).one()
    if found is None or found[0] != schema.application_id:
        raise Fatal(f"{place} is not the {schema.name} of Troupe: choose another database")
    if found[1] != schema.version:
        raise Fatal(
            f"{place} was made by another Troupe (schema {found[1]}, this one has "
            f"{schema.version}): start with an empty database"
        )
    return False


def _configure(connection: Any, _record: Any) -> None:
    with connection.cursor() as cursor:
        for name, value in _SETTINGS.items():
            cursor.execute(f"SET {name} = '{value}'")
        cursor.execute(_DURABLE)
    connection.commit()
