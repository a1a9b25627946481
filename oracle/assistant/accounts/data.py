"""All that is held of an account: given to its owner, or deleted."""

import time
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Engine, Table, delete, select
from sqlmodel import Session, col

from oracle.assistant.people.tables import Account, Nonce, PeopleTable, SignIn
from oracle.store.database import snapshot, transaction

_SECRETS = {"digest"}

Row = dict[str, Any]


def export(engine: Engine, address: str) -> dict[str, list[Row]]:
    """The rows of each table that belong to an account, but for digests of secrets.

    They are of one moment. Raises `Transient` where the database is locked.
    """
    with snapshot(engine) as connection:
        return {
            table.name: list(_rows(connection, table, wanted))
            for table, wanted in _belonging(address)
        }


def delete_account(engine: Engine, address: str) -> None:
    """Delete an account and all that belongs to it; on the disk it is written over.

    Raises `Transient` where the database is locked.
    """
    with transaction(engine) as session:
        session.connection().exec_driver_sql("PRAGMA secure_delete = ON")
        session.connection().execute(delete(Account).where(col(Account.address) == address))


def tidy(engine: Engine) -> int:
    """Remove nonces and sessions that have expired; how many. Raises as `delete_account` does."""
    now = time.time()
    with transaction(engine) as session:
        return sum(_remove(session, table, now) for table in (Nonce, SignIn))


def _remove(session: Session, table: type[Nonce] | type[SignIn], now: float) -> int:
    return session.connection().execute(delete(table).where(col(table.expires) <= now)).rowcount


def _belonging(address: str) -> Iterator[tuple[Table, Any]]:
    """Each table with rows of an account, and which they are: by its own keys, to any depth."""
    owned: dict[str, Any] = {"account": Account.metadata.tables["account"].c.address == address}
    for table in PeopleTable.metadata.sorted_tables:
        for key in table.foreign_keys:
            owner = key.column.table
            if owner.name in owned:
                theirs = select(key.column).where(owned[owner.name])
                owned[table.name] = key.parent.in_(theirs)
        if table.name in owned:
            yield table, owned[table.name]


def _rows(connection: Connection, table: Table, wanted: Any) -> Iterator[Row]:
    shown = [column for column in table.columns if column.name not in _SECRETS]
    query = select(*shown).where(wanted).order_by(*table.primary_key.columns)
    for row in connection.execute(query).mappings():
        yield dict(row)
