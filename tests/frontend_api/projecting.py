"""Moving a projection on, and looking into it."""

from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from frontend_api.processes import open_projector
from frontend_api.projection.database import open_to_read
from frontend_api.projection.projector import Projector
from frontend_api.projection.tables import ProjectionTable
from frontend_api.settings import Settings
from pydantic import SecretStr

_VOLATILE = {"change", "status", "wanted", "block"}


def catch_up(projector: Projector) -> None:
    while projector.step():
        pass


def contents(where: Path | SecretStr) -> dict[str, list[Any]]:
    """All rows that the chain determines, by table."""
    engine = open_to_read(where)
    with engine.connect() as connection:
        found = {
            table.name: sorted(map(repr, connection.execute(table.select())))
            for table in ProjectionTable.metadata.sorted_tables
            if table.name not in _VOLATILE
        }
    engine.dispose()
    return found


def rebuilt(settings: Settings) -> dict[str, list[Any]]:
    """What a projection made anew from the chain, in a file, holds."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "rebuilt.sqlite"
        projector = open_projector(settings.model_copy(update={"projection": path}))
        with closing(projector):
            projector.rebuild()
        return contents(path)
