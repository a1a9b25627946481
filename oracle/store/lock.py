"""One operator process per database: a lock that ends with the process, whatever kills it."""

import fcntl
import os
from io import TextIOWrapper
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import Connection, Engine, event

from oracle.errors import Fatal, Transient
from oracle.store.address import shown
from oracle.store.database import database_errors, is_file, may_write
from oracle.store.postgresql import OPERATING, SCHEMA_ID

_REMEDY = "a database has one operator process, and a key has one database: stop the other first"
_TAKE = f"SELECT pg_try_advisory_lock({OPERATING}, {SCHEMA_ID}), pg_backend_pid()"
_HELD = f"""
SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND granted AND pid = %(pid)s
    AND classid::int8 = {OPERATING})
"""  # noqa: S608
_HOLDER = f"""
SELECT pid, coalesce(host(client_addr), 'this machine')
FROM pg_locks JOIN pg_stat_activity USING (pid)
WHERE locktype = 'advisory' AND granted AND database = datid
    AND classid::int8 = {OPERATING} AND objid::int8 = (SELECT oid::int8 FROM pg_namespace
        WHERE nspname = current_schema())
"""  # noqa: S608


class Lock(Protocol):
    """The right to be the operator of a database."""

    def check(self) -> None:
        """Make sure that it is held still; to be asked before each round of work.

        Raises `Transient` where that can't be known now, `Fatal` where another has it.
        """

    def close(self) -> None:
        """Let go of it."""


def lock_operator(engine: Engine) -> Lock:
    """Become the operator of a database.

    Whoever only reads it, or works for the operator on another machine, needs no lock.
    Raises `Fatal` where another process has it, and says which.
    """
    return FileLock(Path(str(engine.url.database))) if is_file(engine) else ServerLock(engine)


class FileLock:
    """A `Lock` on a file beside an SQLite database, its name with ``.lock`` added."""

    def __init__(self, database: Path) -> None:
        self._file = _locked(database)

    def check(self) -> None:
        """Nothing to do: the system takes it from nobody."""

    def close(self) -> None:
        """Let go of it. The file stays: it may be another's already."""
        self._file.close()


class ServerLock:
    """A `Lock` of a PostgreSQL session of its own; it is taken again where that was lost.

    In between nothing is written: each transaction of the engine makes sure, once it has its turn,
    that the session has the lock still.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._session: Any = None
        self._pid: int | None = None
        self._take()
        event.listen(engine, "begin", self._fence)

    def check(self) -> None:
        """See whether the session lives, and take the lock again where it does not."""
        if self._session is not None:
            try:
                self._session.execute("SELECT 1")
            except self._engine.dialect.loaded_dbapi.Error:
                self._drop()
        if self._session is None:
            self._take()

    def close(self) -> None:
        """End the session, and with it the lock."""
        self._drop()
        if event.contains(self._engine, "begin", self._fence):
            event.remove(self._engine, "begin", self._fence)

    def _drop(self) -> None:
        if self._session is not None:
            self._session.close()
            self._session = None

    def _fence(self, connection: Connection) -> None:
        if may_write(connection):
            held: bool = connection.exec_driver_sql(_HELD, {"pid": self._pid}).scalar_one()
            if not held:
                raise Transient("the operator's lock on the database was lost: it is taken again")

    def _take(self) -> None:
        with database_errors():
            pooled = self._engine.connect().connection
        session: Any = pooled.driver_connection
        pooled.detach()
        try:
            session.autocommit = True
            taken, pid = session.execute(_TAKE).fetchone()
            if not taken:
                raise self._refusal(session.execute(_HOLDER).fetchone())
        except self._engine.dialect.loaded_dbapi.Error as error:
            session.close()
            raise Transient(f"the database did not answer: {error}; free it") from error
        except (Fatal, Transient):
            session.close()
            raise
        self._session, self._pid = session, pid

    def _refusal(self, holder: tuple[int, str] | None) -> Fatal | Transient:
        if holder is None or holder[0] == self._pid:
            return Transient("the server keeps a lost session's lock for a moment: wait")
        return Fatal(
            f"an operator on {holder[1]} (session {holder[0]}) works with "
            f"{shown(self._engine.url)}: {_REMEDY}"
        )


def _locked(database: Path) -> TextIOWrapper:
    path = database.with_name(f"{database.name}.lock")
    try:  # readable by its owner only: who can open it can lock it
        file = os.fdopen(os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600), "a+")
    except OSError as error:
        raise Fatal(
            f"{path} can't be opened: {error.strerror}; run as the user whose database it is"
        ) from error
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.seek(0)
        holder = file.read(20).strip() or "another"
        file.close()
        raise Fatal(f"process {holder} is the operator of {database}: {_REMEDY}") from None
    file.truncate(0)
    file.write(f"{os.getpid()}\n")
    file.flush()
    return file
