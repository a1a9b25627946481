"""See test_rounds_voting.tree."""

import pytest

from tests.contracts.play import BOUNTY, MANIFEST

VOTING = 2
VOTES = 100_000 * 10**18


def test_submit_entries__leader__starts_voting_and_committing(
    play, rounds, committee, token, profile
) -> None:
    round_id = play.propose()

    receipt = play.submit(round_id)

    found = rounds.round(round_id)
    question = committee.question(play.question(round_id))
    (event,) = rounds.EntriesSubmitted.from_receipt(receipt)
    assert (found.state, bytes(event.manifest)) == (VOTING, MANIFEST)
    assert question.commitEnd == found.votingAt + profile.rounds.vote_window
    assert question.revealEnd == question.commitEnd + profile.rounds.reveal_window
    assert question.fee == profile.rounds.fee
    assert question.penalty == profile.rounds.penalty + BOUNTY * 5 // 100
    assert token.balanceOf(rounds) == BOUNTY - profile.rounds.fee


def test_submit_entries__bounty_beyond_measure__penalty_is_capped_at_the_minimum_bond(
    play, committee
) -> None:
    round_id = play.open_voting(bounty=50_000 * 10**18)

    assert committee.question(play.question(round_id)).penalty == committee.minBond()


def test_submit_entries__leader_rotates__with_the_round(play) -> None:
    leaders = [play.leader(play.propose()).address for _ in range(4)]

    assert len(set(leaders[:3])) == 3
    assert leaders[3] == leaders[0]


def test_submit_entries__another_operator__waits_for_the_leader_window(
    play, rounds, clock, operators, profile, refusal
) -> None:
    round_id = play.propose()
    other = next(item for item in operators if item != play.leader(round_id))
    opened = rounds.round(round_id).openedAt
    clock.move_to(opened + profile.rounds.leader_window - 1)
    error = refusal(rounds.submitEntries, round_id, MANIFEST, sender=other)
    assert error == f"RoundsNotLeader(operator={other.address})"

    clock.next_block_at(opened + profile.rounds.leader_window)
    rounds.submitEntries(round_id, MANIFEST, sender=other)

    assert rounds.round(round_id).state == VOTING


def test_submit_entries__deadline__refuses(play, rounds, clock, profile, refusal) -> None:
    round_id = play.propose()
    deadline = rounds.round(round_id).openedAt + profile.rounds.entry_window
    clock.move_to(deadline)

    error = refusal(rounds.submitEntries, round_id, MANIFEST, sender=play.leader(round_id))

    assert error == f"RoundsDeadlinePassed(deadline={deadline})"


def test_submit_entries__not_an_eligible_operator__refuses(
    play, rounds, committee, stranger, refusal
) -> None:
    round_id = play.propose()
    leader = play.leader(round_id)
    committee.requestUnbond(sender=leader)

    for account in (stranger, leader):
        error = refusal(rounds.submitEntries, round_id, MANIFEST, sender=account)
        assert error == f"RoundsNotEligible(operator={account.address})"


def test_submit_entries__empty_manifest_or_wrong_state__refuses(play, rounds, refusal) -> None:
    round_id = play.propose()
    leader = play.leader(round_id)
    assert refusal(rounds.submitEntries, round_id, b"\0" * 32, sender=leader) == (
        "RoundsEmptyDigest()"
    )
    play.submit(round_id)

    for number, state in ((round_id, VOTING), (7, 0)):
        error = refusal(rounds.submitEntries, number, MANIFEST, sender=leader)
        assert error == f"RoundsUnexpectedState(roundId={number}, state={state})"


def test_cast_vote__two_voters__add_up(play, rounds, voter, second_voter) -> None:
    round_id = play.open_voting()

    receipt = rounds.castVote(round_id, 1, sender=voter)
    rounds.castVote(round_id, 1, sender=second_voter)

    (event,) = rounds.VoteCast.from_receipt(receipt)
    assert (event.voter, event.entry, event.weight) == (voter.address, 1, VOTES)
    assert rounds.votesFor(round_id, 1) == 2 * VOTES
    assert rounds.hasVoted(round_id, voter)


def test_cast_vote__twice__refuses(play, rounds, voter, refusal) -> None:
    round_id = play.open_voting()
    rounds.castVote(round_id, 0, sender=voter)

    error = refusal(rounds.castVote, round_id, 1, sender=voter)

    assert error == f"RoundsAlreadyVoted(roundId={round_id}, voter={voter.address})"


def test_cast_vote__entry_out_of_the_roster__refuses(play, rounds, voter, refusal) -> None:
    round_id = play.open_voting()

    assert refusal(rounds.castVote, round_id, 3, sender=voter) == "RoundsUnknownEntry(entry=3)"


def test_cast_vote__undelegated_holder__refuses(play, rounds, undelegated_holder, refusal) -> None:
    round_id = play.open_voting()

    error = refusal(rounds.castVote, round_id, 0, sender=undelegated_holder)

    assert error == f"RoundsNoVotingPower(voter={undelegated_holder.address})"


def test_cast_vote__tokens_got_after_the_submission__count_for_nothing(
    play, rounds, token, voter, stranger, refusal
) -> None:
    token.invoke_transaction("delegate", stranger, sender=stranger)
    round_id = play.open_voting()
    token.transfer(stranger, VOTES, sender=voter)

    error = refusal(rounds.castVote, round_id, 0, sender=stranger)

    assert error == f"RoundsNoVotingPower(voter={stranger.address})"


def test_cast_vote__tokens_sold_after_the_submission__still_count(
    play, rounds, token, voter, stranger
) -> None:
    round_id = play.open_voting()
    token.transfer(stranger, VOTES, sender=voter)

    rounds.castVote(round_id, 0, sender=voter)

    assert rounds.votesFor(round_id, 0) == VOTES


def test_cast_vote__second_of_the_submission__refuses(play, rounds, voter, refusal) -> None:
    round_id = play.propose()
    play.submit(round_id)

    error = refusal(rounds.castVote, round_id, 0, sender=voter)

    assert error == f"RoundsVotingNotStarted(votingAt={rounds.round(round_id).votingAt})"


def test_cast_vote__last_second__is_counted(play, rounds, clock, voter, profile) -> None:
    round_id = play.open_voting()
    clock.next_block_at(rounds.round(round_id).votingAt + profile.rounds.vote_window - 1)

    rounds.castVote(round_id, 2, sender=voter)

    assert rounds.votesFor(round_id, 2) == VOTES


def test_cast_vote__end_of_voting__refuses(play, rounds, clock, voter, profile, refusal) -> None:
    round_id = play.open_voting()
    end = rounds.round(round_id).votingAt + profile.rounds.vote_window
    clock.move_to(end)

    error = refusal(rounds.castVote, round_id, 0, sender=voter)

    assert error == f"RoundsDeadlinePassed(deadline={end})"


@pytest.mark.parametrize("state", [0, 1])
def test_cast_vote__round_is_not_voted_on__refuses(play, rounds, voter, refusal, state) -> None:
    round_id = play.propose() if state else 5

    error = refusal(rounds.castVote, round_id, 0, sender=voter)

    assert error == f"RoundsUnexpectedState(roundId={round_id}, state={state})"
