"""The application on a real port, in a thread."""

from contextlib import AbstractContextManager
from pathlib import Path

from frontend_api.app import create_app
from frontend_api.settings import Settings

from tests.web_server import running


def serving(settings: Settings, dist: Path) -> AbstractContextManager[str]:
    """The URL of the application, ended with the block."""
    return running(create_app(settings, dist))
