"""What the commands of feedback share."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from oracle.settings import Settings

if TYPE_CHECKING:
    from rich.console import RenderableType

    from oracle.assistant.feedback.ledger import Ledger

Prepare = Callable[[], Settings]
JSON = click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
FILE = click.Path(path_type=Path)


@contextmanager
def opened_ledger(prepare: Prepare) -> Iterator[Ledger]:
    """The ledger in the people database of the settings; raises as `opened_people` does."""
    from oracle.assistant.feedback.opening import open_ledger

    with open_ledger(prepare().people) as ledger:
        yield ledger


def print_json(data: Any) -> None:
    """Print data as JSON."""
    click.echo(json.dumps(data, ensure_ascii=False, indent=2, allow_nan=False))


def print_shown(shown: RenderableType) -> None:
    """Print what people read."""
    from rich.console import Console

    Console(file=sys.stdout).print(shown)
