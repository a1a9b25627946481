"""How many readers the feed bears: requests a second and the slowest of a hundred, under `wrk`.

``python -m tests.bench.feed [--rounds N] [--seconds S]``. The projection holds 100,000 made-up
rounds with entries and sheets, the newest thousand with their events too. The service and, beside
it in the same run, FastAPI with SQL alone (`_bare_feed`, the same rows as plain JSON: no documents,
phases or checks) are each served by one uvicorn process with the same settings.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
import httpx
from frontend_api.projection.database import open_to_write
from frontend_api.projection.tables import (
    Block,
    Event,
    PersonaVersion,
    Status,
)
from rich.console import Console
from rich.table import Table
from sqlmodel import Session

from oracle.domain import Brief
from oracle.ipfs.embedded import EmbeddedStore
from oracle.personas.cards import default_cards
from tests.bench._round_chain import OPERATORS, PERSONAS, operator
from tests.bench._synthetic_node import CHAIN_ID, address_of, block_hash
from tests.ports import free_port
from tests.requires import require

_CONNECTIONS, _WITH_EVENTS, _PART = 16, 1_000, 10_000
_RANDOM = """
math.randomseed(1)
request = function()
  return wrk.format("GET", string.format("{path}", math.random({first}, {last})))
end
"""


@click.command()
@click.option("--rounds", default=100_000, show_default=True, help="How many the projection holds.")
@click.option("--seconds", default=5, show_default=True, help="How long each door is asked.")
def main(rounds: int, seconds: int) -> None:
    """Ask the feed and the bare baseline as fast as they answer."""
    require(shutil.which("wrk"), "wrk is not installed: apt-get install wrk")
    with tempfile.TemporaryDirectory() as name:
        folder, started = Path(name), time.monotonic()
        _fill(folder, rounds)
        console = Console()
        console.print(f"{rounds:,} rounds written in {time.monotonic() - started:.0f} s")
        with (
            _serving(folder, "frontend_api.app:create_app", "--factory") as ours,
            _serving(folder, "tests.bench._bare_feed:app") as bare,
        ):
            console.print(_compare(folder, rounds, seconds, ours, bare))


def _compare(folder: Path, rounds: int, seconds: int, ours: str, bare: str) -> Table:
    doors = {
        "GET /rounds": ("/rounds", 0, 0),
        "GET /rounds, any page": ("/rounds?cursor=%d", rounds // 2, rounds),
        "GET /rounds/{id}": ("/rounds/%d", rounds - _WITH_EVENTS + 1, rounds),
    }
    table = Table("", "requests/s", "p99, ms", "bare: requests/s", "p99, ms", "ratio")
    for name, door in doors.items():
        (mine, slow), (plain, plain_slow) = (
            _ask(folder, url, seconds, *door) for url in (ours, bare)
        )
        ratio = f"{mine / plain:.2f}"
        table.add_row(
            name, f"{mine:,.0f}", f"{slow:.0f}", f"{plain:,.0f}", f"{plain_slow:.0f}", ratio
        )
    table.title = f"{rounds:,} rounds, {_CONNECTIONS} connections, {seconds} s each"
    return table


def _ask(
    folder: Path, url: str, seconds: int, path: str, first: int, last: int
) -> tuple[float, float]:
    """Requests a second, and the milliseconds within which 99 of 100 are answered."""
    script = folder / "ask.lua"
    script.write_text(_RANDOM.format(path=path, first=first, last=last) if last else "")
    command = ["wrk", "-t1", f"-c{_CONNECTIONS}", f"-d{seconds}s", "--latency", "-s", str(script)]
    target = url if last else url + path
    done = subprocess.run([*command, target], capture_output=True, text=True, check=True)
    assert "Non-2xx" not in done.stdout, done.stdout
    speed = re.search(r"Requests/sec:\s+([\d.]+)", done.stdout)
    slow = re.search(r"99%\s+([\d.]+)(us|ms|s)", done.stdout)
    assert speed, done.stdout
    assert slow, done.stdout
    return float(speed[1]), float(slow[1]) * {"us": 0.001, "ms": 1, "s": 1_000}[slow[2]]


@contextmanager
def _serving(folder: Path, app: str, *options: str) -> Iterator[str]:
    """The URL of a process of uvicorn's."""
    port = free_port()
    command = [sys.executable, "-m", "uvicorn", app, *options, "--port", str(port)]
    places = {
        "TROUPE_PROJECTION": "projection.sqlite",
        "TROUPE_BLOCKS": "blocks.sqlite",
        "TROUPE_PEOPLE": "people.sqlite",
    }
    environment = os.environ | {name: str(folder / file) for name, file in places.items()}
    environment["TROUPE_REQUESTS_PER_MINUTE"] = "0"  # no bound: one client asks for all
    quiet = ["--log-level", "warning", "--no-access-log"]
    process = subprocess.Popen([*command, *quiet], env=environment)
    try:
        url = f"http://127.0.0.1:{port}"
        _wait(f"{url}/rounds")
        yield url
    finally:
        process.terminate()
        process.wait()


