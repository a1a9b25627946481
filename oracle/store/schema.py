"""What a kind of database holds, and what differs between SQLite and PostgreSQL."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from sqlalchemy import URL, Connection, Engine, MetaData


@dataclass(frozen=True)
class Migrations:
    """How a kind of database is brought up to date: Alembic's scripts in `folder`.

    `table` is where a database says how far it is. SQLite files of schema version `adopts`, from
    before there were migrations, hold what the revision `adopted_as` makes.
    """

    folder: Path
    table: str
    adopts: int
    adopted_as: str


@dataclass(frozen=True)
class Schema:
    """What a kind of database holds.

    `application_id` (31 bits) tells the kinds of SQLite files apart; `version` is of the tables, or
    with `migrations` only of the file, as they move the tables on. `setting` says where it is.
    """

    name: str
    application_id: int
    version: int
    tables: MetaData
    migrations: Migrations | None = None
    setting: str = "TROUPE_DATABASE"


class Dialect(Protocol):
    """How a kind of server or file is opened: the modules `sqlite` and `postgresql` are two."""

    def make_engine(self, address: URL) -> Engine:
        """An engine on the database at an address."""

    def begin(self, connection: Connection, *, reads_only: bool) -> None:
        """Begin a transaction: with the write lock, or as a reader that nobody waits for."""

    def is_new(self, connection: Connection, schema: Schema, place: str) -> bool:
        """Whether there is nothing in it yet. Raises `Fatal` if it holds anything but ours."""

    def mark(self, connection: Connection, schema: Schema) -> None:
        """Write into it what it is."""
