"""``python -m frontend_api``: the projection, and the web workers that read it."""

import json
import logging
import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import ParamSpec

import click

from frontend_api.settings import load_settings
from oracle.errors import TroupeError

P = ParamSpec("P")
_host = click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
_port = click.option(
    "--port", default=8000, show_default=True, type=click.IntRange(0, 65_535), help="0: a free one."
)


def _plain_errors(command: Callable[P, None]) -> Callable[P, None]:
    """One clear line and exit status 1 for whatever goes wrong on purpose."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except TroupeError as error:
            click.echo(f"error: {error}", err=True)
            sys.exit(1)

    return run


@click.group()
def main() -> None:
    """The API and the page. Settings are TROUPE_ environment variables."""
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s: %(message)s")


@main.command()
@_plain_errors
def project() -> None:
    """Follow the chain into the projection until stopped."""
    from frontend_api.processes import follow

    follow(load_settings())


@main.command()
@_host
@_port
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1, 64))
@_plain_errors
def serve(host: str, port: int, workers: int) -> None:
    """Serve the API and the page from the projection, which another process moves on."""
    from frontend_api.processes import serve_pages

    serve_pages(load_settings(), host, port, workers)


@main.command()
@_host
@_port
@_plain_errors
def run(host: str, port: int) -> None:
    """Follow the chain and serve, in one process."""
    from frontend_api.processes import serve_and_follow

    serve_and_follow(load_settings(), host, port)


@main.command()
@_plain_errors
def rebuild() -> None:
    """Drop what the projection knows and read it again from the chain.

    In the meantime the web service answers 503, "being rebuilt". A rebuild that was stopped goes on
    where it was, by this command or by `project` and `run`.
    """
    from frontend_api.processes import open_projector
    from frontend_api.projection.progress import rebuild_shown

    rebuild_shown(open_projector(load_settings()))


@main.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@_plain_errors
def backup(file: Path) -> None:
    """Copy the people database into FILE, while the API may be at work.

    \b
    python -m frontend_api backup people-monday.sqlite

    To restore it, stop the API and put the copy where TROUPE_PEOPLE says, without any file beside
    it whose name goes on with -wal or -shm. An account that was deleted since is in it again, and
    one that has since taken its posts back from the predictor lets it have them again.
    """
    from oracle.store.backup import copy_database

    copy_database(load_settings().people, file, "TROUPE_PEOPLE")
    click.echo(f"{file}: {file.stat().st_size} bytes")


@main.command()
def openapi() -> None:
    """Write frontend-api/openapi.json, of which the page's client is made, as the API is now."""
    from frontend_api.app import description
    from frontend_api.web.openapi import FILE

    FILE.write_text(json.dumps(description(), indent=1, ensure_ascii=False) + "\n")
    click.echo(f"written: {FILE}")


if __name__ == "__main__":
    main()