def _wait(url: str) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            httpx.get(url, timeout=10).raise_for_status()
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(f"{url} does not answer")


def _fill(folder: Path, rounds: int) -> None:
    """Write the projection and the documents that it names."""
    with EmbeddedStore(folder / "blocks.sqlite") as blocks:
        texts = [Brief(text=f"Write about ferry number {n}.").to_bytes() for n in range(100)]
        briefs = [blocks.put(text) for text in texts]
        cards = [blocks.put(card.to_bytes()) for card in default_cards()[:PERSONAS]]
        for digest in (*briefs, *cards):
            blocks.keep(digest)
    engine = open_to_write(folder / "projection.sqlite")
    with Session(engine) as session:
        session.add_all(_frame(cards, rounds))
        for first in range(1, rounds + 1, _PART):
            numbers = range(first, min(first + _PART, rounds + 1))
            for table, rows in _rows(numbers, briefs, rounds - _WITH_EVENTS).items():
                _insert(session, table, rows)
        session.commit()
    engine.dispose()


def _insert(session: Session, table: str, rows: list[dict[str, Any]]) -> None:
    if rows:
        names = ", ".join(f'"{name}"' for name in rows[0])
        marks = ", ".join(f":{name}" for name in rows[0])
        statement = f"INSERT INTO {table} ({names}) VALUES ({marks})"
        session.connection().exec_driver_sql(statement, rows)


def _frame(cards: list[str], rounds: int) -> list[Any]:
    """What there is beside the rounds; the events are `ParametersAdded` alone."""
    contracts = {"GenerationRounds": {"address": address_of("GenerationRounds"), "block": 1}}
    named = {"chain_id": CHAIN_ID, "genesis_hash": block_hash(0), "start_block": 1}
    parameters = {
        **dict.fromkeys(("peerWeight", "communityWeight", "participationShare", "tolerance"), 1),
        **dict.fromkeys(("penaltyShare", "leaderWindow", "entryWindow", "voteWindow"), 1),
        **dict.fromkeys(("revealWindow", "fee", "penalty", "leaderPenalty", "minBounty"), 1),
        "voteQuorum": 1,
        "criteria": [1] * 5,
        "prizeShares": [1, 1, 1],
        "scoringProfile": block_hash(1),
    }
    place = {"block_number": 1, "timestamp": 1, "tx": block_hash(1)}
    return [
        Status(deployment={**named, "contracts": contracts}, token={}, finalized=rounds),
        Block(number=rounds + 1, hash=block_hash(rounds), timestamp=10**10),
        Event(
            **place,
            log_index=0,
            contract="GenerationRounds",
            name="ParametersAdded",
            args={"version": 1, "parameters": parameters},
        ),
        *(
            PersonaVersion(persona_id=n, kind="card", version=1, digest=card, **place)
            for n, card in enumerate(cards, start=1)
        ),
    ]


def _rows(numbers: range, briefs: list[str], before_events: int) -> dict[str, list[dict[str, Any]]]:
    """Settled rounds, as dictionaries by table."""
    rounds, personas = [], range(PERSONAS)
    for n in numbers:
        ends = {"leader_end": n, "entry_end": n, "vote_end": n, "reveal_end": n}
        facts = {"state": "settled", "platform": 2, "bounty": "100", "sponsored": "0"}
        facts |= {"parameters_version": 1, "opened_at": n, "all_revealed": True, "decided": True}
        who = {"proposer": operator(1), "submitter": operator(1), "brief": briefs[n % len(briefs)]}
        said = {"manifest": block_hash(n), "refund": "0", "block_number": n}
        rounds.append({"id": n, **facts, **who, **ends, **said})
    entries = [
        {"round_id": n, "index": i, "persona_id": i + 1, "card_version": 1, "model_version": 0}
        | {"vote_count": 2, "vote_weight": "10", "composite": 5_000, "final_score": 5_000}
        | {"rank": i + 1, "prize": "20"}
        for n in numbers
        for i in personas
    ]
    sheets = [
        {"round_id": n, "operator": operator(m), "number": m, "commitment": block_hash(n)}
        | {"payload": "0x" + "12" * 87, "composites": json.dumps([5_000] * 5), "committed_at": n}
        | {"revealed_at": n, "fee": "1", "penalty": "0", "block_number": n}
        for n in numbers
        for m in range(1, OPERATORS + 1)
    ]
    events = [
        {"block_number": n + 1, "log_index": i, "timestamp": n, "tx": block_hash(n)}
        | {"contract": "OracleCommittee", "name": "Committed", "round_id": n}
        | {"args": json.dumps({"operator": operator(1), "commitment": block_hash(n)})}
        for n in numbers
        if n > before_events
        for i in range(20)
    ]
    changes = [{"round_id": n} for n in numbers]
    return {
        "round": rounds,
        "entry": entries,
        "sheet": sheets,
        "event": events,
        "change": changes,
    }


if __name__ == "__main__":
    main()
