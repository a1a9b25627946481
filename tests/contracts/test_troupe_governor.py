"""See test_troupe_governor.tree."""

import pytest
from eth_utils import keccak

from tests.contracts.motion import FOR, Motion

AGAINST = 0
DEFEATED, EXECUTED = 3, 7


@pytest.fixture
def change(motion, registry) -> Motion:
    return motion((registry.setActive, 1, False))


def test_propose__under_the_threshold__refuses(change, governor, stranger, refusal) -> None:
    error = refusal(governor.propose, *change.described(stranger), sender=stranger)

    assert error.startswith("GovernorInsufficientProposerVotes(")


@pytest.mark.parametrize(
    "suffix",
    [
        "",
        "#proposer=",
        "#proposer={other}",
        "#proposer={own} ",
        "#Proposer={own}",
        "#proposer=0x1234",
        "proposer={own}",
        "#proposer=0X{bare}",
        "#proposer={own} and more",
        "#proposer={off}",
    ],
)
def test_propose__without_ones_own_suffix__refuses(
    change, governor, voter, second_voter, refusal, suffix
) -> None:
    """Else whoever sees a proposal could send it first, and cancel it."""
    own = voter.address
    off = own[:-1] + ("0" if own[-1] != "0" else "1")
    ending = suffix.format(own=own, bare=own[2:], off=off, other=second_voter.address)

    error = refusal(governor.propose, *change.parts, change.text + ending, sender=voter)

    assert error == f"GovernorRestrictedProposer(proposer={voter.address})"


def test_propose__suffix_alone_in_any_case__is_enough(change, governor, voter) -> None:
    upper = "0x" + voter.address[2:].upper()

    for number, written in enumerate((voter.address, voter.address.lower(), upper), start=1):
        governor.propose(*change.parts, "#proposer=" + written, sender=voter)
        assert governor.latestProposalId() == number


def test_propose__each__has_the_next_number(
    motion, governor, registry, voter, second_voter
) -> None:
    for number, sender in enumerate((voter, second_voter, voter), start=1):
        proposal = motion((registry.setActive, number, False))
        proposal.propose(sender)
        assert proposal.id == number == governor.latestProposalId()
        assert governor.getProposalId(*proposal.hashed(sender)) == number


def test_propose__same_again__refuses(change, governor, voter, refusal) -> None:
    change.propose(voter)

    error = refusal(governor.propose, *change.described(voter), sender=voter)

    assert error.startswith("GovernorUnexpectedProposalState(")
    assert governor.latestProposalId() == 1


def test_propose__same_by_another__is_another_proposal(
    change, governor, voter, second_voter
) -> None:
    change.propose(voter)
    change.propose(second_voter)

    assert change.id == 2
    assert governor.proposalProposer(2) == second_voter.address


def test_proposal_details__several_calls__are_as_proposed(
    motion, governor, registry, rounds, play, voter
) -> None:
    change = motion(
        (rounds.addParameters, play.current_parameters()), (registry.setActive, 1, False)
    )
    values = [7, 2**96 - 1]

    governor.propose(change.targets, values, change.calls, change.description(voter), sender=voter)

    found = governor.proposalDetails(1)
    assert list(found[0]) == change.targets
    assert list(found[1]) == values
    assert [bytes(call) for call in found[2]] == change.calls
    assert bytes(found[3]) == keccak(text=change.description(voter))


def test_proposal_details__empty_calldata_or_unknown__is_empty_or_refused(
    governor, voter, stranger, refusal
) -> None:
    text = "#proposer=" + voter.address
    governor.propose([stranger.address], [5], [b""], text, sender=voter)

    assert bytes(governor.proposalDetails(1)[2][0]) == b""
    for number in (0, 2):
        error = refusal(governor.proposalDetails, number, sender=stranger)
        assert error == f"GovernorNonexistentProposal(proposalId={number})"


