"""Every refusal in few words."""

from collections.abc import Iterator
from contextlib import contextmanager

import click
from pydantic import ValidationError

from oracle.errors import TroupeError


@contextmanager
def clear_errors() -> Iterator[None]:
    """Ends a command with a message where a contract or Troupe refuses, not with a traceback."""
    from ape.exceptions import ApeException

    try:
        yield
    except ValidationError as error:
        raise click.ClickException("\n".join(_lines(error))) from error
    except (ApeException, TroupeError, ValueError, RuntimeError) as error:
        raise click.ClickException(str(error)) from error


def _lines(error: ValidationError) -> Iterator[str]:
    for item in error.errors():
        place = ".".join(map(str, item["loc"])) or error.title
        yield f"{place}: {item['msg'].removeprefix('Value error, ')}"
