"""Troupe deployed on a local chain, with the processes that run on it, all real."""

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ClassVar, TypeVar

import httpx
from web3 import Web3
from web3.contract import Contract

from oracle.chain.deployment import Deployment, load_abi, load_deployment
from oracle.chain.node import connect
from oracle.ipfs.embedded import EmbeddedStore
from scripts._demo.processes import Processes
from scripts._demo.stage import CHAIN_ID, ape
from scripts._deployment.profile import FOLDER
from tests.anvil import running_anvil
from tests.ports import free_port
from tests.wait import PATIENCE_S


class Stage:
    """The contracts, and the chain's unlocked accounts to call them; all files in one folder.

    The chain mines a block for each transaction until `tick`. `LONGER` is what each deployment of
    its kind changes in the local profile, by part and name.
    """

    LONGER: ClassVar[Mapping[str, Mapping[str, int]]] = {}

    def __init__(self, rpc_url: str, folder: Path) -> None:
        self.rpc_url, self.folder = rpc_url, folder
        self.w3: Web3 = connect(rpc_url)
        self.blocks = EmbeddedStore(folder / "blocks.sqlite")
        # The service ends a connection idle for 5 s; one asked at that moment would be reset.
        self.api = httpx.Client(timeout=60, limits=httpx.Limits(keepalive_expiry=1))
        self.processes = Processes(
            folder / "logs",
            {
                "TROUPE_RPC_URL": rpc_url,
                "TROUPE_CHAIN_ID": str(CHAIN_ID),
                "TROUPE_DEPLOYMENTS": str(folder),
                "TROUPE_BLOCKS": str(folder / "blocks.sqlite"),
                "TROUPE_PROJECTION": str(folder / "projection.sqlite"),
                "TROUPE_PEOPLE": str(folder / "people.sqlite"),
                "TROUPE_POLL_SECONDS": "0.3",
                "TROUPE_TURN_SECONDS": "3",
                "OMP_NUM_THREADS": "1",
            },
        )

    def deploy(self, **windows: int) -> None:
        """Deploy with other windows of rounds, in seconds by name; impacts wait for a day."""
        rounds = {f"{name}Window": seconds for name, seconds in windows.items()}
        self.deploy_by(rounds=rounds, contributions={"activationDelay": 24 * 3_600})

    def deploy_by(self, **changes: dict[str, Any]) -> None:
        """Deploy by the command a developer uses, by the local profile with some changes."""
        profile = json.loads((FOLDER / "local.json").read_text())
        for part, values in (*self.LONGER.items(), *changes.items()):
            profile[part] |= values
        path = self.folder / "profile.json"
        path.write_text(json.dumps(profile))
        self.processes.finish("deploy", ape("deploy", "--profile", str(path)))
        self.deployment: Deployment = load_deployment(self.folder, CHAIN_ID)
        self.rounds = self.contract("GenerationRounds")
        self.committee = self.contract("OracleCommittee")
        self.registry = self.contract("PersonaRegistry")
        self.token = self.contract("RewardToken")

    def serve(self, port: int | None = None) -> None:
        """Start the web service, at a free port where none is given, and point `api` at it."""
        port = port or free_port()
        command = [sys.executable, "-m", "frontend_api", "run", "--port", str(port)]
        self.processes.start("web service", command)
        self.api.base_url = f"http://127.0.0.1:{port}"
        self.wait(self._healthy, "the web service")

    def get(self, path: str) -> Any:
        """The web service's answer."""
        return self.api.get(path).raise_for_status().json()

    def contract(self, name: str, address: str | None = None) -> Contract:
        """The contract of that name; the deployment's, where no address is given."""
        where = Web3.to_checksum_address(address or self.deployment.address(name))
        return self.w3.eth.contract(where, abi=load_abi(name), decode_tuples=True)

    def address(self, index: int) -> str:
        """The address of one of the chain's accounts."""
        return str(self.w3.eth.accounts[index])

    def send(self, call: Any, sender: str) -> Any:
        """The receipt of a call, mined."""
        receipt = self.w3.eth.wait_for_transaction_receipt(call.transact({"from": sender}))
        assert receipt["status"] == 1
        return receipt

    def question(self, round_id: int) -> bytes:
        """The name of a round's question."""
        return bytes(self.rounds.functions.questionId(round_id).call())

    def rpc(self, method: str, *params: Any) -> Any:
        """What the chain answers."""
        answer = self.w3.provider.make_request(method, list(params))
        assert "error" not in answer, answer
        return answer["result"]

    def travel(self, seconds: int) -> None:
        """Move the chain's clock on by that much, and mine a block."""
        self.rpc("evm_increaseTime", seconds)
        self.rpc("evm_mine")

    def tick(self) -> None:
        """From now on mine a block a second, and none for a transaction alone."""
        self.rpc("evm_setIntervalMining", 1)

    def wait(self, ready: Callable[[], bool], what: str, but: str | None = None) -> None:
        """Wait for a condition; a process that dies, other than `but`, ends the wait."""
        self.processes.wait_until(ready, what, PATIENCE_S, but)

    def close(self) -> None:
        """End everything."""
        self.processes.stop()
        self.api.close()
        self.blocks.close()

    def _healthy(self) -> bool:
        try:
            return self.api.get("/health").is_success
        except httpx.TransportError:
            return False


S = TypeVar("S", bound=Stage)


@contextmanager
def deployed(kind: type[S], folder: Path, **windows: int) -> Iterator[S]:
    """A stage of that kind on a chain of its own, ended with the block."""
    with running_anvil() as url:
        stage = kind(url, folder)
        try:
            stage.deploy(**windows)
            yield stage
        finally:
            stage.close()
