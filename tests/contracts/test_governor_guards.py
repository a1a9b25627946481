"""See test_governor_guards.tree."""

from types import SimpleNamespace

import pytest

from tests.contracts.motion import FOR, Motion

CANCELED = 2
NOBODY = "0x0000000000000000000000000000000000000000"
GUARDED = 1_000


@pytest.fixture
def guarded(make_contract, token, timelock, dao, sponsor) -> SimpleNamespace:
    """A governor of the same timelock with a guardian, and that guardian."""
    settings = (2, 60, 10, 10**21, 4, sponsor, GUARDED)
    governor = make_contract("TroupeGovernor", token, timelock, settings)
    for role in (timelock.PROPOSER_ROLE(), timelock.CANCELLER_ROLE()):
        timelock.grantRole(role, governor, sender=dao)
    return SimpleNamespace(governor=governor, guardian=sponsor)


@pytest.fixture
def change(guarded, clock, registry) -> Motion:
    return Motion.of(guarded.governor, clock, (registry.setActive, 1, False))


@pytest.mark.parametrize("stage", ["pending", "active", "passed", "queued"])
def test_guardian__before_its_end__cancels_at_any_stage(
    guarded, change, clock, voter, stage, refusal
) -> None:
    governor = guarded.governor
    if stage == "pending":
        governor.propose(*change.described(voter), sender=voter)
    elif stage == "active":
        change.propose(voter)
    else:
        change.pass_by(voter)
    if stage == "queued":
        governor.queue(1, sender=voter)
        clock.move_to(governor.proposalEta(1))

    governor.cancel(1, sender=guarded.guardian)

    assert governor.state(1) == CANCELED
    error = refusal(governor.execute, 1, sender=voter)
    assert error.startswith("GovernorUnexpectedProposalState(")


def test_guardian__last_second__cancels(guarded, change, clock, voter) -> None:
    governor = guarded.governor
    clock.move_to(governor.guardianUntil() - 20)
    change.propose(voter)
    clock.next_block_at(governor.guardianUntil() - 1)

    governor.cancel(1, sender=guarded.guardian)

    assert governor.state(1) == CANCELED


def test_guardian__at_its_end__can_do_nothing_any_more(
    guarded, change, clock, voter, refusal
) -> None:
    governor, guardian = guarded.governor, guarded.guardian
    clock.move_to(governor.guardianUntil() - 20)
    change.propose(voter)
    clock.move_to(governor.guardianUntil())

    error = refusal(governor.cancel, 1, sender=guardian)

    assert error == f"GovernorUnableToCancel(proposalId=1, account={guardian.address})"


def test_guardian__anything_but_cancel__refuses(guarded, change, token, registry, refusal) -> None:
    governor, guardian = guarded.governor, guarded.guardian

    proposing = refusal(governor.propose, *change.described(guardian), sender=guardian)
    acting = refusal(registry.setActive, 1, False, sender=guardian)
    staying = refusal(governor.setProposalGuardian, guardian, sender=guardian)

    assert token.getVotes(guardian) == 0
    assert proposing.startswith("GovernorInsufficientProposerVotes(")
    assert acting == f"OwnableUnauthorizedAccount(account={guardian.address})"
    assert staying == f"GovernorOnlyExecutor(account={guardian.address})"


@pytest.mark.parametrize("with_guardian", [True, False])
def test_cancel__proposer__may_before_the_vote_alone(
    guarded, governor, motion, registry, voter, refusal, with_guardian
) -> None:
    """OpenZeppelin would let the proposer cancel at any time where there is no guardian."""
    chosen = guarded.governor if with_guardian else governor
    late = Motion.of(chosen, motion().clock, (registry.setActive, 2, False))
    late.propose(voter)
    early = Motion.of(chosen, motion().clock, (registry.setActive, 3, False))
    chosen.propose(*early.described(voter), sender=voter)

    chosen.cancel(2, sender=voter)

    assert chosen.state(2) == CANCELED
    error = refusal(chosen.cancel, late.id, sender=voter)
    assert error == f"GovernorUnableToCancel(proposalId={late.id}, account={voter.address})"


def test_cancel__stranger_or_nobody_as_guardian__refuses(
    governor, change, guarded, voter, stranger, refusal
) -> None:
    guarded.governor.propose(*change.described(voter), sender=voter)

    error = refusal(guarded.governor.cancel, 1, sender=stranger)

    assert error == f"GovernorUnableToCancel(proposalId=1, account={stranger.address})"
    assert governor.proposalGuardian() == NOBODY


def test_late_quorum__reached_near_the_end__extends_the_vote(
    motion, governor, registry, clock, profile, voter, second_voter
) -> None:
    change = motion((registry.setActive, 1, False))
    change.propose(voter)
    planned = governor.proposalDeadline(change.id)
    at = planned - 1
    clock.next_block_at(at)

    receipt = governor.castVote(change.id, FOR, sender=voter)

    extended = at + profile.governor.late_quorum_extension
    (event,) = governor.ProposalExtended.from_receipt(receipt)
    assert governor.proposalDeadline(change.id) == event.extendedDeadline == extended
    clock.next_block_at(extended)
    governor.castVote(change.id, 0, sender=second_voter)  # time to answer is what it is for
    assert governor.proposalVotes(change.id).againstVotes > 0


def test_late_quorum__reached_early__changes_nothing(motion, governor, registry, voter) -> None:
    change = motion((registry.setActive, 1, False))
    change.propose(voter)
    planned = governor.proposalDeadline(change.id)

    governor.castVote(change.id, FOR, sender=voter)

    assert governor.proposalDeadline(change.id) == planned


def test_late_quorum__reached_before__a_later_vote_extends_nothing(
    motion, governor, registry, clock, voter, second_voter
) -> None:
    change = motion((registry.setActive, 1, False))
    change.propose(voter)
    planned = governor.proposalDeadline(change.id)
    governor.castVote(change.id, FOR, sender=voter)
    clock.next_block_at(planned)

    governor.castVote(change.id, 0, sender=second_voter)

    assert governor.proposalDeadline(change.id) == planned
