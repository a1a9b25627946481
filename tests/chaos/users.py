"""The proposer and the voters of a scenario, who send again what a reorg drops."""

from typing import Any

from web3 import Web3

from oracle.chain.abi import decoding_web3
from oracle.chain.contracts import contract
from oracle.chain.deployment import Deployment
from oracle.domain import Platform
from scripts._demo.people import PROPOSER, VOTERS
from tests.chaos.chain import Chain
from tests.chaos.plan import Stage
from tests.chaos.sight import Sight
from tests.chaos.template import BRIEF

BOUNTY = 100 * 10**18
ROSTER = (1, 2, 3)
_CHOICES = (0, 1, 1)


class Users:
    """Each `act` sends what is not on the chain and not on its way."""

    def __init__(self, chain: Chain, deployment: Deployment) -> None:
        self._chain = chain
        self._rounds = contract(decoding_web3(), deployment, "GenerationRounds")
        self._accounts = [Web3.to_checksum_address(each) for each in chain.rpc("eth_accounts")]
        self._sent: dict[int, str] = {}

    def act(self, sight: Sight) -> None:
        """Open the round, and vote once one can."""
        if sight.stage is Stage.NONE:
            brief = bytes.fromhex(BRIEF.digest[2:])
            self._send(PROPOSER, "propose", brief, int(Platform.LINKEDIN), list(ROSTER), BOUNTY)
        entries = sight.of("EntriesSubmitted")
        if entries and sight.height > entries[0].block_number and sight.stage < Stage.REVEALING:
            voted = {event.args["voter"] for event in sight.of("VoteCast")}
            for voter, choice in zip(VOTERS, _CHOICES, strict=True):
                if self._accounts[voter] not in voted:
                    self._send(voter, "castVote", 1, choice)

    def have_voted(self, sight: Sight) -> bool:
        return len(sight.of("VoteCast")) == len(VOTERS)

    def _send(self, account: int, function: str, *args: Any) -> None:
        if self._waits(self._sent.get(account)):
            return
        data = self._rounds.encode_abi(function, args)
        call = {"from": self._accounts[account], "to": self._rounds.address, "data": data}
        self._sent[account] = self._chain.rpc("eth_sendTransaction", {**call, "gas": hex(10**6)})

    def _waits(self, sent: str | None) -> bool:
        found = self._chain.rpc("eth_getTransactionByHash", sent) if sent else None
        return bool(found) and found["blockNumber"] is None
