"""See test_committee_economics.tree."""

import pytest

from tests.contracts.sheets import sheet

GOOD = sheet([4_000] * 3)
BOND = 2_000 * 10**18


def test_close__missing_reveal__penalty_goes_to_the_treasury_alone(
    play, committee, token, timelock, operators
) -> None:
    round_id = play.open_voting()
    treasury, penalty = token.balanceOf(timelock), _penalty(play, committee, round_id)
    play.commit(round_id, {2: GOOD})
    play.score(round_id, {0: GOOD, 1: GOOD})

    play.settle(round_id)

    assert [committee.bondOf(operator) for operator in operators] == [BOND, BOND, BOND - penalty]
    assert token.balanceOf(timelock) == treasury + penalty
    owed = sum(committee.bondOf(item) + committee.creditOf(item) for item in operators)
    assert token.balanceOf(committee) == owed


def test_close__penalties_above_the_bond__take_what_there_is(play, committee, operators) -> None:
    opened = [play.open_voting(bounty=30_000 * 10**18) for _ in range(3)]
    for round_id in opened:
        play.commit(round_id, {0: GOOD, 1: GOOD})
    play.end_voting(opened[-1])
    for round_id in opened:
        play.reveal(round_id, {0: GOOD, 1: GOOD})
    play.end_reveals(opened[-1])

    for round_id in opened:
        play.settle(round_id)

    assert committee.bondOf(operators[2]) == 0
    assert not committee.isEligible(operators[2])


def test_close__far_from_the_median__has_no_share_of_the_fee(
    play, committee, operators, profile
) -> None:
    tolerated = sheet([4_000 + profile.rounds.tolerance] * 3)
    round_id = play.open_voting()
    play.score(round_id, {0: GOOD, 1: tolerated, 2: sheet([9_000] * 3)})

    play.settle(round_id)

    half = profile.rounds.fee // 2
    assert [committee.creditOf(operator) for operator in operators] == [half, half, 0]


def test_close__twice__changes_nothing(play, committee, operators, stranger) -> None:
    round_id = play.open_voting()
    play.score(round_id, {0: GOOD, 1: GOOD})
    question = play.question(round_id)
    committee.close(question, sender=stranger)
    bonds = [committee.bondOf(operator) for operator in operators]

    committee.close(question, sender=stranger)

    assert [committee.bondOf(operator) for operator in operators] == bonds


def test_claim_credit__earned__is_paid_once(play, committee, token, operators, refusal) -> None:
    play.play_out([4_000] * 3)
    operator, before = operators[0], token.balanceOf(operators[0])
    credit = committee.creditOf(operator)

    committee.claimCredit(sender=operator)

    assert token.balanceOf(operator) == before + credit
    again = refusal(committee.claimCredit, sender=operator)
    assert again == f"CommitteeNothingToClaim(operator={operator.address})"


def _penalty(play, committee, round_id: int) -> int:
    return committee.question(play.question(round_id)).penalty


@pytest.mark.parametrize("commits", [False, True])
def test_close__without_a_reveal__each_pays_whether_it_committed_or_not(
    play, committee, operators, commits
) -> None:
    round_id = play.open_voting()
    penalty = _penalty(play, committee, round_id)
    if commits:
        play.commit(round_id, {1: GOOD, 2: GOOD})
    play.score(round_id, {0: GOOD})

    receipt = play.settle(round_id)

    assert [committee.bondOf(operator) for operator in operators] == [BOND, *[BOND - penalty] * 2]
    taken = [event.operator for event in committee.Penalized.from_receipt(receipt)]
    assert taken == [operator.address for operator in operators[1:]]


@pytest.mark.parametrize("bounty", [100, 1_000, 5_000])
def test_penalty__bounty__grows_with_it(play, committee, profile, bounty) -> None:
    round_id = play.open_voting(bounty=bounty * 10**18)

    p = profile.rounds
    grown = p.penalty + bounty * 10**18 * p.penalty_share // 10_000
    assert _penalty(play, committee, round_id) == grown


@pytest.mark.parametrize(
    "payload", [b"", b"\xff" * 65, sheet([10_001] * 3)], ids=["empty", "garbage", "over 10000"]
)
def test_close__refused_reveal__costs_its_share_of_the_fee_and_no_more(
    play, committee, operators, profile, payload
) -> None:
    """So an operator that can't answer reveals an empty payload."""
    round_id = play.open_voting()
    play.score(round_id, {0: GOOD, 1: GOOD, 2: payload})

    play.settle(round_id)

    half = profile.rounds.fee // 2
    assert [committee.bondOf(operator) for operator in operators] == [BOND] * 3
    assert [committee.creditOf(operator) for operator in operators] == [half, half, 0]
    assert committee.isRefused(play.question(round_id), operators[2])


