"""What the assistant's commands share on the terminal."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console


@contextmanager
def spinner(label: str) -> Iterator[Callable[[str], None]]:
    """A spinner on a terminal's standard error; takes what is being done."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda _: None
        return
    with console.status(label) as status:
        yield status.update
