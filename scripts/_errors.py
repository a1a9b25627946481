"""Reverts in the contracts' own words."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click

from oracle.errors import TroupeError


@contextmanager
def clear_errors() -> Iterator[None]:
    """Ends a command with one line where a contract or Troupe refuses, not with a traceback."""
    from ape.exceptions import ApeException, ContractLogicError

    try:
        yield
    except ContractLogicError as error:
        raise click.ClickException(f"refused on chain: {describe(error)}") from error
    except (ApeException, TroupeError, ValueError, RuntimeError) as error:
        raise click.ClickException(str(error)) from error


def describe(error: Any) -> str:
    """A revert as ``RoundsBountyTooSmall(bounty=1, minBounty=50)``, else as the node said it."""
    from ape.exceptions import CustomError

    if not isinstance(error, CustomError):
        return str(error)
    return f"{error.name}({', '.join(f'{key}={value}' for key, value in error.inputs.items())})"