def test_reveal__refused_before__cannot_be_repeated(play, committee, operators, refusal) -> None:
    round_id = play.open_voting()
    play.commit(round_id, {0: b""})
    play.end_voting(round_id)
    play.reveal(round_id, {0: b""})

    question = play.question(round_id)

    error = refusal(committee.reveal, question, b"", b"\x5a" * 32, sender=operators[0])
    assert error.startswith("CommitteeAlreadyRevealed(")
    assert bytes(committee.commitmentOf(question, operators[0])) == b"\0" * 32


@pytest.mark.parametrize(("beyond", "is_paid"), [(0, True), (1, False)])
def test_close__mean_deviation_at_the_tolerance__is_the_last_that_is_paid(
    play, rounds, committee, operators, dao, beyond, is_paid
) -> None:
    """The mean over the entries counts: a large deviation of one entry is let off by others."""
    # Without weight on ballots a composite is the level itself.
    parameters = {**play.current_parameters(), "peerWeight": 0, "tolerance": 300}
    rounds.addParameters(parameters, sender=dao)
    round_id = play.open_voting()
    away = sheet([4_000 + 900 + beyond, 4_000, 4_000])
    play.score(round_id, {0: GOOD, 1: GOOD, 2: away})

    play.settle(round_id)

    assert (committee.creditOf(operators[2]) > 0) == is_paid


def test_close__nobody_is_near_the_median__whole_fee_goes_back(
    play, committee, token, operators, proposer, profile
) -> None:
    round_id = play.open_voting()
    play.score(round_id, {0: sheet([1_000] * 3), 1: sheet([9_000] * 3)})

    receipt = play.settle(round_id)

    (closed,) = committee.QuestionClosed.from_receipt(receipt)
    assert (closed.decided, closed.refund) == (True, profile.rounds.fee)
    assert [committee.creditOf(operator) for operator in operators] == [0, 0, 0]


def test_close__no_quorum__who_revealed_gets_its_part_alone(
    play, committee, operators, profile
) -> None:
    round_id = play.open_voting()
    play.score(round_id, {1: GOOD})

    receipt = play.settle(round_id)

    (closed,) = committee.QuestionClosed.from_receipt(receipt)
    part = profile.rounds.fee // 3
    assert (closed.decided, closed.refund) == (False, profile.rounds.fee - part)
    assert [committee.creditOf(operator) for operator in operators] == [0, part, 0]


@pytest.mark.parametrize(
    ("answers", "is_taken"),
    [
        ({0: [0] * 3, 1: [0] * 3, 2: [0] * 3}, True),
        ({0: [0] * 3, 1: [0] * 3, 2: [5_000] * 3}, True),
        ({0: [0] * 3, 1: [0, 0, 1], 2: [0, 0, 1]}, False),
        ({0: [0] * 3}, False),
    ],
    ids=["all", "by the median", "not every entry", "no quorum"],
)
def test_leader_penalty__rejected_by_the_quorum__is_the_submitters(
    play, committee, profile, panel, answers, is_taken
) -> None:
    round_id = play.propose()
    leader = play.leader(round_id)
    play.submit(round_id)
    absence = 0 if panel.operators.index(leader) in answers else _penalty(play, committee, round_id)
    play.score(round_id, {index: sheet(levels) for index, levels in answers.items()})

    play.settle(round_id)

    lost = absence + (profile.rounds.leader_penalty if is_taken else 0)
    assert committee.bondOf(leader) == BOND - lost


def test_leader_penalty__another_took_over__is_that_ones(
    play, rounds, committee, clock, operators, profile
) -> None:
    round_id = play.propose()
    leader = play.leader(round_id)
    other = next(operator for operator in operators if operator != leader)
    clock.next_block_at(rounds.round(round_id).openedAt + profile.rounds.leader_window)
    rounds.submitEntries(round_id, b"\xe2" * 32, sender=other)
    play.score(round_id, dict.fromkeys(range(3), sheet([0] * 3)))

    play.settle(round_id)

    assert committee.bondOf(other) == BOND - profile.rounds.leader_penalty
    assert committee.bondOf(leader) == BOND


def test_close__penalized_below_the_minimum__is_not_asked_again_until_it_bonds(
    play, committee, token, operators, dao
) -> None:
    committee.setMinBond(BOND, sender=dao)
    round_id = play.open_voting()
    play.score(round_id, {0: GOOD, 1: GOOD})
    play.settle(round_id)
    assert not committee.isEligible(operators[2])
    missing = BOND - committee.bondOf(operators[2])
    token.approve(committee, missing, sender=operators[2])

    committee.bond(missing, sender=operators[2])

    assert committee.isEligible(operators[2])
