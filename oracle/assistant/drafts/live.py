"""Drafts on a terminal while they are written."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.panel import Panel
from rich.text import Text

from oracle.assistant.console import spinner
from oracle.engines.openai.streaming import Heard
from oracle.engines.opening import open_engine, open_streaming
from oracle.ports import TextEngine
from oracle.printable import printable
from oracle.settings import Settings

_LINES = 6

Watched = tuple[TextEngine, Callable[[str], None]]


@contextmanager
def watched_engine(settings: Settings, candidates: int, label: str) -> Iterator[Watched]:
    """An engine, and what hears of each step.

    On a terminal people see texts as a language model writes them; elsewhere all is silent.
    """
    console = Console(stderr=True)
    if console.is_terminal and settings.engine == "openai":
        with (
            written_live(candidates, console) as heard,
            closing(open_streaming(settings, heard)) as engine,
        ):
            yield engine, lambda _: None
        return
    with spinner(label) as told, closing(open_engine(settings)) as engine:
        yield engine, told


@contextmanager
def written_live(candidates: int, console: Console) -> Iterator[Heard]:
    """Panels that are gone at the end, one a candidate, which show the last lines of its text."""
    texts = [""] * candidates
    with Live(_panels(texts), console=console, transient=True, refresh_per_second=8) as live:

        def heard(number: int, piece: str) -> None:
            texts[number] += piece
            live.update(_panels(texts))

        yield heard


def _panels(texts: list[str]) -> RenderableType:
    shown = [printable(text).split("\n")[-_LINES:] for text in texts]
    return Group(*(Panel(Text("\n".join(lines))) for lines in shown))