def test_propose__value_over_uint96__refuses(governor, voter, stranger, refusal) -> None:
    arguments = ([stranger.address], [2**96], [b""], "#proposer=" + voter.address)

    error = refusal(governor.propose, *arguments, sender=voter)

    assert error == f"GovernorValueTooLarge(value={2**96})"


def test_execute__before_the_delay__refuses(change, governor, registry, voter, refusal) -> None:
    change.pass_by(voter)
    governor.queue(change.id, sender=voter)

    error = refusal(governor.execute, change.id, sender=voter)

    assert error.startswith("TimelockUnexpectedOperationState(")
    assert registry.isActive(1)


def test_queue_and_execute__by_contents__go_as_by_number(
    change, governor, clock, registry, voter, stranger
) -> None:
    change.pass_by(voter)
    hashed = change.hashed(voter)

    governor.queue(*hashed, sender=stranger)
    clock.move_to(governor.proposalEta(change.id))
    governor.execute(*hashed, sender=stranger)

    assert governor.state(change.id) == EXECUTED
    assert not registry.isActive(1)


def test_execute__not_queued_or_again__refuses(change, governor, voter, refusal) -> None:
    change.pass_by(voter)
    early = refusal(governor.execute, change.id, sender=voter)
    change.enact(voter)

    again = refusal(governor.execute, change.id, sender=voter)

    for error, state in ((early, "Succeeded"), (again, "Executed")):
        wrong_state = f"GovernorUnexpectedProposalState(proposalId={change.id}, current={state}, "
        assert error.startswith(wrong_state)


def test_proposal__without_quorum__is_defeated(
    change, governor, token, voter, stranger, refusal
) -> None:
    token.invoke_transaction("delegate", stranger, sender=stranger)
    token.transfer(stranger, 30_000 * 10**18, sender=voter)  # 4 % of the supply are 36,000
    change.propose(voter)
    governor.castVote(change.id, FOR, sender=stranger)
    change.end_vote()

    assert governor.state(change.id) == DEFEATED
    assert refusal(governor.queue, change.id, sender=voter).startswith(
        "GovernorUnexpectedProposalState("
    )


def test_proposal__more_against_than_for__is_defeated(
    change, governor, token, voter, second_voter, stranger
) -> None:
    token.transfer(stranger, 1, sender=voter)
    change.propose(voter)
    governor.castVote(change.id, FOR, sender=voter)
    governor.castVote(change.id, AGAINST, sender=second_voter)
    change.end_vote()

    assert governor.state(change.id) == DEFEATED


def test_cast_vote__power_got_after_the_snapshot__counts_for_nothing(
    change, governor, token, voter, stranger
) -> None:
    token.invoke_transaction("delegate", stranger, sender=stranger)
    change.propose(voter)
    token.transfer(stranger, 50_000 * 10**18, sender=voter)

    governor.castVote(change.id, FOR, sender=stranger)

    assert governor.proposalVotes(change.id).forVotes == 0


def test_cast_vote__twice_or_before_the_vote__refuses(change, governor, voter, refusal) -> None:
    governor.propose(*change.described(voter), sender=voter)
    early = refusal(governor.castVote, 1, FOR, sender=voter)
    change.clock.move_to(governor.proposalSnapshot(1) + 1)
    governor.castVote(1, FOR, sender=voter)

    again = refusal(governor.castVote, 1, FOR, sender=voter)

    assert early.startswith("GovernorUnexpectedProposalState(")
    assert again == f"GovernorAlreadyCastVote(voter={voter.address})"


def test_timelock__scheduled_by_anyone_else__refuses(
    timelock, registry, deployer, stranger, refusal
) -> None:
    call = bytes(registry.setActive.encode_input(1, False))
    operation = (registry.address, 0, call, b"\0" * 32, b"\0" * 32, 100)

    for account in (deployer, stranger):
        error = refusal(timelock.schedule, *operation, sender=account)
        assert error.startswith("AccessControlUnauthorizedAccount(")
