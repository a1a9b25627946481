"""Running the engine server."""

import click
import uvicorn

from oracle.engines.server.settings import EngineSettings
from oracle.errors import Fatal


def serve(settings: EngineSettings) -> None:
    """Load the model and serve it until SIGINT or SIGTERM, printing each step of the loading.

    Raises `Fatal` where the model cannot be loaded or the `models` extra is not installed.
    """
    try:
        from oracle.engines.server.app import create_app
        from oracle.engines.server.loading import load
    except ModuleNotFoundError as error:
        raise Fatal(f"{error.name} is missing: run `make models`") from error
    model = load(settings, click.echo)
    app = create_app(model, settings.token.get_secret_value(), settings.limits)
    click.echo(f"Serving on http://{settings.host}:{settings.port}/v1")
    uvicorn.run(
        app,
        host=str(settings.host),
        port=settings.port,
        log_level="warning",
        ws="none",
        timeout_graceful_shutdown=10,
    )
