"""How fast the API's projection is rebuilt from a chain, and that its memory stays flat; then what
a reorg of 12 blocks costs.

``python -m tests.bench.projection [--events N] [--postgresql]``. The chain is made up, of rounds
that are played to their ends (`_round_chain`), and served as JSON-RPC over HTTP from a process of
its own. From there on all is real: the node's client, the scanner, the decoder, and a projection
in SQLite on disk, or in a PostgreSQL that is started for it (without fsync). Waiting for the node
counts too, but not as CPU time, which is the figure to compare on a machine that does other work.
"""

import resource
import tempfile
import time
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

import click
from frontend_api.projection import log
from frontend_api.projection.contracts import EVENTS, event_abi
from frontend_api.projection.database import open_to_write
from frontend_api.projection.intake import Intake
from frontend_api.projection.projector import Projector
from frontend_api.projection.source import Source
from frontend_api.projection.tables import Round, VaultLedger
from pydantic import SecretStr
from rich.console import Console
from rich.table import Table
from sqlmodel import Session, func, select
from web3 import Web3

from oracle.chain.deployment import Deployment
from oracle.chain.node import Header, connect
from oracle.chain.scanner import Scanner
from oracle.store.database import transaction
from tests.bench._round_chain import EVENTS_PER_ROUND, SETUP, logs_of
from tests.bench._synthetic_node import (
    CHAIN_ID,
    LOGS_PER_BLOCK,
    address_of,
    block_hash,
    running_node,
)
from tests.services.postgres import running_postgres

_REORG = 12


class BenchSource(Source):
    """A source on the made-up chain, which answers no calls."""

    def __init__(self, url: str) -> None:
        names = {name: address_of(name) for name in EVENTS if name != "RevenueVault"}
        self._w3, self._vaults = connect(url), {}
        self._scanner = Scanner(
            self._w3,
            CHAIN_ID,
            block_hash(0),
            {address: event_abi(name) for name, address in names.items()},
            depth=0,
            start_block=1,
        )
        by_address = {Web3.to_checksum_address(a): name for name, a in names.items()}
        self.intake = Intake(by_address, self._vaults, names["GenerationRounds"])
        self.token = {"address": Web3.to_checksum_address(names["RewardToken"])}
        place = {"block": 1, "tx": block_hash(1)}
        self.deployment = Deployment.model_validate(
            {
                "chainId": CHAIN_ID,
                "genesisHash": block_hash(0),
                "startBlock": 1,
                "scoringProfile": block_hash(1),
                "complete": True,
                "contracts": {name: {"address": a, **place} for name, a in names.items()},
            }
        )

    def treasury(self) -> dict[str, str]:
        """Nothing: there is no timelock."""
        return {}


@click.command()
@click.option("--events", default=60_000, show_default=True, help="How many the chain holds.")
@click.option("--postgresql", is_flag=True, help="Rebuild in PostgreSQL instead of SQLite.")
def main(events: int, postgresql: bool) -> None:
    """Rebuild a projection from a made-up chain."""
    events -= events % LOGS_PER_BLOCK
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        where: Any = folder / "projection.sqlite"
        if postgresql:
            where = SecretStr(stack.enter_context(running_postgres()).new_database())
        url = stack.enter_context(running_node(events, logs_of))
        projector = stack.enter_context(closing(Projector(open_to_write(where), BenchSource(url))))
        kind = "PostgreSQL" if postgresql else "SQLite"
        Console().print(measure(projector, events, f"{events:,} events, {kind}"))
        Console().print(measure_reorg(projector, where))
        check(where, events)


def measure(projector: Projector, events: int, title: str) -> Table:
    """Rebuild; a row for each tenth of the reading, and one for the folding."""
    table = Table("events read", "seconds", "events/s", "per CPU s", "RSS, MiB", title=title)
    begin = before = _times()
    done = marked = 0

    def on_step(_block: int, count: int) -> None:
        nonlocal before, done, marked
        done += count
        if done - marked >= events // 10 or done == events:
            now = _times()
            table.add_row(f"{done:,}", *_row(begin, before, now, done - marked))
            before, marked = now, done

    projector.rebuild(on_step)
    end = _times()
    assert done == events, f"{done} of {events} events came"
    table.add_row("adding it up", *_row(begin, before, end, events))
    wall, cpu = (events / (e - b) for e, b in zip(end, begin, strict=True))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    table.caption = f"{wall:,.0f} events/s in all, {cpu:,.0f} per CPU s, peak RSS {peak:,.0f} MiB"
    return table


def measure_reorg(projector: Projector, where: Any) -> Table:
    """Take the newest blocks out of the projection, and add them again."""
    table = Table("at the head", "seconds", "CPU s", title=f"{_REORG} blocks of {LOGS_PER_BLOCK}")
    engine = open_to_write(where)
    begin = _times()
    with transaction(engine) as session:
        *_, fork, last = log.recent_blocks(session)[-_REORG - 1 :: _REORG]
        log.roll_back(session, last, Header(fork.number, fork.hash, "", fork.timestamp))
    gone = _times()
    while projector.step():
        pass
    added = _times()
    engine.dispose()
    for what, since, until in (("rolled back", begin, gone), ("added", gone, added)):
        table.add_row(what, *(f"{u - s:.2f}" for s, u in zip(since, until, strict=True)))
    return table


def check(where: Any, events: int) -> None:
    """That every whole round is there, settled, and its prizes in the vaults."""
    whole = (events - SETUP) // EVENTS_PER_ROUND
    engine = open_to_write(where)
    with Session(engine) as session:
        settled = select(func.count()).select_from(Round).where(Round.state == "settled")
        found = session.exec(settled).one()
        received = sum(map(int, session.exec(select(VaultLedger.received))))
    engine.dispose()
    assert found in (whole, whole + 1), f"{found} of {whole} rounds are settled"
    assert received >= whole * 4 * 20 * 10**18, "prizes are missing in the vaults"


def _row(begin: Any, before: Any, now: Any, count: int) -> list[str]:
    speeds = [f"{count / max(n - b, 1e-9):,.0f}" for n, b in zip(now, before, strict=True)]
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    memory = pages * resource.getpagesize() / 2**20
    return [f"{now[0] - begin[0]:.1f}", *speeds, f"{memory:.0f}"]


def _times() -> tuple[float, float]:
    """Seconds of the clock, and of this process on a processor."""
    return time.perf_counter(), time.process_time()


if __name__ == "__main__":
    main()
