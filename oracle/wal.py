"""SQLite's write-ahead log: how processes that open a new file at the same moment all get it."""

import sqlite3
import time

_PAUSE_S = 0.01
_PRIMARY = 0xFF  # the part of an extended result code that says what kind of error it is


def use_wal(connection: sqlite3.Connection, seconds: float) -> None:
    """Have a file journal ahead, which lasts; one that does already needs no lock for it.

    SQLite has no patience here: whoever finds another process at it is refused at once. Raises
    `sqlite3.OperationalError` where that takes longer than `seconds`.
    """
    deadline = time.monotonic() + seconds
    while not _switched(connection, last=time.monotonic() >= deadline):
        time.sleep(_PAUSE_S)


def _switched(connection: sqlite3.Connection, *, last: bool) -> bool:
    try:
        connection.execute("PRAGMA journal_mode = WAL")
    except sqlite3.OperationalError as error:
        if last or error.sqlite_errorcode & _PRIMARY != sqlite3.SQLITE_BUSY:
            raise
        return False
    return True
