"""How soon a change reaches the last of many clients of `/live`, and what a client costs.

``python -m tests.bench.live [--clients N] [--changes N]``. Service, database and sockets are real:
``python -m frontend_api serve`` in a process of its own, N WebSocket clients in this one, on one
machine, so that both sides' work is in the times. Only the changes are made up: rows that a
projector would write. The service looks for them every 0.5 s, which is most of the wait; "first to
last" is the part that grows with the clients. Memory is the service's own, before and after.
"""

import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click
from frontend_api.projection.database import open_to_write
from frontend_api.projection.tables import Change
from rich.console import Console
from rich.progress import track
from rich.table import Table
from sqlalchemy import Engine

from oracle.store.database import transaction
from tests.ports import free_port
from tests.swarm import Client, connect

_PAUSE_S = 0.3
_PATIENCE_S = 120
_Hear = Callable[[dict[int, float], bytes], None]


@click.command()
@click.option("--clients", default=1_000, show_default=True)
@click.option("--changes", default=100, show_default=True)
def main(clients: int, changes: int) -> None:
    """Hold clients while changes come in."""
    with tempfile.TemporaryDirectory() as folder:
        projection = open_to_write(Path(folder) / "projection.sqlite")
        with _serving(Path(folder)) as (url, process):
            Console().print(asyncio.run(_measure(url, process, projection, clients, changes)))
        projection.dispose()


@contextmanager
def _serving(folder: Path) -> Iterator[tuple[str, int]]:
    """The service's URL and process id."""
    port = free_port()
    names = {"PROJECTION": "projection", "PEOPLE": "people", "BLOCKS": "blocks"}
    own = {f"TROUPE_{name}": str(folder / f"{file}.sqlite") for name, file in names.items()}
    command = [sys.executable, "-m", "frontend_api", "serve", "--port", str(port)]
    process = subprocess.Popen(command, env=os.environ | own, stderr=subprocess.DEVNULL)
    try:
        yield f"http://127.0.0.1:{port}", process.pid
    finally:
        process.terminate()
        process.wait(20)


async def _measure(url: str, process: int, projection: Engine, count: int, changes: int) -> Table:
    heard: list[dict[int, float]] = [{} for _ in range(count)]

    def hear(told: dict[int, float], frame: bytes) -> None:
        said = json.loads(frame)
        if said["type"] == "change":
            told[said["version"]] = time.monotonic()

    clients = [await _join(url, 0, {}, hear)]
    before = _resident(process)
    for number, told in enumerate(track(heard, "connecting", transient=True), 1):
        clients.append(await _join(url, number, told, hear))
    after = _resident(process)
    made: dict[int, float] = {}
    for number in track(range(changes), "changing", transient=True):
        version = await asyncio.to_thread(_change, projection, number)
        made[version] = time.monotonic()
        await asyncio.sleep(_PAUSE_S)
    async with asyncio.timeout(_PATIENCE_S):
        while not all(len(told) == changes for told in heard):
            await asyncio.sleep(0.05)
    peak = _resident(process)
    for client in clients:
        client.close()
    waits = [max(told[version] for told in heard) - at for version, at in made.items()]
    spread = [
        max(told[version] for told in heard) - min(told[version] for told in heard)
        for version in made
    ]
    return _table(count, changes, waits, spread, (after - before) / count, peak)


async def _join(url: str, number: int, told: dict[int, float], hear: _Hear) -> Client:
    """A client, once the service is up."""
    deadline = time.monotonic() + 60
    while True:
        try:
            return await connect(url, "/live", number, lambda frame: hear(told, frame))
        except OSError:
            assert time.monotonic() < deadline, "the service does not come up"
            await asyncio.sleep(0.1)


def _change(projection: Engine, number: int) -> int:
    row = Change(round_id=number)
    with transaction(projection) as session:
        session.add(row)
        session.flush()
        return row.version or 0


def _resident(process: int) -> int:
    """The memory that a process holds, in bytes (Linux)."""
    pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def _table(
    clients: int,
    changes: int,
    waits: Sequence[float],
    spread: Sequence[float],
    each: float,
    peak: int,
) -> Table:
    table = Table("", "p50", "p99", "worst", title=f"{clients:,} clients, {changes} changes")
    for name, times in (("change to last client", waits), ("first to last client", spread)):
        table.add_row(name, *(f"{_share(times, share) * 1000:,.0f} ms" for share in (50, 99, 100)))
    table.caption = f"{each / 1024:.0f} KiB a client; the service holds {peak / 2**20:.0f} MiB"
    return table


def _share(times: Sequence[float], percent: int) -> float:
    """The time within which so many percent of all are."""
    return sorted(times)[max(0, -(-len(times) * percent // 100) - 1)]


if __name__ == "__main__":
    main()
