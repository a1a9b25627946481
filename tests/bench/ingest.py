"""How fast an operator reads a chain into its database, and that its memory stays flat.

``python -m tests.bench.ingest [--logs N]``. The chain is synthetic: `_synthetic_node` makes up
every log and header, by the real ABIs and always the same, and serves them as JSON-RPC over HTTP
from a process of its own. From there on all is real: the node's client, the scanner, the decoder,
and an operator's SQLite database on disk. Waiting for the node counts too, but not as CPU time,
which is the figure to compare on a machine that does other work.
"""

import resource
import tempfile
import time
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table
from sqlalchemy import func
from sqlmodel import select

from oracle.chain.deployment import FOLLOWED, load_abi
from oracle.chain.ingest import ingest
from oracle.chain.node import connect
from oracle.chain.scanner import Batch, Scanner
from oracle.store.database import transaction
from oracle.store.operator import open_operator_store
from oracle.store.tables import Event
from tests.bench._synthetic_node import CHAIN_ID, address_of, block_hash, running_node

_MIB = 2**20


@click.command()
@click.option("--logs", default=300_000, show_default=True, help="How many logs the chain holds.")
def main(logs: int) -> None:
    """Replay a synthetic chain into a new operator database."""
    with tempfile.TemporaryDirectory() as folder, running_node(logs) as url:
        Console().print(replay(url, logs, Path(folder) / "operator.sqlite"))


def replay(url: str, logs: int, path: Path) -> Table:
    """Read it all; a row for each tenth."""
    table = Table(
        "logs",
        "seconds",
        "events/s",
        "per CPU s",
        "RSS, MiB",
        "database, MiB",
        title=f"{logs:,} logs",
    )
    scanner = Scanner(
        connect(url),
        CHAIN_ID,
        block_hash(0),
        {address_of(name): load_abi(name) for name in FOLLOWED},
        start_block=1,
    )
    engine = open_operator_store(path)
    start = before = _times()
    done = marked = 0
    while isinstance(step := ingest(engine, scanner), Batch):
        done += len(step.events)
        if done - marked >= logs // 10 or done == logs:
            now = _times()
            speeds = [f"{(done - marked) / (n - b):,.0f}" for n, b in zip(now, before, strict=True)]
            table.add_row(f"{done:,}", f"{now[0] - start[0]:.1f}", *speeds, *_sizes(path))
            before, marked = now, done
    wall, cpu = (logs / (n - s) for n, s in zip(_times(), start, strict=True))
    with transaction(engine) as session:
        stored = session.exec(select(func.count()).select_from(Event)).one()
    assert stored == done == logs, f"{stored} of {logs} logs are stored"
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    table.caption = f"{wall:,.0f} events/s in all, {cpu:,.0f} per CPU s, peak RSS {peak:,.0f} MiB"
    engine.dispose()
    return table


def _times() -> tuple[float, float]:
    """Seconds of the clock, and of this process on a processor."""
    return time.perf_counter(), time.process_time()


def _sizes(path: Path) -> tuple[str, str]:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    stored = sum(file.stat().st_size for file in path.parent.iterdir())
    return f"{pages * resource.getpagesize() / _MIB:.0f}", f"{stored / _MIB:.0f}"


if __name__ == "__main__":
    main()
