"""Sets the stage: chain, contracts, operators, web service, and the engine where one is chosen."""

import os
import secrets
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import httpx
from web3 import Web3

from oracle.chain.deployment import load_deployment
from oracle.chain.node import connect
from scripts._demo.people import OPERATORS, People, instant_blocks, write_keystore
from scripts._demo.processes import DemoError, Processes, require_free
from scripts._paths import manifest_path

ROOT = Path(__file__).parents[2]
CHAIN_ID = 31337
_ENGINE_PORT = 8100
_PATIENCE_S = 180


@dataclass(frozen=True)
class Place:
    """Where the demo serves, on ports of loopback, the folder where it keeps its files, and how
    many seconds its rounds are voted on."""

    rpc: int
    web: int
    state: Path
    vote_window: int

    @property
    def logs(self) -> Path:
        """The folder of the processes' logs."""
        return self.state / "demo" / "logs"

    @property
    def rpc_url(self) -> str:
        """The local chain's address."""
        return f"http://127.0.0.1:{self.rpc}"


@dataclass(frozen=True)
class Stage:
    """A running Troupe: its people, its API, its processes."""

    people: People
    api: httpx.Client
    processes: Processes


def find_anvil() -> str:
    """The local chain's program. Raises `DemoError` where there is none."""
    here = os.pathsep.join([str(ROOT / "node_modules" / ".bin"), os.environ.get("PATH", "")])
    packaged = ROOT / "node_modules/@foundry-rs/anvil-linux-amd64/bin/anvil"
    found = str(packaged) if packaged.is_file() else shutil.which("anvil", path=here)
    if found is None:
        raise DemoError("anvil is not found: install Foundry and put anvil on PATH")
    return found


def open_processes(place: Place) -> Processes:
    """Nothing running yet, and no state left of an earlier demo's chain."""
    require_free(place.rpc, "the local chain", "run `make demo RPC_PORT=<another>`")
    require_free(place.web, "the web service", "run `make demo PORT=<another>`")
    if not shutil.which("node"):
        raise DemoError("node is missing: install Node.js 20.19 or newer")
    shutil.rmtree(place.state / "demo", ignore_errors=True)
    for leftover in place.state.glob("projection.sqlite*"):
        leftover.unlink()
    environment = {
        "TROUPE_RPC_URL": place.rpc_url,
        "TROUPE_CHAIN_ID": str(CHAIN_ID),
        "TROUPE_BLOCKS": str(place.state / "blocks.sqlite"),
        "TROUPE_PROJECTION": str(place.state / "projection.sqlite"),
        "TROUPE_PEOPLE": str(place.state / "demo" / "people.sqlite"),
        "OMP_NUM_THREADS": "1",
    }
    return Processes(place.logs, environment)


def set_stage(processes: Processes, place: Place, say: Callable[[str], None]) -> Stage:
    """Start everything. Raises `DemoError` where a part does not come up."""
    say("starting a local chain")
    anvil = [find_anvil(), "--port", str(place.rpc), "--chain-id", str(CHAIN_ID)]
    processes.start("chain", [*anvil, "--slots-in-an-epoch", "1", "--block-time", "1", "--quiet"])
    w3 = connect(place.rpc_url)
    processes.wait_until(lambda: w3.is_connected(), "the chain", _PATIENCE_S)
    engine = _start_engine(processes, place, say)
    say("deploying the contracts, five personas, three operators")
    with instant_blocks(w3):
        processes.finish("deploy", ape("deploy", *_windows(engine, place)))
        people = _people(w3)
        people.bond_operators()
        people.delegate()
    say("starting three oracle operators and the web service")
    for index in OPERATORS:
        _start_operator(processes, place, index, engine)
    web = [sys.executable, "-m", "frontend_api", "run", "--port", str(place.web)]
    processes.start("web service", web)
    # The service ends a connection idle for 5 s; one asked at that moment would be reset.
    limits = httpx.Limits(keepalive_expiry=1)
    api = httpx.Client(base_url=f"http://127.0.0.1:{place.web}", timeout=60, limits=limits)
    processes.wait_until(lambda: _answers(api, "/health"), "the web service", _PATIENCE_S)
    return Stage(people, api, processes)


def _windows(engine: dict[str, str], place: Place) -> list[str]:
    """Seconds for a reader to follow, and minutes for a model on a processor to write.

    Revealing ends with the last operator's: its window is for those that are slow.
    """
    windows = ["--vote-window", str(place.vote_window), "--reveal-window", "60"]
    if engine["TROUPE_ENGINE"] == "builtin":
        return windows
    return [*windows, "--leader-window", "1200", "--entry-window", "1800"]


def ape(script: str, *options: str) -> list[str]:
    """The command line of an `ape run` command on the demo's chain."""
    program = str(Path(sys.executable).with_name("ape"))
    return [program, "run", script, "--network", "ethereum:devnet:node", *options]


def _people(w3: Web3) -> People:
    return People(w3, load_deployment(manifest_path(CHAIN_ID).parent, CHAIN_ID))


def _start_operator(processes: Processes, place: Place, index: int, engine: dict[str, str]) -> None:
    keystore, passphrase = write_keystore(place.state / "demo", index)
    processes.start(
        f"operator {index}",
        [sys.executable, "-m", "oracle", "run"],
        TROUPE_KEYSTORE=str(keystore),
        TROUPE_PASSPHRASE_FILE=str(passphrase),
        TROUPE_DATABASE=str(place.state / "demo" / f"operator-{index}.sqlite"),
        TROUPE_TURN_SECONDS="4",
        TROUPE_POLL_SECONDS="0.5",
        **engine,
    )


def _start_engine(processes: Processes, place: Place, say: Callable[[str], None]) -> dict[str, str]:
    """The operators' settings of the text engine; TROUPE_MODEL is a hub id, a path or a URL."""
    model = os.environ.get("TROUPE_MODEL", "")
    if not model:
        return {"TROUPE_ENGINE": "builtin"}
    patient = {"TROUPE_ENGINE": "openai", "TROUPE_ENGINE_SECONDS": "1200"}
    if model.startswith(("http://", "https://")):
        return {**patient, "TROUPE_ENGINE_URL": model}
    say(f"loading {model} (log: {place.logs}/engine.log)")
    require_free(_ENGINE_PORT, "the engine server", "stop what listens there")
    token = place.state / "demo" / "engine.token"
    token.touch(mode=0o600)
    token.write_text(secrets.token_urlsafe(32))
    settings = {
        **patient,
        "TROUPE_ENGINE_URL": f"http://127.0.0.1:{_ENGINE_PORT}/v1",
        "TROUPE_ENGINE_TOKEN_FILE": str(token),
    }
    command = [sys.executable, "-m", "oracle", "engine", "--model", model]
    processes.start("engine", [*command, "--port", str(_ENGINE_PORT)], **settings)
    with httpx.Client(base_url=f"http://127.0.0.1:{_ENGINE_PORT}", timeout=5) as client:
        processes.wait_until(lambda: _answers(client, "/health"), "the model to load", 3_600)
    return settings


def _answers(client: httpx.Client, path: str) -> bool:
    try:
        return client.get(path).is_success
    except httpx.TransportError:
        return False
