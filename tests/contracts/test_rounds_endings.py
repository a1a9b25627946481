"""See test_rounds_endings.tree."""

from random import Random

import pytest

from oracle.scoring.payload import decode_payload
from oracle.scoring.tally import composites, finals, median
from tests.contracts.play import BOUNTY
from tests.contracts.sheets import sheet, sheet_of, unpack

SETTLED, EXPIRED, FAILED = 3, 4, 5
VOTES = 100_000 * 10**18
ADDED = 10**18 // 2 + 123


def test_settle__every_operator_agrees__pays_prizes_and_holds_nothing(
    play, token, rounds, registry, profile
) -> None:
    round_id = play.play_out([9_000, 1_000, 5_000])

    pool = _pool(BOUNTY, profile)
    each = pool * 2_000 // 10_000 // 3
    shares = [pool * share // 10_000 + each for share in (5_000, 1_000, 2_000)]
    assert [token.balanceOf(registry.vaultOf(number)) for number in (1, 2, 3)] == shares
    assert rounds.round(round_id).state == SETTLED
    assert token.balanceOf(rounds) == 0


def test_settle__any_sheets_and_votes__finals_as_the_oracle_computes(
    play, rounds, voter, second_voter, profile
) -> None:
    random = Random(7)
    sheets = {index: _random_sheet(random, 5) for index in range(3)}
    round_id = play.open_voting(personas=(5, 4, 3, 2, 1))
    rounds.castVote(round_id, 3, sender=voter)
    rounds.castVote(round_id, 0, sender=second_voter)
    play.score(round_id, sheets)

    receipt = play.settle(round_id)

    p = profile.rounds
    values = [
        composites(decode_payload(payload, 5), p.criteria, p.peer_weight)
        for payload in sheets.values()
    ]
    middle = median(values)
    expected = finals(middle, [VOTES, 0, 0, VOTES, 0], p.community_weight, p.vote_quorum)
    (event,) = rounds.RoundSettled.from_receipt(receipt)
    assert unpack(event.median, 5) == middle
    assert unpack(event.finals, 5) == expected


def test_settle__votes_under_the_quorum__count_for_less(
    play, rounds, token, voter, stranger, profile
) -> None:
    token.invoke_transaction("delegate", stranger, sender=stranger)
    token.transfer(stranger, profile.rounds.vote_quorum // 4, sender=voter)
    round_id = play.open_voting()
    rounds.castVote(round_id, 2, sender=stranger)
    play.score(round_id, dict.fromkeys(range(3), sheet([4_000] * 3)))

    (event,) = rounds.RoundSettled.from_receipt(play.settle(round_id))

    alone = unpack(event.median, 3)[0]
    kept = alone * 7_000 // 10_000
    assert unpack(event.finals, 3) == (kept, kept, (alone * 7_000 + 3_000 * 2_500) // 10_000)


def test_settle__all_equal_without_votes__roster_order_ranks(play, token, registry) -> None:
    play.play_out([4_000] * 3, personas=(3, 1, 2))

    first, second, third = (token.balanceOf(registry.vaultOf(number)) for number in (3, 1, 2))
    assert first > second > third


def test_settle__equal_finals__more_votes_rank_first(
    play, rounds, registry, token, dao, voter
) -> None:
    parameters = play.current_parameters()
    rounds.addParameters({**parameters, "communityWeight": 0}, sender=dao)
    round_id = play.open_voting()
    rounds.castVote(round_id, 2, sender=voter)
    play.score(round_id, dict.fromkeys(range(3), sheet([4_000] * 3)))

    play.settle(round_id)

    balances = [token.balanceOf(registry.vaultOf(number)) for number in (1, 2, 3)]
    assert balances[2] > balances[0] > balances[1]


def test_settle__disqualified_entry__gets_nothing_and_its_share_goes_back(
    play, rounds, token, registry, proposer, voter, profile
) -> None:
    before = token.balanceOf(proposer)
    round_id = play.open_voting()
    rounds.castVote(round_id, 0, sender=voter)
    play.score(round_id, dict.fromkeys(range(3), sheet([0, 5_000, 3_000])))

    (event,) = rounds.RoundSettled.from_receipt(play.settle(round_id))

    pool = _pool(BOUNTY, profile)
    each = pool * 2_000 // 10_000 // 3  # of three entries, whoever is disqualified
    paid = [token.balanceOf(registry.vaultOf(number)) for number in (1, 2, 3)]
    assert paid == [0, pool * 5_000 // 10_000 + each, pool * 2_000 // 10_000 + each]
    assert event.refund == pool - sum(paid)
    assert token.balanceOf(proposer) == before - BOUNTY + event.refund
    assert unpack(event.finals, 3)[0] == 0


@pytest.mark.parametrize("bounty", [50 * 10**18 + 1, 777 * 10**18 + 7])
def test_settle__odd_amounts__add_up_to_the_wei(
    play, token, rounds, committee, registry, proposer, operators, bounty
) -> None:
    before, bonds = token.balanceOf(proposer), token.balanceOf(committee)

    play.play_out([9_000, 8_000, 7_000], bounty=bounty)

    vaults = sum(token.balanceOf(registry.vaultOf(number)) for number in (1, 2, 3))
    fee = token.balanceOf(committee) - bonds
    assert sum(committee.creditOf(operator) for operator in operators) == fee
    assert vaults + fee + token.balanceOf(proposer) - before == 0
    assert token.balanceOf(rounds) == 0


def test_settle__all_revealed_early__does_not_wait(play, rounds) -> None:
    round_id = play.open_voting()
    sheets = dict.fromkeys(range(3), sheet([4_000] * 3))
    play.commit(round_id, sheets)
    play.end_voting(round_id)
    play.reveal(round_id, sheets)

    play.settle(round_id)

    assert rounds.round(round_id).state == SETTLED


def test_settle__reveals_not_over__refuses(play, rounds, stranger, refusal) -> None:
    round_id = play.open_voting()
    sheets = dict.fromkeys(range(2), sheet([4_000] * 3))
    play.commit(round_id, sheets)
    play.end_voting(round_id)
    play.reveal(round_id, sheets)

    error = refusal(rounds.settle, round_id, sender=stranger)

    assert error.startswith("CommitteeNotYetClosable(")


def test_settle__open_or_settled__refuses(play, rounds, stranger, refusal) -> None:
    settled = play.play_out([4_000] * 3)
    opened = play.propose()

    for round_id, state in ((settled, SETTLED), (opened, 1)):
        error = refusal(rounds.settle, round_id, sender=stranger)
        assert error == f"RoundsUnexpectedState(roundId={round_id}, state={state})"


def test_settle__question_closed_by_someone_before__settles_the_same(
    play, rounds, committee, token, stranger
) -> None:
    round_id = play.open_voting()
    play.score(round_id, dict.fromkeys(range(2), sheet([4_000] * 3)))
    committee.close(play.question(round_id), sender=stranger)

    play.settle(round_id)

    assert rounds.round(round_id).state == SETTLED
    assert token.balanceOf(rounds) == 0


def test_settle__every_entry_rejected__fails_and_the_submitter_pays(
    play, rounds, committee, token, proposer, sponsor, timelock, profile
) -> None:
    before, treasury = token.balanceOf(proposer), token.balanceOf(timelock)
    round_id = play.propose()
    _sponsor(rounds, token, sponsor, round_id, ADDED)
    leader = play.leader(round_id)
    bond = committee.bondOf(leader)
    play.submit(round_id)
    play.score(round_id, dict.fromkeys(range(3), sheet([0] * 3)))

    play.settle(round_id)

    penalty = profile.rounds.leader_penalty
    assert rounds.round(round_id).state == FAILED
    assert committee.bondOf(leader) == bond - penalty
    assert token.balanceOf(timelock) == treasury + penalty
    # The fee's dust comes back to the proposer.
    spent = profile.rounds.fee // 3 * 3
    assert token.balanceOf(proposer) == before - spent
    _assert_only_owed_to(rounds, token, sponsor, round_id, ADDED)


def test_settle__no_quorum_of_reveals__fails_and_pays_who_revealed(
    play, rounds, committee, token, proposer, operators, profile
) -> None:
    before = token.balanceOf(proposer)
    round_id = play.open_voting()
    play.score(round_id, {1: sheet([4_000] * 3)})

    play.settle(round_id)

    assert rounds.round(round_id).state == FAILED
    assert committee.creditOf(operators[1]) == profile.rounds.fee // 3
    assert token.balanceOf(proposer) == before - profile.rounds.fee // 3
    assert token.balanceOf(rounds) == 0


def test_settle__nobody_reveals__whole_bounty_comes_back(
    play, rounds, token, proposer, sponsor
) -> None:
    before = token.balanceOf(proposer)
    round_id = play.propose()
    _sponsor(rounds, token, sponsor, round_id, ADDED)
    play.submit(round_id)
    play.score(round_id, {})

    play.settle(round_id)

    assert token.balanceOf(proposer) == before
    _assert_only_owed_to(rounds, token, sponsor, round_id, ADDED)


def test_settle__sponsored__prizes_grow_by_what_was_added(
    play, rounds, token, registry, sponsor, profile
) -> None:
    round_id = play.propose()
    _sponsor(rounds, token, sponsor, round_id, 10**18)
    play.submit(round_id)
    play.score(round_id, dict.fromkeys(range(3), sheet([9_000, 5_000, 1_000])))

    play.settle(round_id)

    pool = _pool(BOUNTY + 10**18, profile)
    assert token.balanceOf(registry.vaultOf(1)) == pool // 2 + pool // 5 // 3
    assert token.balanceOf(rounds) == 0


def test_reclaim__settled_round__refuses(play, rounds, token, sponsor, refusal) -> None:
    round_id = play.propose()
    _sponsor(rounds, token, sponsor, round_id, ADDED)
    assert refusal(rounds.reclaim, round_id, sender=sponsor).startswith("RoundsUnexpectedState(")
    play.submit(round_id)
    play.score(round_id, dict.fromkeys(range(3), sheet([9_000, 5_000, 1_000])))
    play.settle(round_id)

    error = refusal(rounds.reclaim, round_id, sender=sponsor)

    assert error == f"RoundsUnexpectedState(roundId={round_id}, state={SETTLED})"


def test_expire__no_entries_by_the_deadline__refunds_proposer_and_sponsor(
    play, rounds, token, clock, proposer, sponsor, stranger, profile, refusal
) -> None:
    before = token.balanceOf(proposer)
    round_id = play.propose()
    _sponsor(rounds, token, sponsor, round_id, ADDED)
    deadline = rounds.round(round_id).openedAt + profile.rounds.entry_window
    clock.move_to(deadline - 1)
    error = refusal(rounds.expire, round_id, sender=stranger)
    assert error == f"RoundsDeadlineNotReached(deadline={deadline})"
    clock.next_block_at(deadline)

    rounds.expire(round_id, sender=stranger)

    assert rounds.round(round_id).state == EXPIRED
    assert token.balanceOf(proposer) == before
    _assert_only_owed_to(rounds, token, sponsor, round_id, ADDED)
    again = refusal(rounds.expire, round_id, sender=stranger)
    assert again == f"RoundsUnexpectedState(roundId={round_id}, state={EXPIRED})"
    nothing = refusal(rounds.reclaim, round_id, sender=sponsor)
    assert nothing == f"RoundsNothingToReclaim(roundId={round_id}, sponsor={sponsor.address})"


def test_expire__entries_are_in__refuses(play, rounds, clock, stranger, profile, refusal) -> None:
    round_id = play.open_voting()
    clock.move_to(clock.now() + profile.rounds.entry_window)

    error = refusal(rounds.expire, round_id, sender=stranger)

    assert error == f"RoundsUnexpectedState(roundId={round_id}, state=2)"


def _pool(bounty: int, profile) -> int:
    """What the prizes are shares of: three operators divide the fee, its dust comes back."""
    return bounty - profile.rounds.fee // 3 * 3


def _sponsor(rounds, token, sponsor, round_id: int, amount: int) -> None:
    token.approve(rounds, amount, sender=sponsor)
    rounds.addBounty(round_id, amount, sender=sponsor)


def _assert_only_owed_to(rounds, token, sponsor, round_id: int, amount: int) -> None:
    """The contract holds what the sponsor is owed, pays it, and then holds nothing."""
    before = token.balanceOf(sponsor)
    assert token.balanceOf(rounds) == amount
    rounds.reclaim(round_id, sender=sponsor)
    assert token.balanceOf(sponsor) == before + amount
    assert token.balanceOf(rounds) == 0


def _random_sheet(random: Random, n: int) -> bytes:
    rows = [[random.randint(0, 10_000) for _ in range(5)] for _ in range(n)]
    ballots = [random.choice([entry for entry in range(n) if entry != own]) for own in range(n)]
    return sheet_of(rows, ballots)
