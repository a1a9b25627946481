"""A deployed Troupe on a local chain, and people who act in it."""

import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from eth_abi import encode
from frontend_api.settings import Settings
from web3 import Web3
from web3.contract import Contract

from oracle.chain.deployment import Deployment, load_abi, load_deployment
from oracle.chain.node import connect
from oracle.domain import (
    Ballot,
    Brief,
    Criterion,
    CriterionScore,
    EngineInfo,
    Entry,
    EntryScores,
    Manifest,
    Platform,
    Quote,
    Sampling,
    ScoreSheet,
)
from oracle.ipfs.embedded import EmbeddedStore

ROOT = Path(__file__).parents[2]
WEI = 10**18
BRIEF = Brief(text="Write about the new ferry across the river.")
BUILT_IN = EngineInfo(name="built-in", version="1", model="none", built_in=True)


def deploy(url: str, folder: Path) -> Settings:
    """Deploy on the chain at `url`, with all files in `folder`."""
    environment = os.environ | {
        "TROUPE_RPC_URL": url,
        "TROUPE_DEPLOYMENTS": str(folder),
        "TROUPE_BLOCKS": str(folder / "blocks.sqlite"),
    }
    ape = Path(sys.executable).with_name("ape")
    command = [ape, "run", "deploy", "--network", "ethereum:devnet:node"]
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return Settings(
        _env_file=None,
        rpc_url=url,
        deployments=folder,
        projection=folder / "projection.sqlite",
        blocks=folder / "blocks.sqlite",
    )


@dataclass
class Stage:
    """Contracts, accounts by role, and the moves of a round. Calls go out unlocked."""

    settings: Settings
    blocks: EmbeddedStore
    salts: dict[tuple[int, str], bytes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.w3: Web3 = connect(str(self.settings.rpc_url))
        self.deployment: Deployment = load_deployment(self.settings.deployments, 31337)
        accounts = self.w3.eth.accounts
        self.operators, self.proposer, self.voters = accounts[1:4], accounts[4], accounts[5:7]
        self.sponsor = accounts[7]
        self.rounds = self.contract("GenerationRounds")
        self.committee = self.contract("OracleCommittee")
        self.registry = self.contract("PersonaRegistry")
        self.token = self.contract("RewardToken")
        self.timelock = self.deployment.address("Timelock")

    def contract(self, name: str, address: str | None = None) -> Contract:
        where = Web3.to_checksum_address(address or self.deployment.address(name))
        return self.w3.eth.contract(where, abi=load_abi(name))

    def rpc(self, method: str, *params: Any) -> Any:
        answer = self.w3.provider.make_request(method, list(params))
        assert "error" not in answer, answer
        return answer["result"]

    def send(self, call: Any, sender: str) -> Any:
        receipt = self.w3.eth.wait_for_transaction_receipt(call.transact({"from": sender}))
        assert receipt["status"] == 1
        return receipt

    def govern(self, call: Any) -> None:
        """As the timelock does after a passed proposal."""
        self.rpc("anvil_impersonateAccount", self.timelock)
        self.rpc("anvil_setBalance", self.timelock, hex(WEI))
        self.send(call, self.timelock)

    def travel(self, seconds: int) -> None:
        self.rpc("evm_increaseTime", seconds)
        self.rpc("evm_mine")

    def mine(self, count: int = 1) -> None:
        self.rpc("anvil_mine", hex(count))

    def set_up(self) -> None:
        """Operators bond, spenders approve, voters delegate to themselves."""
        for operator in self.operators:
            self.approve(operator, self.committee)
            self.send(self.committee.functions.bond(2_000 * WEI), operator)
        for spender in (self.proposer, self.sponsor):
            self.approve(spender, self.rounds)
        for voter in self.voters:
            self.send(self.token.functions.delegate(voter), voter)

    def approve(self, owner: str, spender: Contract) -> None:
        self.send(self.token.functions.approve(spender.address, 2**255), owner)

    def propose(self, brief: str, roster: tuple[int, ...] = (1, 2, 3), platform: int = 2) -> int:
        call = self.rounds.functions.propose(brief, platform, list(roster), 100 * WEI)
        self.send(call, self.proposer)
        return int(self.rounds.functions.roundCount().call())

    def manifest(self, round_id: int, roster: tuple[int, ...] = (1, 2, 3)) -> Manifest:
        return Manifest(
            chain_id=31337,
            rounds=self.rounds.address,
            round_id=round_id,
            brief=BRIEF.digest,
            platform=Platform.LINKEDIN,
            scoring_profile=self.deployment.scoring_profile,
            operator=self.operators[0],
            entries=tuple(self._entry(persona_id) for persona_id in roster),
        )

    def _entry(self, persona_id: int) -> Entry:
        card = "0x" + self.registry.functions.persona(persona_id).call()[0].hex()
        return Entry(
            persona_id=persona_id,
            card=card,
            seed="0x" + f"{persona_id:064x}",
            text=f"The ferry opens on Monday, says persona {persona_id}.",
            engine=BUILT_IN,
            prompt="0x" + "ab" * 32,
            sampling=Sampling(),
            quotes=(Quote(start=4, end=9, source=-1, source_start=20, source_end=25),),
            unused=("Tickets are free on the first day.",),
        )

    def submit(self, round_id: int, manifest: str) -> None:
        question = self.question(round_id)
        leader = self.committee.functions.leader(question).call()
        self.send(self.rounds.functions.submitEntries(round_id, manifest), leader)
        self.travel(1)  # votes come strictly later

    def question(self, round_id: int) -> bytes:
        return bytes(self.rounds.functions.questionId(round_id).call())

    def commit(self, round_id: int, operator: str, payload: bytes) -> None:
        salt = Web3.keccak(payload + operator.encode())
        question = self.question(round_id)
        types = ["uint256", "address", "bytes32", "address", "bytes32", "bytes32"]
        fields = [31337, self.committee.address, question, operator, Web3.keccak(payload), salt]
        commitment = Web3.keccak(encode(types, fields))
        self.salts[round_id, operator] = salt
        self.send(self.committee.functions.commit(question, commitment), operator)

    def reveal(self, round_id: int, operator: str, payload: bytes) -> None:
        salt = self.salts[round_id, operator]
        call = self.committee.functions.reveal(self.question(round_id), payload, salt)
        self.send(call, operator)

    def vote(self, round_id: int, voter: str, entry: int) -> None:
        self.send(self.rounds.functions.castVote(round_id, entry), voter)

    def end_voting(self) -> None:
        self.travel(13)

    def settle(self, round_id: int) -> None:
        self.send(self.rounds.functions.settle(round_id), self.proposer)


def sheet(manifest: Manifest, scores: tuple[int, ...], ballots: tuple[int, ...]) -> ScoreSheet:
    """A sheet that gives entry i `scores[i]` in every criterion; 0 disqualifies."""
    return ScoreSheet(
        manifest=manifest.digest,
        scoring_profile=manifest.scoring_profile,
        entries=tuple(
            EntryScores(
                persona_id=entry.persona_id,
                criteria={c: CriterionScore(value=score, why=f"{c} is so") for c in Criterion},
                disqualified=None if score else "it copies another entry",
            )
            for entry, score in zip(manifest.entries, scores, strict=True)
        ),
        ballots=tuple(
            Ballot(persona_id=entry.persona_id, entry=choice, why="it is clear")
            for entry, choice in zip(manifest.entries, ballots, strict=True)
        ),
    )
