"""People who act on the API's stage, and the moves of a round."""

from pathlib import Path
from typing import Any, ClassVar

from web3 import Web3
from web3.contract import Contract

from oracle.domain import Brief, Entry, Manifest, Quote
from scripts._demo.stage import CHAIN_ID
from tests import stage
from tests.factories import commitment, entry, manifest
from tests.frontend_api.serving import settings_in

WEI = 10**18
#: A window of a round, a question or a vote: no move of a busy machine is too late for it.
WINDOW_S = 600
BRIEF = Brief(text="Write about the new ferry across the river.")

_ASKED = dict.fromkeys(("commitWindow", "revealWindow"), WINDOW_S)
_DELAYS = dict.fromkeys(("votingDelay", "lateQuorumExtension", "timelockDelay"), WINDOW_S)


class Stage(stage.Stage):
    """Accounts by role, and what they do; windows that only a test's own clock ends."""

    LONGER: ClassVar = {
        "rounds": dict.fromkeys(("entryWindow", "voteWindow", "revealWindow"), WINDOW_S),
        "contributions": _ASKED,
        "training": _ASKED | dict.fromkeys(("submitWindow", "attributionWindow"), WINDOW_S),
        "governor": _DELAYS | {"votingPeriod": 2 * WINDOW_S},
    }

    def __init__(self, rpc_url: str, folder: Path) -> None:
        super().__init__(rpc_url, folder)
        accounts = self.w3.eth.accounts
        self.operators, self.proposer, self.voters = accounts[1:4], accounts[4], accounts[5:7]
        self.sponsor = accounts[7]
        self.settings = settings_in(folder, rpc_url=rpc_url, deployments=folder)

    def govern(self, call: Any) -> None:
        """As the timelock does after a passed proposal."""
        timelock = self.deployment.address("Timelock")
        self.rpc("anvil_impersonateAccount", timelock)
        self.rpc("anvil_setBalance", timelock, hex(WEI))
        self.send(call, timelock)

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

    def now(self) -> int:
        """The time of the newest block."""
        return int(self.w3.eth.get_block("latest")["timestamp"])

    def register(self, card: str) -> int:
        """Register a persona for the sponsor, which governance has yet to activate."""
        self.approve(self.sponsor, self.registry)
        register = self.registry.get_function_by_signature("register(bytes32)")
        self.send(register(card), self.sponsor)
        return int(self.registry.functions.personaCount().call())

    def approve(self, owner: str, spender: Contract) -> None:
        self.send(self.token.functions.approve(spender.address, 2**255), owner)

    def propose(self, brief: str, roster: tuple[int, ...] = (1, 2, 3), platform: int = 2) -> int:
        call = self.rounds.functions.propose(brief, platform, list(roster), 100 * WEI)
        self.send(call, self.proposer)
        return int(self.rounds.functions.roundCount().call())

    def manifest(self, round_id: int, roster: tuple[int, ...] = (1, 2, 3)) -> Manifest:
        return manifest(
            map(self._entry, roster),
            rounds=self.rounds.address,
            round_id=round_id,
            brief=BRIEF.digest,
            scoring_profile=self.deployment.scoring_profile,
            operator=self.operators[0],
        )

    def _entry(self, persona_id: int) -> Entry:
        return entry(
            persona_id,
            f"The ferry opens on Monday, says persona {persona_id}.",
            "0x" + self.registry.functions.persona(persona_id).call().card.hex(),
            quotes=(Quote(start=4, end=9, source=-1, source_start=20, source_end=25),),
            unused=("Tickets are free on the first day.",),
        )

    def submit(self, round_id: int, manifest: str) -> None:
        question = self.question(round_id)
        leader = self.committee.functions.leader(question).call()
        self.send(self.rounds.functions.submitEntries(round_id, manifest), leader)
        self.travel(1)  # votes come strictly later

    def commit(self, question: bytes, operator: str, payload: bytes) -> None:
        facts = (CHAIN_ID, self.committee.address, question, operator)
        promise = commitment(*facts, payload, _salt(operator, payload))
        self.send(self.committee.functions.commit(question, promise), operator)

    def reveal(self, question: bytes, operator: str, payload: bytes) -> None:
        salt = _salt(operator, payload)
        self.send(self.committee.functions.reveal(question, payload, salt), operator)

    def answer(self, question: bytes, payload: bytes) -> None:
        """All operators answer a question with the same, but do not close it."""
        for operator in self.operators:
            self.commit(question, operator, payload)
        self.travel(self.committee.functions.question(question).call().commitEnd - self.now())
        for operator in self.operators:
            self.reveal(question, operator, payload)

    def vote(self, round_id: int, voter: str, entry: int) -> None:
        self.send(self.rounds.functions.castVote(round_id, entry), voter)

    def end_window(self) -> None:
        """Let the newest window of all rounds end by the chain's clock."""
        self.travel(WINDOW_S + 1)

    def settle(self, round_id: int) -> None:
        self.send(self.rounds.functions.settle(round_id), self.proposer)


def _salt(operator: str, payload: bytes) -> bytes:
    return bytes(Web3.keccak(payload + operator.encode()))
