"""A rebuild as people watch it."""

import time

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

from frontend_api.projection.projector import Projector


def rebuild_shown(projector: Projector) -> None:
    """Rebuild, with a bar by blocks and the events read in a second. Raises as `rebuild` does."""
    console = Console(stderr=True)
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[speed]}"),
        TimeElapsedColumn(),
        console=console,
    )
    started, events = time.monotonic(), 0
    with bar:
        task = bar.add_task("reading the chain", total=projector.head(), speed="")

        def on_step(block: int, count: int) -> None:
            nonlocal events
            events += count
            speed = events / max(time.monotonic() - started, 1e-9)
            at_head = block >= (bar.tasks[0].total or 0)
            bar.update(
                task,
                completed=block,
                description="adding it up" if at_head else "reading the chain",
                speed=f"{events:,} events, {speed:,.0f}/s",
            )

        projector.rebuild(on_step)
    seconds = time.monotonic() - started
    console.print(f"the projection is rebuilt: {events:,} events in {seconds:,.1f} s")
