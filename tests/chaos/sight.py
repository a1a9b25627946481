"""What the chain's head says of the round that a scenario plays."""

from dataclasses import dataclass
from typing import Any

from web3 import Web3

from oracle.chain.deployment import Deployment, load_abi
from oracle.chain.events import ChainEvent, EventDecoder
from oracle.chain.logs import Log
from oracle.chain.node import Header
from tests.chaos.chain import Chain
from tests.chaos.plan import Stage
from tests.chaos.template import DEPTH


@dataclass(frozen=True)
class Sight:
    """The events of rounds and committee since the scenario began, at block `height`."""

    height: int
    now: int
    events: tuple[ChainEvent, ...]

    def of(self, name: str) -> list[ChainEvent]:
        return [event for event in self.events if event.name == name]

    def age(self, name: str) -> int:
        """How many blocks lie on the newest event of that name; -1 without one."""
        found = self.of(name)
        return self.height - found[-1].block_number if found else -1

    @property
    def stage(self) -> Stage:
        if not self.of("GenerationProposed"):
            return Stage.NONE
        if any(map(self.of, ("RoundSettled", "RoundFailed", "RoundExpired"))):
            return Stage.SETTLED
        entries = self.of("EntriesSubmitted")
        if not entries:
            return Stage.OPEN if self.age("GenerationProposed") >= DEPTH else Stage.PROPOSED
        if self.now >= entries[0].args["voteEnd"]:
            return Stage.REVEALED if len(self.of("Revealed")) == 3 else Stage.REVEALING
        commits = len(self.of("Committed"))
        return (Stage.ENTERED, Stage.COMMITTING, Stage.COMMITTING, Stage.COMMITTED)[commits]


class Observer:
    """Looks at a chain from the block on at which the scenario begins."""

    def __init__(self, chain: Chain, deployment: Deployment) -> None:
        self._chain, self._first = chain, chain.height
        self._decoder = EventDecoder()
        for name in ("GenerationRounds", "OracleCommittee"):
            self._decoder.add(deployment.address(name), load_abi(name))

    def look(self) -> Sight:
        """Events in chain order."""
        head = self._chain.rpc("eth_getBlockByNumber", "latest", False)
        logs = self._chain.logs(self._decoder.addresses, self._first)
        events = (self._decoder.decode(_typed(log), _header(log)) for log in logs)
        height, now = int(head["number"], 16), int(head["timestamp"], 16)
        return Sight(height, now, tuple(event for event in events if event))


def _header(log: dict[str, Any]) -> Header:
    return Header(int(log["blockNumber"], 16), log["blockHash"], "", 0)


def _typed(log: dict[str, Any]) -> Log:
    return Log(
        address=Web3.to_checksum_address(log["address"]),
        topics=tuple(bytes.fromhex(topic[2:]) for topic in log["topics"]),
        data=bytes.fromhex(log["data"][2:]),
        block_number=int(log["blockNumber"], 16),
        block_hash=log["blockHash"],
        tx_hash=log["transactionHash"],
        log_index=int(log["logIndex"], 16),
    )
