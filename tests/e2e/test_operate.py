"""A watched operator: what it says of itself while it works."""

from collections.abc import Iterator

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from oracle.domain import Brief
from oracle.ports import RoundState
from tests.e2e.conftest import Troupe
from tests.ports import free_port

ALONE = 1


@pytest.fixture(scope="module")
def port() -> int:
    return free_port()


@pytest.fixture(scope="module")
def watched(bare_troupe: Troupe, port: int) -> Iterator[Troupe]:
    """One bonded operator that serves its health."""
    bare_troupe.people.bond_operators([ALONE])
    bare_troupe.start_operator(ALONE, TROUPE_HEALTH_PORT=str(port))
    return bare_troupe


def get(port: int, path: str) -> httpx.Response | None:
    try:
        return httpx.get(f"http://127.0.0.1:{port}{path}", timeout=60)
    except httpx.TransportError:
        return None


def is_ok(port: int, path: str) -> bool:
    answer = get(port, path)
    return answer is not None and answer.is_success


def metrics(port: int) -> dict[str, float]:
    """What it tells; nothing where it took longer than a client is given."""
    answer = get(port, "/metrics")
    return {
        sample.name + "".join(f",{value}" for value in sample.labels.values()): sample.value
        for family in text_string_to_metric_families(answer.text if answer else "")
        for sample in family.samples
    }


def test_operator__bonded_and_running__is_healthy_and_ready(watched: Troupe, port: int):
    watched.wait(lambda: is_ok(port, "/ready"), "readiness")
    watched.wait(lambda: is_ok(port, "/health"), "health")


def test_metrics__a_round_played__tell_of_it(watched: Troupe, port: int):
    round_id = watched.propose(Brief(text="A post about the ferry across the Tejo"))
    watched.end_voting(round_id, 1)
    watched.wait(lambda: watched.state(round_id) == RoundState.SETTLED, "settlement")
    watched.wait(lambda: metrics(port).get("troupe_transactions,finalized") == 4, "final")
    watched.wait(lambda: metrics(port).get("troupe_rounds_open") == 0, "the end read")
    now = watched.w3.eth.block_number
    heard: list[dict[str, float]] = []

    def has_looked() -> bool:
        heard.append(metrics(port))
        return heard[-1].get("troupe_head_block", 0) >= now

    watched.wait(has_looked, "a later look at the chain")
    said = heard[-1]
    assert said["troupe_answers_total,committed"] == said["troupe_answers_total,revealed"] == 1
    assert said["troupe_answers_total,penalized"] == said["troupe_penalties_wei_total"] == 0
    assert said["troupe_engine_seconds_count"] >= 1
    assert said["troupe_fees_wei_total"] > 0
    assert said["troupe_reorgs_total"] == 0
    assert said["troupe_events_total"] >= 8
    assert said["troupe_nonce_gap"] == said["troupe_transaction_wait_blocks"] == 0
    assert said["troupe_final_block"] >= said["troupe_cursor_block"] - 60
    assert said["troupe_bond_wei"] == 2 * watched.committee.functions.minBond().call()
    assert said["troupe_gas_balance_wei"] > 10**18
    assert all(said[f"troupe_ready,{part}"] == 1 for part in ("node", "database", "key"))
    assert said["troupe_window_left_ratio,reveal"] == 1
    assert said["troupe_work,write,failed"] == 0
