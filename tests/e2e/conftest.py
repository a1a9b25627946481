"""The whole of Troupe on loopback: chain, contracts, operators, projection and API, all real."""

import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from web3 import Web3
from web3.logs import DISCARD

from oracle.chain.deployment import Deployment, load_deployment
from oracle.chain.node import connect
from oracle.chain.rounds import contract
from oracle.domain import Brief, Platform
from oracle.ipfs.embedded import EmbeddedStore
from scripts._demo.people import OPERATORS, PROPOSER, People, instant_blocks, write_keystore
from scripts._demo.processes import Processes
from scripts._demo.stage import ape
from tests.anvil import running_anvil

# Long, for slow machines: tests jump to the end of a window once what they wait for has happened.
WINDOWS = {"leader": 60, "entry": 300, "vote": 120, "reveal": 120}


PATIENCE_S = 100


class Troupe:
    """A deployed Troupe with its web service; operators are started by the tests."""

    def __init__(self, rpc_url: str, folder: Path) -> None:
        self.folder = folder
        self.w3: Web3 = connect(rpc_url)
        self.blocks = EmbeddedStore(folder / "blocks.sqlite")
        self.api = httpx.Client(timeout=10)
        self.processes = Processes(
            folder / "logs",
            {
                "TROUPE_RPC_URL": rpc_url,
                "TROUPE_CHAIN_ID": "31337",
                "TROUPE_DEPLOYMENTS": str(folder),
                "TROUPE_BLOCKS": str(folder / "blocks.sqlite"),
                "TROUPE_PROJECTION": str(folder / "projection.sqlite"),
                "TROUPE_POLL_SECONDS": "0.3",
                "TROUPE_TURN_SECONDS": "3",
                "OMP_NUM_THREADS": "1",
            },
        )

    def deploy(self) -> None:
        """Deploy by the command a developer uses."""
        windows = [part for k, v in WINDOWS.items() for part in (f"--{k}-window", str(v))]
        with instant_blocks(self.w3):
            self.processes.finish("deploy", ape("deploy", *windows))
        self.deployment: Deployment = load_deployment(self.folder, 31337)
        self.rounds = contract(self.w3, self.deployment, "GenerationRounds")
        self.committee = contract(self.w3, self.deployment, "OracleCommittee")
        self.registry = contract(self.w3, self.deployment, "PersonaRegistry")
        self.token = contract(self.w3, self.deployment, "RewardToken")
        self.people = People(self.w3, self.deployment)
        self.people.delegate()

    def serve(self) -> None:
        """Start the web service and a client of it."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        command = [sys.executable, "-m", "frontend_api", "run", "--port", str(port)]
        self.processes.start("web service", command)
        self.api.base_url = f"http://127.0.0.1:{port}"
        self.wait(self._healthy, "the web service", 60)

    def start_operator(self, index: int, *command: str, **settings: str) -> None:
        """Start an operator process with the key of that test account; `oracle run` by default."""
        line = [sys.executable, *(command or ("-m", "oracle", "run"))]
        self.processes.start(f"operator {index}", line, **self.key_of(index), **settings)

    def key_of(self, index: int) -> dict[str, str]:
        """The settings of the operator with that test account's key."""
        keystore = self.folder / f"operator-{index}.json"
        if not keystore.exists():
            write_keystore(self.folder, index)
        return {
            "TROUPE_KEYSTORE": str(keystore),
            "TROUPE_PASSPHRASE_FILE": str(keystore.with_suffix(".pass")),
            "TROUPE_DATABASE": str(self.folder / f"operator-{index}.sqlite"),
        }

    def oracle(self, command: str, **settings: str) -> subprocess.CompletedProcess[str]:
        """Run a command of the oracle to its end."""
        return subprocess.run(
            [sys.executable, "-m", "oracle", command],
            env={**self.processes.environment, **settings},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    def address(self, index: int) -> str:
        """The address of a test account."""
        return str(self.w3.eth.accounts[index])

    def propose(self, brief: Brief | str, platform: Platform = Platform.LINKEDIN) -> int:
        """Open a round with all five personas; a brief, or a digest that nobody pinned."""
        digest = brief if isinstance(brief, str) else self.blocks.put(brief.to_bytes())
        bounty = 100 * 10**18
        sender = {"from": self.address(PROPOSER)}
        approve = self.token.functions.approve(self.rounds.address, bounty)
        self.w3.eth.wait_for_transaction_receipt(approve.transact(sender))
        call = self.rounds.functions.propose(digest, int(platform), [1, 2, 3, 4, 5], bounty)
        receipt = self.w3.eth.wait_for_transaction_receipt(call.transact(sender))
        proposed = self.rounds.events.GenerationProposed()
        (event,) = proposed.process_receipt(receipt, errors=DISCARD)
        return int(event["args"]["roundId"])

    def state(self, round_id: int) -> int:
        """A round's state on chain."""
        return int(self.rounds.functions.round(round_id).call().state)

    def logs(self, event: str, round_id: int) -> list:
        """The events of that name about a round, of whichever contract has it."""
        source = self.rounds if hasattr(self.rounds.events, event) else self.committee
        subject = "roundId" if source is self.rounds else "questionId"
        key = round_id if source is self.rounds else self.question(round_id)
        filters = {subject: key}
        return list(source.events[event]().get_logs(from_block=0, argument_filters=filters))

    def question(self, round_id: int) -> bytes:
        """The name of a round's question."""
        return bytes(self.rounds.functions.questionId(round_id).call())

    def end_voting(self, round_id: int, operators: int) -> None:
        """Once so many operators have committed, jump to the reveal window."""
        self.wait(lambda: len(self.logs("Committed", round_id)) == operators, "commits", PATIENCE_S)
        (entries,) = self.logs("EntriesSubmitted", round_id)
        self.jump_to(entries["args"]["voteEnd"])

    def end_revealing(self, round_id: int, operators: int) -> None:
        """Once so many operators have revealed, jump to the end of the reveal window."""
        self.wait(lambda: len(self.logs("Revealed", round_id)) == operators, "reveals", PATIENCE_S)
        (entries,) = self.logs("EntriesSubmitted", round_id)
        self.jump_to(entries["args"]["revealEnd"])

    def jump_to(self, timestamp: int) -> None:
        """Let the chain's next block have at least that time."""
        ahead = timestamp - self.w3.eth.get_block("latest")["timestamp"]
        self.w3.provider.make_request("evm_increaseTime", [max(ahead, 0)])

    def wait(self, ready, what: str, seconds: float, but: str | None = None) -> None:
        """Wait for a condition; a process that dies, other than `but`, ends the wait."""
        self.processes.wait_until(ready, what, seconds, but)

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


@pytest.fixture(scope="module")
def bare_troupe(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Troupe]:
    """Chain and contracts, nobody bonded, no process running yet."""
    with running_anvil("--block-time", "1") as url:
        troupe = Troupe(url, tmp_path_factory.mktemp("troupe"))
        try:
            troupe.deploy()
            yield troupe
        finally:
            troupe.close()


@pytest.fixture(scope="module")
def troupe(bare_troupe: Troupe) -> Troupe:
    """The whole of it, with three operators and the web service; leave it as you found it."""
    bare_troupe.people.bond_operators()
    for index in OPERATORS:
        bare_troupe.start_operator(index)
    bare_troupe.serve()
    return bare_troupe
