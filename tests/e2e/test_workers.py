"""A round whose entries and sheet are made by `python -m oracle worker`, over a real RabbitMQ."""

import sys

import httpx

from oracle.domain import Brief
from oracle.ports import RoundState
from scripts._demo.people import OPERATORS
from tests.e2e.conftest import WINDOWS, Troupe
from tests.ports import free_port
from tests.services.rabbitmq import RabbitMQ, rabbitmq

__all__ = ["rabbitmq"]

TURNS_S = 10 * len(OPERATORS)


def test_round__operator_with_workers__is_written_and_scored_by_them_without_a_key(
    bare_troupe: Troupe, rabbitmq: RabbitMQ
):
    troupe, first = bare_troupe, OPERATORS[0]
    troupe.people.bond_operators()
    url = troupe.folder / "broker.url"
    url.write_text(rabbitmq.url)
    chosen = {"TROUPE_EXECUTOR": "celery", "TROUPE_BROKER_URL_FILE": str(url)}
    troupe.start_operator(first, **chosen)
    round_id = troupe.propose(Brief(text="A post about a choir of retired tram drivers in Graz"))
    opened = troupe.w3.eth.get_block("latest")["timestamp"]
    troupe.jump_to(opened + WINDOWS["leader"] + TURNS_S)
    database = troupe.key_of(first)["TROUPE_DATABASE"]
    line = [sys.executable, "-m", "oracle", "worker"]
    port = free_port()
    watched = {"TROUPE_WORKER_HEALTH_PORT": str(port)}
    troupe.processes.start("worker", line, TROUPE_DATABASE=database, **chosen, **watched)
    troupe.wait(lambda: troupe.state(round_id) == RoundState.VOTING, "entries")
    troupe.wait(lambda: troupe.logs("Committed", round_id), "a commitment")
    (entries,) = troupe.logs("EntriesSubmitted", round_id)
    assert entries["args"]["operator"] == troupe.address(first)
    ready = f"http://127.0.0.1:{port}/ready"
    troupe.wait(lambda: httpx.get(ready, timeout=60).is_success, "readiness")
    samples = httpx.get(f"http://127.0.0.1:{port}/metrics", timeout=60).text.splitlines()
    assert 'troupe_tasks_total{kind="write",outcome="done"} 1.0' in samples
    assert "troupe_engine_seconds_count 1.0" in samples
