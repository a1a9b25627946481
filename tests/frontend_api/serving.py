"""The application on a real port, in a thread."""

from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from frontend_api.app import create_app
from frontend_api.settings import Settings

from tests.web_server import running


def settings_in(folder: Path, **others: Any) -> Settings:
    """Settings whose databases are in a folder, and that no environment file changes."""
    return Settings(
        _env_file=None,
        projection=folder / "projection.sqlite",
        people=folder / "people.sqlite",
        blocks=folder / "blocks.sqlite",
        **others,
    )


def serving(settings: Settings, dist: Path) -> AbstractContextManager[str]:
    """The URL of the application, ended with the block."""
    return running(create_app(settings, dist))
