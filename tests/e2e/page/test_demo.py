"""The demo as a newcomer meets it: terminal, page and chain say the same."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from oracle.chain.deployment import load_deployment
from oracle.chain.node import connect
from oracle.chain.rounds import contract
from tests.ports import free_port
from tests.wait import PATIENCE_S

pytestmark = pytest.mark.timeout(900)

APE = Path(sys.executable).with_name("ape")
SHOWN_S = 600
VOTE_S = 600  # ended by the test once three operators have scored, and three people voted


def is_listening(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@dataclass(frozen=True)
class Demo:
    """A running demo, after its round."""

    process: subprocess.Popen[str]
    terminal: str
    web: int
    rpc: int
    deployments: Path


def start(folder: Path, web: int, rpc: int, **more: str) -> subprocess.Popen[str]:
    environment = {
        **os.environ,
        "TROUPE_DEPLOYMENTS": str(folder),
        "PORT": str(web),
        "RPC_PORT": str(rpc),
        "COLUMNS": "120",
        "OMP_NUM_THREADS": "1",
        **more,
    }
    return subprocess.Popen(
        [str(APE), "run", "demo", "--state", str(folder), "--vote-window", str(VOTE_S)],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def end_voting(process: subprocess.Popen[str], web: int, rpc: int) -> None:
    """Once the round has all its commitments and votes."""
    deadline = time.monotonic() + SHOWN_S
    while not is_complete(web):
        assert process.poll() is None, process.stdout and process.stdout.read()
        assert time.monotonic() < deadline
        time.sleep(1)  # the demo asks from the same address, which may not ask too often
    connect(f"http://127.0.0.1:{rpc}").provider.make_request("evm_increaseTime", [VOTE_S])


def is_complete(web: int) -> bool:
    with suppress(httpx.TransportError):
        answer = httpx.get(f"http://127.0.0.1:{web}/rounds/1", timeout=60)
        did = answer.json().get("progress", {})
        return bool(did.get("committed") == did.get("votes") == 3)
    return False


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Demo]:
    web, rpc = free_port(), free_port()
    process = start(tmp_path, web, rpc)
    lines: list[str] = []
    try:
        end_voting(process, web, rpc)
        assert process.stdout is not None
        deadline = time.monotonic() + SHOWN_S
        for line in process.stdout:
            lines.append(line)
            if line.startswith("The page:") or time.monotonic() > deadline:
                break
        assert lines[-1].startswith("The page:"), "".join(lines[-30:])
        yield Demo(process, "".join(lines), web, rpc, tmp_path)
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=SHOWN_S)


def test_demo__settled_round__terminal_page_and_chain_agree_until_ctrl_c_ends_all(
    demo: Demo, browser: Any
):
    w3 = connect(f"http://127.0.0.1:{demo.rpc}")
    deployment = load_deployment(demo.deployments, 31337)
    rounds = contract(w3, deployment, "GenerationRounds")
    registry = contract(w3, deployment, "PersonaRegistry")
    (settled,) = rounds.events.RoundSettled().get_logs(from_block=0)
    prizes = rounds.events.PrizePaid().get_logs(from_block=0)
    finals = {i + 1: settled["args"]["finals"] >> 16 * i & 0xFFFF for i in range(5)}
    paid = {log["args"]["personaId"]: log["args"] for log in prizes}
    api = httpx.get(f"http://127.0.0.1:{demo.web}/rounds/1/entries", timeout=60).json()["items"]

    page = browser.new_page()
    page.set_default_timeout(1_000 * PATIENCE_S)
    page.goto(f"http://127.0.0.1:{demo.web}/round/1")
    assert len(api) == 5
    for row in api:
        persona, name = row["persona_id"], row["name"]
        amount = f"{paid[persona]['amount'] / 10**18:,.4f}".rstrip("0").rstrip(".")
        vault = registry.functions.vaultOf(persona).call()
        assert row["final_score"] == finals[persona]
        assert int(row["prize"]) == paid[persona]["amount"]
        assert re.search(rf"{name} .* {finals[persona]} +{re.escape(amount)} *\n", demo.terminal)
        assert re.search(rf"{name} +{vault} +{re.escape(amount)} +", demo.terminal)
        assert row["text"].split("\n")[0][:60] in " ".join(demo.terminal.split())
        entry = page.get_by_role("region", name=f"Entry of {name}")
        shown = entry.inner_text()
        assert f"final {finals[persona]:,}" in shown
        assert f"{amount} TROUPE" in shown
        for value in row["criteria"].values():
            assert f"{value:,}" in shown
            assert str(value) in demo.terminal
    page.close()
    assert "built-in writer: no language model" in demo.terminal

    demo.process.send_signal(signal.SIGINT)
    assert demo.process.wait(timeout=SHOWN_S) == 0
    assert not is_listening(demo.web)
    assert not is_listening(demo.rpc)


def ended(process: subprocess.Popen[str]) -> tuple[int, list[str]]:
    output, _ = process.communicate(timeout=SHOWN_S)
    return process.returncode, [line for line in output.splitlines() if "WARNING" not in line]


def test_demo__busy_port__says_so_in_one_line(tmp_path: Path):
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        busy = holder.getsockname()[1]
        status, lines = ended(start(tmp_path, busy, free_port()))
    assert status == 1
    assert len(lines) == 1
    assert f"port {busy} is busy" in lines[0]


@pytest.mark.parametrize("brief", ["", "  "])
def test_demo__empty_brief__says_so_in_one_line(tmp_path: Path, brief: str):
    status, lines = ended(start(tmp_path, free_port(), free_port(), BRIEF=brief))
    assert status == 1
    assert len(lines) == 1
    assert "brief" in lines[0]


def test_demo__node_missing__says_so_in_one_line(tmp_path: Path):
    tools = tmp_path / "bin"
    tools.mkdir()
    status, lines = ended(start(tmp_path, free_port(), free_port(), PATH=str(tools)))
    assert status == 1
    assert len(lines) == 1
    assert "node is missing" in lines[0]


def test_demo__child_dies__says_so_and_leaves_nothing_running(tmp_path: Path):
    rpc = free_port()
    process = start(tmp_path, free_port(), rpc)
    deadline = time.monotonic() + SHOWN_S
    while not is_listening(rpc):
        assert time.monotonic() < deadline
        assert process.poll() is None
        time.sleep(0.05)
    command = ["pgrep", "--parent", str(process.pid), "--full", "anvil"]
    (chain,) = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    os.kill(int(chain), signal.SIGKILL)
    status, lines = ended(process)
    assert status == 1
    assert [line for line in lines if not line.startswith("demo: ")] == []
    assert len(lines) == 1
    children = ["pgrep", "--parent", str(process.pid)]
    assert subprocess.run(children, capture_output=True, check=False).stdout == b""
    assert not is_listening(rpc)


def test_demo__unknown_platform__says_so_in_one_line(tmp_path: Path):
    status, lines = ended(start(tmp_path, free_port(), free_port(), PLATFORM="myspace"))
    assert status == 1
    assert len(lines) == 1
    assert "linkedin" in lines[0]
