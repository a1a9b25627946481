"""A local chain with Troupe deployed and the web service in front of it, as real processes."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import httpx
from web3 import Web3

from oracle.chain.deployment import Deployment, load_deployment
from oracle.chain.rounds import contract
from oracle.ipfs.embedded import EmbeddedStore
from tests.anvil import running_anvil

ROOT = Path(__file__).parents[3]
_WINDOWS = {"leader": 3_000, "entry": 3_600, "vote": 600, "reveal": 600}
_WAIT_S = 30.0

T = TypeVar("T")


def wait_for(ask: Callable[[], T | None], what: str, seconds: float = _WAIT_S) -> T:
    """What `ask` gives once it gives something true."""
    deadline = time.monotonic() + seconds
    while not (found := ask()):
        if time.monotonic() > deadline:
            raise TimeoutError(f"waited {seconds:.0f} s for {what}")
        time.sleep(0.05)
    return found


@dataclass(frozen=True)
class Stage:
    """The running system; `url` is the service's, `rpc` the chain's."""

    url: str
    rpc: str
    w3: Web3
    deployment: Deployment
    blocks: EmbeddedStore

    def contract(self, name: str) -> Any:
        """A contract of the deployment."""
        return contract(self.w3, self.deployment, name)

    def send(self, account: str, call: Any) -> Any:
        """The receipt of a call by one of the chain's unlocked accounts."""
        receipt = self.w3.eth.wait_for_transaction_receipt(call.transact({"from": account}))
        assert receipt["status"] == 1
        return receipt

    def pass_time(self, seconds: int) -> None:
        """Move the chain's clock on by that much, and mine a block."""
        for method, parameters in (("evm_increaseTime", [seconds]), ("evm_mine", [])):
            self.w3.provider.make_request(method, parameters)  # type: ignore[arg-type]

    def get(self, path: str) -> Any:
        """The service's answer."""
        return httpx.get(self.url + path, timeout=10).raise_for_status().json()


@contextmanager
def running_stage(folder: Path) -> Iterator[Stage]:
    """Build the page, start everything, and end it with the block."""
    _finish(["npm", "run", "build", "--workspace", "frontend-api/web"], folder / "build.log", {})
    with running_anvil() as rpc:
        env = {
            "TROUPE_RPC_URL": rpc,
            "TROUPE_DEPLOYMENTS": str(folder),
            "TROUPE_BLOCKS": str(folder / "blocks.sqlite"),
            "TROUPE_PROJECTION": str(folder / "projection.sqlite"),
            "TROUPE_POLL_SECONDS": "0.2",
        }
        windows = [w for name, s in _WINDOWS.items() for w in (f"--{name}-window", str(s))]
        ape = str(Path(sys.executable).with_name("ape"))
        deploy = [ape, "run", "deploy", "--network", "ethereum:devnet:node", *windows]
        _finish(deploy, folder / "deploy.log", env)
        with _running_service(folder / "service.log", env) as url:
            w3 = Web3(Web3.HTTPProvider(rpc))
            with EmbeddedStore(folder / "blocks.sqlite") as blocks:
                yield Stage(url, rpc, w3, load_deployment(folder, 31337), blocks)


def _finish(command: list[str], log: Path, env: dict[str, str]) -> None:
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, **env}, capture_output=True, text=True, check=False
    )
    log.write_text(done.stdout + done.stderr)
    assert done.returncode == 0, f"{command[:3]} failed: {(done.stdout + done.stderr)[-2_000:]}"


@contextmanager
def _running_service(log: Path, env: dict[str, str]) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "frontend_api", "run", "--port", str(port)]
    url = f"http://127.0.0.1:{port}"
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, cwd=ROOT, env={**os.environ, **env}, stdout=output, stderr=subprocess.STDOUT
        )
        try:
            wait_for(lambda: _healthy(process, url, log), "the service")
            yield url
        finally:
            process.terminate()
            process.wait()


def _healthy(process: subprocess.Popen[bytes], url: str, log: Path) -> bool:
    assert process.poll() is None, f"the service ended: {log.read_text()[-2_000:]}"
    try:
        return httpx.get(f"{url}/health", timeout=5).is_success
    except httpx.TransportError:
        return False
