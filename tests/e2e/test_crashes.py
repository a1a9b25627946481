"""An operator killed at the worst moments, or stopped, carries on; nothing happens twice."""

import signal
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from oracle.domain import Brief, digest_of
from oracle.ports import RoundState
from tests.e2e.conftest import Troupe
from tests.e2e.crashing_operator import POINTS
from tests.services.postgres import Postgres, postgres
from tests.silent import SilentServer

__all__ = ["postgres"]

ALONE, GRACE_S = 1, 60
BRIEF = Brief(text="A post about the night market at the old tram depot")


@pytest.fixture(scope="module")
def lone(bare_troupe: Troupe) -> Troupe:
    """A committee of one operator, which does everything; it is not running."""
    bare_troupe.people.bond_operators([ALONE])
    return bare_troupe


@pytest.fixture
def restarted(lone: Troupe) -> Iterator[None]:
    """Ends the operator that the test has left running."""
    yield
    lone.processes.kill(f"operator {ALONE}")


def stored_manifests(folder: Path, round_id: int) -> list[str]:
    with sqlite3.connect(folder / f"operator-{ALONE}.sqlite") as database:
        query = "SELECT data FROM generated WHERE round_id = ?"
        rows = database.execute(query, (round_id,)).fetchall()
    database.close()
    return [digest_of(row[0]) for row in rows]


@pytest.mark.parametrize("point", POINTS)
@pytest.mark.usefixtures("restarted")
def test_operator__killed_at_a_point_and_started_again__does_everything_once(
    lone: Troupe, point: str
):
    nonce = lone.w3.eth.get_transaction_count(lone.address(ALONE))
    crashing = str(Path(__file__).with_name("crashing_operator.py"))
    lone.start_operator(ALONE, crashing, point)
    round_id = lone.propose(BRIEF)
    statuses: list[int] = []
    jumped: list[bool] = []

    def died() -> bool:
        if not jumped and lone.logs("Committed", round_id):
            lone.end_voting(round_id, 1)
            jumped.append(True)
        status = lone.processes.ended(f"operator {ALONE}")
        if status is not None:
            statuses.append(status)
        return status is not None

    lone.wait(died, "the operator to die", but=f"operator {ALONE}")
    assert statuses == [-signal.SIGKILL]
    written = stored_manifests(lone.folder, round_id)
    lone.start_operator(ALONE)
    lone.end_voting(round_id, 1)
    lone.wait(lambda: lone.state(round_id) == RoundState.SETTLED, "settlement")

    (submitted,) = lone.logs("EntriesSubmitted", round_id)
    assert written == ["0x" + bytes(submitted["args"]["manifest"]).hex()]
    for event in ("Committed", "Revealed", "RoundSettled"):
        assert len(lone.logs(event, round_id)) == 1
    assert lone.logs("Penalized", round_id) == []
    assert lone.w3.eth.get_transaction_count(lone.address(ALONE)) == nonce + 4


@pytest.mark.usefixtures("restarted")
def test_operator__lost_its_database_after_it_committed__ends_the_round_by_an_old_backup(
    lone: Troupe, postgres: Postgres
):
    """And it moves from SQLite to PostgreSQL."""
    nonce = lone.w3.eth.get_transaction_count(lone.address(ALONE))
    lone.start_operator(ALONE)
    backup = lone.folder / "old.backup"

    def backed_up() -> bool:
        return lone.oracle("backup", str(backup), **lone.key_of(ALONE)).returncode == 0

    lone.wait(backed_up, "a backup of an operator that has begun")
    round_id = lone.propose(BRIEF)
    lone.wait(lambda: lone.logs("Committed", round_id), "the commit")
    lone.processes.kill(f"operator {ALONE}")

    settings = {**lone.key_of(ALONE), "TROUPE_DATABASE": postgres.new_database()}
    restored = lone.oracle("restore", str(backup), **settings)
    assert restored.returncode == 0, restored.stderr
    lone.start_operator(ALONE, **settings)
    lone.end_voting(round_id, 1)
    lone.wait(lambda: lone.state(round_id) == RoundState.SETTLED, "settlement")
    for event in ("EntriesSubmitted", "Committed", "Revealed", "RoundSettled"):
        assert len(lone.logs(event, round_id)) == 1
    assert lone.logs("Penalized", round_id) == []
    assert lone.w3.eth.get_transaction_count(lone.address(ALONE)) == nonce + 4


@pytest.mark.usefixtures("restarted")
def test_operator__stopped_while_its_engine_hangs__ends_soon_and_loses_nothing(lone: Troupe):
    with SilentServer() as engine:
        url = f"http://{engine.address}/v1"
        lone.start_operator(ALONE, TROUPE_ENGINE="openai", TROUPE_ENGINE_URL=url)
        round_id = lone.propose(Brief(text="A post about the last tram of the night"))
        lone.wait(lambda: engine.asked > 0, "a call of the engine")
        start = time.monotonic()
        assert lone.processes.kill(f"operator {ALONE}") == 0
        assert time.monotonic() - start < GRACE_S
    lone.start_operator(ALONE)
    lone.end_voting(round_id, 1)
    lone.wait(lambda: lone.state(round_id) == RoundState.SETTLED, "settlement")
    assert len(lone.logs("Committed", round_id)) == 1
