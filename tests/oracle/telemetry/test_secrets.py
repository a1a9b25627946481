"""No secret is said anywhere: not by `check`, not by `run`, not by what it serves."""

import json
import signal

import httpx

from tests.oracle.telemetry.conftest import KEY, PASSPHRASE, Processes
from tests.ports import free_port
from tests.silent import SilentServer
from tests.wait import PATIENCE_S, wait_for

RPC_KEY, RPC_LOGIN, QUERY_KEY = "0123456789abcdef0123456789", "rpc-l0gin", "qu3ry-key"
SECRETS = {
    "TROUPE_RPC_URL": f"http://me:{RPC_LOGIN}@127.0.0.1:1/v3/{RPC_KEY}?apikey={QUERY_KEY}",
    "TROUPE_RPC_FALLBACKS": "http://127.0.0.1:1/fallback-k3y-0001",
    "TROUPE_GATEWAYS": "http://me:gateway-l0gin@127.0.0.1:1",
    "TROUPE_ENGINE": "openai",
    "TROUPE_ENGINE_URL": "http://me:engine-l0gin@127.0.0.1:1/v1",
    "TROUPE_ENGINE_TOKEN": "engine-t0ken",
    "TROUPE_PINNING_TOKEN": "pinning-t0ken",
    "TROUPE_BROKER_URL": "amqp://me:br0ker-word@127.0.0.1:1//",
    "TROUPE_HEALTH_HOST": "127.0.0.1",
}
HIDDEN = (
    PASSPHRASE,
    KEY[2:],
    RPC_KEY,
    RPC_LOGIN,
    QUERY_KEY,
    "fallback-k3y-0001",
    "gateway-l0gin",
    "engine-l0gin",
    "engine-t0ken",
    "pinning-t0ken",
    "br0ker-word",
)


def exposed(said: str) -> list[str]:
    return [secret for secret in HIDDEN if secret in said]


def test_run__everything_wrong_and_debugging__says_no_secret(processes: Processes):
    port = free_port()
    settings = SECRETS | processes.key()
    settings |= {"TROUPE_LOG_LEVEL": "DEBUG", "TROUPE_LOG_FORMAT": "json"}
    process = processes.start("run", **settings, TROUPE_HEALTH_PORT=str(port))
    pages: dict[str, str] = {}

    def looked() -> bool:
        for path in ("/health", "/ready", "/metrics"):
            pages[path] = page(port, path)
        return "engine" in pages["/ready"] and "not looked" not in pages["/ready"]

    wait_for(looked, "its looks")
    process.send_signal(signal.SIGTERM)
    assert process.wait(PATIENCE_S) == 0
    wrong = json.loads(pages["/ready"])["wrong"]
    assert {"node", "engine", "loop"} <= wrong.keys()
    assert "start it, or set TROUPE_ENGINE_URL" in wrong["engine"]
    assert exposed(processes.output() + "".join(pages.values())) == []


def test_check__everything_wrong__says_no_secret_and_every_remedy_in_time(processes: Processes):
    process = processes.check(TROUPE_EXECUTOR="celery", **SECRETS, **processes.key())
    assert process.wait(PATIENCE_S) == 1
    said = processes.output()
    assert exposed(said) == []
    assert "Traceback" not in said
    said_of = dict(line[5:].split(": ", 1) for line in said.splitlines() if line[:5] == "FAIL ")
    assert "is it up, and its URL right?" in said_of["node"]
    assert "start it, or set TROUPE_ENGINE_URL" in said_of["text engine"]
    assert "start it, or set TROUPE_BROKER_URL" in said_of["workers"]


def test_once__node_does_not_answer__ends_with_status_1(processes: Processes):
    process = processes.start("once", TROUPE_RPC_URL="http://127.0.0.1:1")
    assert process.wait(PATIENCE_S) == 1
    assert "is it up, and its URL right?" in processes.output()
    assert "Traceback" not in processes.output()


def test_check__node_and_engine_hang__ends_in_time_and_says_so(
    processes: Processes, silent: SilentServer
):
    url = f"http://{silent.address}"
    settings = {"TROUPE_RPC_URL": url, "TROUPE_ENGINE_URL": f"{url}/v1"}
    process = processes.start("check", TROUPE_ENGINE="openai", **settings)
    assert process.wait(PATIENCE_S) == 1
    assert "FAIL node: " in processes.output()
    assert "FAIL text engine: no answer in 20 s" in processes.output()


def test_fatal__wrong_database_url__says_no_secret(processes: Processes):
    database = "postgresql://troupe:pg-w0rd@127.0.0.1:1/oracle"
    process = processes.start("run", TROUPE_DATABASE=database)
    assert process.wait(PATIENCE_S) == 1
    assert "pg-w0rd" not in processes.output()
    assert "Traceback" not in processes.output()


def test_settings__malformed_secret_url__is_named_and_not_shown(
    processes: Processes,
):
    process = processes.start("check", TROUPE_RPC_URL=f"htp://me:{RPC_LOGIN}@x/{RPC_KEY}")
    assert process.wait(PATIENCE_S) == 1
    assert "TROUPE_RPC_URL" in processes.output()
    assert exposed(processes.output()) == []


def page(port: int, path: str) -> str:
    try:
        return httpx.get(f"http://127.0.0.1:{port}{path}", timeout=60).text
    except httpx.TransportError:
        return ""
