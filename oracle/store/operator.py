"""The operator's database: one file, one operator process."""

from pathlib import Path

from sqlalchemy import Engine

from oracle.store.database import Schema, open_database
from oracle.store.tables import OperatorTable

OPERATOR_SCHEMA = Schema("operator database", 0x54525031, 1, OperatorTable.metadata)


def open_operator_store(path: Path) -> Engine:
    """The engine on an operator's database, made where there is none; see `open_database`."""
    return open_database(path, OPERATOR_SCHEMA)
