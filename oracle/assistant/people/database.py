"""The people database: how it is opened."""

from pathlib import Path

from sqlalchemy import Engine

from oracle.assistant.people.tables import PeopleTable
from oracle.store.database import open_database
from oracle.store.schema import Migrations, Schema

MIGRATIONS = Migrations(
    Path(__file__).with_name("migrations"), "troupe_people", adopts=1, adopted_as="p0001"
)
PEOPLE_SCHEMA = Schema(
    "people database", 0x54525032, 1, PeopleTable.metadata, MIGRATIONS, "TROUPE_PEOPLE"
)


def open_people(where: Path) -> Engine:
    """The engine on a people database, made where there is none; see `open_database`."""
    return open_database(where, PEOPLE_SCHEMA)
