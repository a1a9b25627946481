"""``python -m frontend_api`` as a process."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from frontend_api.settings import Settings

from tests.anvil import running_anvil
from tests.frontend_api.stage import BRIEF, Stage
from tests.frontend_api.world import World
from tests.ports import free_port
from tests.wait import PATIENCE_S, wait_for

Environment = dict[str, str]

#: How long a command may take until it has loaded its libraries and done its work.
COMMAND_S = 2 * PATIENCE_S


@pytest.fixture
def environment(settings: Settings) -> Environment:
    return os.environ | {
        "TROUPE_RPC_URL": str(settings.rpc_url),
        "TROUPE_DEPLOYMENTS": str(settings.deployments),
        "TROUPE_PROJECTION": str(settings.projection),
        "TROUPE_BLOCKS": str(settings.blocks),
        "TROUPE_PEOPLE": str(settings.people),
        "TROUPE_POLL_SECONDS": "0.1",
    }


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "frontend_api", *arguments]


def fails(environment: Environment, *arguments: str) -> str:
    """What a command says that fails."""
    done = subprocess.run(
        command(*arguments), env=environment, capture_output=True, text=True, timeout=COMMAND_S
    )
    assert done.returncode == 1, done.stderr
    [line] = [line for line in done.stderr.splitlines() if line.startswith("error: ")]
    assert "Traceback" not in done.stderr
    return line


@contextmanager
def running(environment: Environment, *arguments: str) -> Iterator[None]:
    """A command, ended by SIGTERM as a service manager does."""
    process = subprocess.Popen(command(*arguments), env=environment, stderr=subprocess.DEVNULL)
    try:
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        status = process.wait(PATIENCE_S)
    assert status in (0, -signal.SIGTERM)


def answers(url: str) -> bool:
    try:
        return httpx.get(url, timeout=60).status_code == 200
    except httpx.TransportError:
        return False


def test_run__chain_moves__serves_what_happens(environment: Environment, stage: Stage) -> None:
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    with running(environment, "run", "--port", str(port)):
        wait_for(lambda: answers(f"{url}/ready"), "the service", COMMAND_S)
        round_id = stage.propose(BRIEF.digest)
        wait_for(lambda: answers(f"{url}/rounds/{round_id}"), "the new round")


def test_app__imported__leaves_heavy_libraries_until_they_are_needed() -> None:
    heavy = "sklearn", "scipy.stats", "pandas", "siwe", "torch", "lightgbm", "matplotlib"
    said = f"import sys, frontend_api.app; print(sorted(sys.modules.keys() & {set(heavy)}))"
    done = subprocess.run(
        [sys.executable, "-c", said], capture_output=True, text=True, timeout=PATIENCE_S, check=True
    )
    assert done.stdout.strip() == "[]"


def test_project_and_serve__two_processes__share_the_projection(
    environment: Environment, world: World
) -> None:
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    serve = ("serve", "--port", str(port), "--workers", "2")
    with running(environment, "project"), running(environment, *serve):
        wait_for(lambda: answers(f"{url}/rounds/{world.settled}"), "the round", COMMAND_S)


def test_rebuild__then_serve__has_everything(environment: Environment, world: World) -> None:
    done = subprocess.run(
        command("rebuild"), env=environment, capture_output=True, text=True, timeout=COMMAND_S
    )
    assert (done.returncode, done.stdout) == (0, "")
    assert "the projection is rebuilt: " in done.stderr


def test_serve__port_taken__says_so(environment: Environment) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = str(listener.getsockname()[1])
        for name in ("serve", "run"):
            assert f"port {port}" in fails(environment, name, "--port", port)


def test_project__node_away__says_so(environment: Environment) -> None:
    unreachable = environment | {"TROUPE_RPC_URL": f"http://127.0.0.1:{free_port()}"}
    assert "can't be reached" in fails(unreachable, "project")


def test_project__chain_started_anew__says_so(environment: Environment) -> None:
    with running_anvil("--timestamp", "1700000000") as url:
        other = environment | {"TROUPE_RPC_URL": url}
        assert "it was started anew" in fails(other, "project")


def test_project__other_chain__asks_for_its_deployment(environment: Environment) -> None:
    with running_anvil("--chain-id", "4242") as url:
        other = environment | {"TROUPE_RPC_URL": url}
        assert "4242.json is missing" in fails(other, "project")


def test_project__unfinished_manifest__says_what_to_run(
    environment: Environment, settings: Settings, tmp_path: Path
) -> None:
    manifest = json.loads((settings.deployments / "31337.json").read_text())
    (tmp_path / "31337.json").write_text(json.dumps(manifest | {"complete": False}))
    other = environment | {"TROUPE_DEPLOYMENTS": str(tmp_path)}
    assert "ape run deploy" in fails(other, "project")


def test_project__file_of_another_kind__is_left_alone(
    environment: Environment, settings: Settings
) -> None:
    other = environment | {"TROUPE_PROJECTION": str(settings.blocks)}
    assert "choose another file" in fails(other, "project")


def test_settings__malformed__names_the_variable_and_says_why(environment: Environment) -> None:
    told = fails(environment | {"TROUPE_RPC_URL": "nowhere"}, "project")
    assert "TROUPE_RPC_URL: Input should be a valid URL" in told
