"""See test_troupe_governor.tree."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from eth_utils import keccak

FOR = 1
DEFEATED, SUCCEEDED, EXECUTED = 3, 4, 7
REASON = "Because we said so"


@dataclass(frozen=True)
class Motion:
    """A proposal of calls, taken through the DAO step by step."""

    governor: Any
    clock: Any
    targets: list[Any]
    calls: list[bytes]

    @property
    def parts(self) -> tuple[Any, ...]:
        return self.targets, [0] * len(self.targets), self.calls

    @property
    def hashed(self) -> tuple[Any, ...]:
        return *self.parts, keccak(text=REASON)

    @property
    def id(self) -> int:
        return int(self.governor.hashProposal(*self.hashed))

    def propose(self, sender: Any) -> None:
        self.governor.propose(*self.parts, REASON, sender=sender)
        self.clock.move_to(self.governor.proposalSnapshot(self.id) + 1)

    def end_vote(self) -> None:
        self.clock.move_to(self.governor.proposalDeadline(self.id) + 1)


@pytest.fixture
def motion(governor, clock) -> Callable[..., Motion]:
    def build(*calls: tuple[Any, ...]) -> Motion:
        targets = [method.contract.address for method, *_ in calls]
        data = [bytes(method.encode_input(*arguments)) for method, *arguments in calls]
        return Motion(governor, clock, targets, data)

    return build


def test_proposal__passed_queued_executed__the_timelock_acts(
    motion, governor, registry, rounds, play, clock, voter, second_voter, stranger, sponsor, token
) -> None:
    token.approve(registry, 10**20, sender=sponsor)
    registry.register(b"\xca" * 32, sender=sponsor)
    parameters = {**play.current_parameters(), "communityWeight": 1_234}
    change = motion((registry.setActive, 6, True), (rounds.addParameters, parameters))

    change.propose(voter)
    governor.castVote(change.id, FOR, sender=voter)
    governor.castVote(change.id, FOR, sender=second_voter)
    change.end_vote()
    governor.queue(*change.hashed, sender=stranger)
    clock.move_to(governor.proposalEta(change.id))
    governor.execute(*change.hashed, sender=stranger)

    assert governor.state(change.id) == EXECUTED
    assert registry.isActive(6)
    assert rounds.currentVersion() == 2
    assert rounds.parameters(2).communityWeight == 1_234


def test_execute__before_the_delay__refuses(
    motion, governor, timelock, registry, voter, refusal
) -> None:
    change = motion((registry.setActive, 1, False))
    change.propose(voter)
    governor.castVote(change.id, FOR, sender=voter)
    change.end_vote()
    governor.queue(*change.hashed, sender=voter)

    error = refusal(governor.execute, *change.hashed, sender=voter)

    assert error.startswith("TimelockUnexpectedOperationState(")
    assert registry.isActive(1)


def test_proposal__without_quorum__is_defeated(
    motion, governor, registry, token, voter, stranger, refusal
) -> None:
    token.invoke_transaction("delegate", stranger, sender=stranger)
    token.transfer(stranger, 30_000 * 10**18, sender=voter)  # 4 % of the supply are 36,000
    change = motion((registry.setActive, 1, False))
    change.propose(voter)
    governor.castVote(change.id, FOR, sender=stranger)
    change.end_vote()

    assert governor.state(change.id) == DEFEATED
    assert refusal(governor.queue, *change.hashed, sender=voter).startswith(
        "GovernorUnexpectedProposalState("
    )


def test_cast_vote__power_got_after_the_snapshot__counts_for_nothing(
    motion, governor, registry, token, voter, stranger
) -> None:
    token.invoke_transaction("delegate", stranger, sender=stranger)
    change = motion((registry.setActive, 1, False))
    change.propose(voter)
    token.transfer(stranger, 50_000 * 10**18, sender=voter)

    governor.castVote(change.id, FOR, sender=stranger)

    assert governor.proposalVotes(change.id).forVotes == 0


def test_propose__under_the_threshold__refuses(
    motion, governor, registry, stranger, refusal
) -> None:
    change = motion((registry.setActive, 1, False))

    error = refusal(governor.propose, *change.parts, REASON, sender=stranger)

    assert error.startswith("GovernorInsufficientProposerVotes(")


def test_timelock__scheduled_by_anyone_else__refuses(
    timelock, registry, deployer, stranger, refusal
) -> None:
    call = bytes(registry.setActive.encode_input(1, False))
    operation = (registry.address, 0, call, b"\0" * 32, b"\0" * 32, 100)

    for account in (deployer, stranger):
        error = refusal(timelock.schedule, *operation, sender=account)
        assert error.startswith("AccessControlUnauthorizedAccount(")
