"""An operator's state as the commands `backup` and `restore` copy it, with their progress."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.progress import Progress

from oracle.chain.deployment import load_deployment
from oracle.settings import Settings
from oracle.store import backup, restore


def back_up(settings: Settings, path: Path, blocks: Path | None) -> str:
    """Write a backup, and a copy of the block store if it is wanted; what was done.

    Raises as `oracle.store.backup` does.
    """
    with _progress("backup") as tell:
        rows = backup.back_up(settings.database.get_secret_value(), path, tell)
    said = f"{path}: {rows} rows, {path.stat().st_size} bytes"
    if blocks is None:
        return said
    backup.copy_database(settings.blocks, blocks, "TROUPE_BLOCKS")
    return f"{said}; {blocks}: {blocks.stat().st_size} bytes"


def put_back(settings: Settings, path: Path) -> str:
    """Restore a backup; what was done. Raises as `oracle.store.restore.restore` does."""
    found = load_deployment(settings.deployments, settings.chain_id)
    deployment = found.chain_id, found.address("GenerationRounds")
    with _progress("restore") as tell:
        header = restore.restore(path, settings.database.get_secret_value(), deployment, tell)
    made = datetime.fromtimestamp(header.made_at, UTC)
    return f"the state of {made:%Y-%m-%d %H:%M:%S} UTC is restored: `run` goes on from there"


@contextmanager
def _progress(what: str) -> Iterator[backup.Progress]:
    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(what)
        yield lambda done, total: bar.update(task, completed=done, total=total)
