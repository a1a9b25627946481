"""A worker says how it is: what it did, what it depends on, and whether the broker is there."""

from contextlib import suppress

import httpx

from oracle.ports import Task
from tests.oracle.workers.conftest import Yard, until
from tests.ports import free_port
from tests.wait import PATIENCE_S


def watched(yard: Yard) -> str:
    """Where a worker, which is ready but for its node, says how it is."""
    port = free_port()
    yard.worker(2, port)
    until(lambda: not wrong(f"http://127.0.0.1:{port}").keys() - {"node"}, "a ready worker")
    return f"http://127.0.0.1:{port}"


def wrong(url: str) -> dict[str, str]:
    """What is wrong with it, by part."""
    try:
        found: dict[str, str] = httpx.get(f"{url}/ready", timeout=60).json()["wrong"]
    except httpx.TransportError:
        return {"worker": "it does not listen yet"}
    return found


def answer(url: str) -> httpx.Response:
    """A page; a worker with much to do cuts one off that takes long, which is asked for again."""
    answers: list[httpx.Response] = []

    def told() -> bool:
        with suppress(httpx.TransportError):
            answers.append(httpx.get(url, timeout=60))
        return bool(answers)

    until(told, url)
    return answers[0]


def samples(url: str) -> dict[str, float]:
    """Its metrics, by name and labels."""
    lines = answer(f"{url}/metrics").text.splitlines()
    pairs = (line.rsplit(" ", 1) for line in lines if not line.startswith("#"))
    return {name: float(value) for name, value in pairs}


def test_worker__tasks_of_every_end__are_counted_by_kind(yard: Yard):
    url, executor = watched(yard), yard.executor()
    tasks = [Task("note", ("a",)), *(Task("fail", (k, k)) for k in ("transient", "permanent", "?"))]
    for job in [executor.start(task) for task in tasks]:
        job.exception()
    held = executor.start(Task("hold", ("b",)))
    until(lambda: samples(url)['troupe_tasks_running{kind="hold"}'] == 1, "a task that runs")
    yard.go()
    assert held.exception() is None
    until(lambda: samples(url)['troupe_tasks_total{kind="hold",outcome="done"}'] == 1, "its end")
    found = samples(url)
    assert found['troupe_tasks_total{kind="note",outcome="done"}'] == 1
    assert found['troupe_tasks_total{kind="fail",outcome="failed"}'] == 1
    assert found['troupe_tasks_total{kind="fail",outcome="refused"}'] == 2
    assert found['troupe_task_seconds_count{kind="fail"}'] == 3
    assert found['troupe_tasks_running{kind="hold"}'] == 0
    assert found['troupe_ready{part="engine"}'] == 1
    assert found['troupe_ready{part="node"}'] == 0
    assert found["troupe_worker_heartbeat_timestamp_seconds"] > 1e9
    assert "troupe_heartbeat_timestamp_seconds" not in found  # or no operator's end were noticed


def test_worker__broker_away_and_back__is_not_ready_and_ready_again(own_yard: Yard):
    url = watched(own_yard)
    assert answer(f"{url}/health").is_success
    own_yard.broker.stop()
    until(lambda: "not connected to RabbitMQ" in wrong(url).get("broker", ""), "its trouble")
    own_yard.broker.start()
    until(lambda: "broker" not in wrong(url), "a connection again")
    assert own_yard.executor().start(Task("note", ("a",))).exception() is None


def test_worker__port_taken__ends_and_names_the_setting(yard: Yard):
    port = int(watched(yard).rpartition(":")[2])
    assert yard.worker(1, port).wait(PATIENCE_S) == 1
    assert "TROUPE_WORKER_HEALTH_PORT" in yard.log()
