"""What was spent on each day, in an SQLite file that processes share and that survives them."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path

from oracle.errors import Transient
from oracle.ports import Tokens

_BUSY_S = 10.0
_TABLE = (
    "CREATE TABLE IF NOT EXISTS spent"
    " (day TEXT PRIMARY KEY, read INTEGER NOT NULL, written INTEGER NOT NULL)"
)
_ADD = (
    "INSERT INTO spent VALUES (?, ?, ?) ON CONFLICT (day) DO UPDATE"
    " SET read = read + excluded.read, written = written + excluded.written"
)


class Ledger:
    """The file at `path`, which is made where there is none. All raise `Transient` without it."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def add(self, day: date, tokens: Tokens) -> None:
        """Tokens that were spent on a day."""
        with self._open() as database:
            database.execute(_ADD, (day.isoformat(), tokens.read, tokens.written))

    def spent(self, day: date) -> Tokens:
        """All of a day."""
        with self._open() as database:
            query = "SELECT read, written FROM spent WHERE day = ?"
            return Tokens(*(database.execute(query, (day.isoformat(),)).fetchone() or ()))

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with closing(sqlite3.connect(self._path, timeout=_BUSY_S)) as database, database:
                database.execute(_TABLE)
                yield database
        except (sqlite3.Error, OSError) as error:
            raise Transient(f"the engine's ledger {self._path} can't be used: {error}") from error
