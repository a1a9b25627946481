"""Takes proposals of calls through the DAO, as people do."""

from dataclasses import dataclass
from typing import Any

from eth_utils import keccak

from tests.contracts.clock import Clock

FOR = 1


@dataclass
class Motion:
    """A proposal of calls; `id` is of meaning once it is proposed."""

    governor: Any
    clock: Clock
    targets: list[str]
    calls: list[bytes]
    text: str = "Because we said so"
    id: int = 0

    @classmethod
    def of(cls, governor: Any, clock: Clock, *calls: tuple[Any, ...]) -> "Motion":
        """Of calls such as ``(registry.setActive, 6, True)``."""
        targets = [method.contract.address for method, *_ in calls]
        data = [bytes(method.encode_input(*arguments)) for method, *arguments in calls]
        return cls(governor, clock, targets, data)

    @property
    def parts(self) -> tuple[Any, ...]:
        """Targets, values and calldatas."""
        return self.targets, [0] * len(self.targets), self.calls

    def description(self, sender: Any) -> str:
        """The text with the suffix that the governor demands."""
        return f"{self.text}#proposer={sender.address}"

    def described(self, sender: Any) -> tuple[Any, ...]:
        """The arguments of `propose`."""
        return *self.parts, self.description(sender)

    def hashed(self, sender: Any) -> tuple[Any, ...]:
        """The arguments by which standard clients name the proposal."""
        return *self.parts, keccak(text=self.description(sender))

    def propose(self, sender: Any) -> Any:
        """Propose, and wait until it can be voted on; the receipt."""
        receipt = self.governor.propose(*self.described(sender), sender=sender)
        (event,) = self.governor.ProposalCreated.from_receipt(receipt)
        self.id = int(event.proposalId)
        self.clock.move_to(self.governor.proposalSnapshot(self.id) + 1)
        return receipt

    def end_vote(self) -> None:
        """Voting ends."""
        self.clock.move_to(self.governor.proposalDeadline(self.id) + 1)

    def pass_by(self, *voters: Any) -> None:
        """The first voter proposes, all vote for it, and voting ends."""
        self.propose(voters[0])
        for voter in voters:
            self.governor.castVote(self.id, FOR, sender=voter)
        self.end_vote()

    def enact(self, sender: Any) -> Any:
        """Anybody queues it by its number and, after the delay, executes it; the receipt."""
        self.governor.queue(self.id, sender=sender)
        self.clock.move_to(self.governor.proposalEta(self.id))
        return self.governor.execute(self.id, sender=sender)
