"""Moving a projection on, and looking into it."""

from pathlib import Path
from typing import Any

from frontend_api.processes import open_projector
from frontend_api.projection.database import open_to_read
from frontend_api.projection.projector import Projector
from frontend_api.projection.tables import ProjectionTable
from frontend_api.settings import Settings

_VOLATILE = {"change", "status", "wanted", "block"}


def catch_up(projector: Projector) -> None:
    while projector.step():
        pass


def contents(path: Path) -> dict[str, list[Any]]:
    """All rows that the chain determines, by table."""
    with open_to_read(path).connect() as connection:
        return {
            table.name: sorted(map(repr, connection.execute(table.select())))
            for table in ProjectionTable.metadata.sorted_tables
            if table.name not in _VOLATILE
        }


def rebuilt(settings: Settings) -> dict[str, list[Any]]:
    """What a projection made anew from the chain holds."""
    path = settings.projection.with_name("rebuilt.sqlite")
    open_projector(settings.model_copy(update={"projection": path})).rebuild()
    return contents(path)
