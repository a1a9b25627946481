"""See test_oracle_committee.tree."""

import pytest

from oracle.scoring.payload import decode_payload
from oracle.scoring.tally import composites, median
from tests.contracts.sheets import SALT, sheet, unpack

GOOD = sheet([4_000] * 3)
BOND = 2_000 * 10**18
NOBODY = "0x0000000000000000000000000000000000000000"


def test_bond__not_a_member__refuses(committee, stranger, refusal) -> None:
    error = refusal(committee.bond, 1, sender=stranger)

    assert error == f"CommitteeNotMember(operator={stranger.address})"


def test_bond__while_unbonding__refuses_until_the_bond_is_released(
    committee, token, clock, operators, profile, refusal
) -> None:
    """Else an operator could leave and come back to move the leader at will."""
    committee.requestUnbond(sender=operators[0])
    assert not committee.isEligible(operators[0])
    token.approve(committee, 1, sender=operators[0])

    assert refusal(committee.bond, 1, sender=operators[0]).startswith("CommitteeStillUnbonding(")
    clock.move_to(clock.now() + profile.committee.unbond_delay)
    committee.bond(1, sender=operators[0])

    assert committee.isEligible(operators[0])
    assert committee.bondOf(operators[0]) == BOND + 1


def test_withdraw_bond__after_the_delay__pays_it_all(
    committee, token, clock, operators, profile, refusal
) -> None:
    operator, before = operators[0], token.balanceOf(operators[0])
    assert refusal(committee.withdrawBond, sender=operator) == ("CommitteeStillBonded(releaseAt=0)")
    committee.requestUnbond(sender=operator)
    release = clock.now() + profile.committee.unbond_delay
    clock.move_to(release - 1)
    assert refusal(committee.withdrawBond, sender=operator) == (
        f"CommitteeStillBonded(releaseAt={release})"
    )
    clock.next_block_at(release)

    committee.withdrawBond(sender=operator)

    assert token.balanceOf(operator) == before + BOND
    assert committee.bondOf(operator) == 0


def test_withdraw_bond__question_is_open__waits_for_its_end(
    play, committee, operators, profile, clock, refusal
) -> None:
    round_id = play.open_voting()
    committee.requestUnbond(sender=operators[0])
    end = committee.question(play.question(round_id)).revealEnd
    clock.move_to(end + profile.committee.unbond_delay - 1)

    error = refusal(committee.withdrawBond, sender=operators[0])

    assert error == f"CommitteeStillBonded(releaseAt={end + profile.committee.unbond_delay})"


def test_governance__stranger__refuses(committee, stranger, refusal) -> None:
    calls = (
        (committee.addMember, stranger),
        (committee.removeMember, stranger),
        (committee.setMinBond, 1),
        (committee.setConsumer, stranger, True),
    )

    for method, *arguments in calls:
        error = refusal(method, *arguments, sender=stranger)
        assert error == f"OwnableUnauthorizedAccount(account={stranger.address})"


def test_add_member__twice__refuses(committee, dao, operators, refusal) -> None:
    error = refusal(committee.addMember, operators[0], sender=dao)

    assert error == f"CommitteeAlreadyMember(operator={operators[0].address})"


def test_add_member__sixteenth__refuses(committee, dao, accounts, refusal) -> None:
    newcomers = [accounts.generate_test_account() for _ in range(13)]
    for newcomer in newcomers[:12]:
        committee.addMember(newcomer, sender=dao)

    error = refusal(committee.addMember, newcomers[12], sender=dao)

    assert error == "CommitteeTooManyMembers()"


def test_remove_member__middle_of_a_question__finishes_it(play, committee, dao, operators) -> None:
    round_id = play.open_voting()
    committee.removeMember(operators[0], sender=dao)

    play.score(round_id, dict.fromkeys(range(3), GOOD))
    play.settle(round_id)

    assert committee.creditOf(operators[0]) > 0
    assert not committee.isEligible(operators[0])
    assert operators[0].address not in committee.eligibleMembers()


def test_remove_member__and_added_again__keeps_its_number_and_bond(
    committee, dao, operators
) -> None:
    committee.removeMember(operators[1], sender=dao)
    committee.addMember(operators[1], sender=dao)

    assert committee.memberAt(2) == operators[1].address
    assert committee.memberAt(4) == NOBODY
    assert committee.isEligible(operators[1])


def test_set_min_bond__raised_and_lowered__decides_who_is_asked(committee, dao) -> None:
    committee.setMinBond(BOND + 1, sender=dao)
    assert list(committee.eligibleMembers()) == []

    committee.setMinBond(BOND, sender=dao)

    assert len(committee.eligibleMembers()) == 3


def test_open__unlisted_consumer__refuses(committee, stranger, clock, refusal) -> None:
    error = refusal(committee.open, _question(stranger), _terms(clock), sender=stranger)

    assert error == f"CommitteeUnlistedConsumer(consumer={stranger.address})"


def test_open__question_of_another_consumer__refuses(
    committee, dao, stranger, rounds, clock, refusal
) -> None:
    committee.setConsumer(stranger, True, sender=dao)

    error = refusal(committee.open, _question(rounds), _terms(clock), sender=stranger)

    assert error.startswith("CommitteeForeignQuestion(")


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"count": 0}, "CommitteeInvalidTerms()"),
        ({"count": 17}, "CommitteeInvalidTerms()"),
        ({"commitEnd": 1}, "CommitteeInvalidTerms()"),
        ({"revealEnd": 2}, "CommitteeInvalidTerms()"),
        (
            {"penalty": 10**21 + 1},
            f"CommitteePenaltyAboveBond(penalty={10**21 + 1}, minBond={10**21})",
        ),
        (
            {"leaderPenalty": 10**21 + 1},
            f"CommitteePenaltyAboveBond(penalty={10**21 + 1}, minBond={10**21})",
        ),
    ],
)
def test_open__terms_out_of_range__refuses(
    committee, dao, stranger, clock, refusal, change, error
) -> None:
    committee.setConsumer(stranger, True, sender=dao)
    terms = {**_terms(clock), **change}

    assert refusal(committee.open, _question(stranger), terms, sender=stranger) == error


def test_open__nobody_is_bonded__refuses(committee, dao, stranger, clock, refusal) -> None:
    committee.setConsumer(stranger, True, sender=dao)
    committee.setMinBond(2 * BOND, sender=dao)

    error = refusal(committee.open, _question(stranger), _terms(clock), sender=stranger)

    assert error == "CommitteeTooFewMembers(eligible=0, required=1)"


def test_open__same_question_again__refuses(committee, dao, stranger, clock, refusal) -> None:
    committee.setConsumer(stranger, True, sender=dao)
    committee.open(_question(stranger), _terms(clock), sender=stranger)

    error = refusal(committee.open, _question(stranger), _terms(clock), sender=stranger)

    assert error.startswith("CommitteeUnexpectedState(")


def test_commit__not_asked_invalid_or_twice__refuses(
    play, committee, operators, stranger, refusal
) -> None:
    round_id = play.open_voting()
    question = play.question(round_id)
    play.commit(round_id, {0: GOOD})

    assert refusal(committee.commit, question, b"\1" * 32, sender=stranger).startswith(
        "CommitteeNotAsked("
    )
    for invalid in (b"\0" * 32, b"\xff" * 32):
        error = refusal(committee.commit, question, invalid, sender=operators[1])
        assert error == "CommitteeInvalidCommitment()"
    assert refusal(committee.commit, question, b"\1" * 32, sender=operators[0]).startswith(
        "CommitteeAlreadyCommitted("
    )


def test_commit__end_of_voting__refuses(play, committee, operators, refusal) -> None:
    round_id = play.open_voting()
    play.end_voting(round_id)

    error = refusal(committee.commit, play.question(round_id), b"\1" * 32, sender=operators[0])

    assert error.startswith("CommitteeOutsideWindow(")


def test_commit__member_bonded_later__is_not_asked(
    play, committee, token, dao, sponsor, refusal
) -> None:
    round_id = play.open_voting()
    committee.addMember(sponsor, sender=dao)
    token.approve(committee, BOND, sender=sponsor)
    committee.bond(BOND, sender=sponsor)

    error = refusal(committee.commit, play.question(round_id), b"\1" * 32, sender=sponsor)

    assert error.startswith("CommitteeNotAsked(")


def test_reveal__copied_commitment__does_not_match(play, committee, operators, refusal) -> None:
    round_id = play.open_voting()
    question = play.question(round_id)
    copied = play.promise(round_id, operators[0], GOOD)
    committee.commit(question, copied, sender=operators[1])
    play.commit(round_id, {0: GOOD})
    play.end_voting(round_id)
    play.reveal(round_id, {0: GOOD})

    error = refusal(committee.reveal, question, GOOD, SALT, sender=operators[1])

    assert error.startswith("CommitteeCommitmentMismatch(")


def test_reveal__another_salt_or_payload__does_not_match(
    play, committee, operators, refusal
) -> None:
    round_id = play.open_voting()
    play.commit(round_id, {0: GOOD})
    play.end_voting(round_id)

    for payload, salt in ((GOOD, b"\1" * 32), (sheet([4_001] * 3), SALT)):
        error = refusal(
            committee.reveal, play.question(round_id), payload, salt, sender=operators[0]
        )
        assert error.startswith("CommitteeCommitmentMismatch(")


def test_reveal__outside_its_window_or_twice__refuses(play, committee, operators, refusal) -> None:
    round_id = play.open_voting()
    arguments = (play.question(round_id), GOOD, SALT)
    play.commit(round_id, {0: GOOD, 1: GOOD})

    early = refusal(committee.reveal, *arguments, sender=operators[0])
    play.end_voting(round_id)
    play.reveal(round_id, {0: GOOD})
    again = refusal(committee.reveal, *arguments, sender=operators[0])
    play.end_reveals(round_id)
    late = refusal(committee.reveal, *arguments, sender=operators[1])

    assert early.startswith("CommitteeOutsideWindow(")
    assert again.startswith("CommitteeAlreadyRevealed(")
    assert late.startswith("CommitteeOutsideWindow(")


@pytest.mark.parametrize("count", [2, 3])
def test_result__odd_and_even_reveals__is_the_median(play, committee, profile, count) -> None:
    levels = ([9_000, 1, 5_000], [100, 8_000, 5_001], [4_000, 4_000, 10_000])[:count]
    sheets = {index: sheet(level) for index, level in enumerate(levels)}
    round_id = play.open_voting()

    play.score(round_id, sheets)

    p = profile.rounds
    rows = [
        composites(decode_payload(payload, 3), p.criteria, p.peer_weight)
        for payload in sheets.values()
    ]
    decided, word = committee.result(play.question(round_id))
    assert decided
    assert unpack(word, 3) == median(rows)


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


def _question(consumer) -> bytes:
    return bytes.fromhex(consumer.address[2:]) + (1).to_bytes(11) + b"\0"


def _terms(clock) -> dict:
    return {
        "fee": 0,
        "penalty": 0,
        "leaderPenalty": 0,
        "tolerance": 0,
        "count": 3,
        "commitEnd": clock.now() + 100,
        "revealEnd": clock.now() + 200,
        "submitter": NOBODY,
    }


def _penalty(play, committee, round_id: int) -> int:
    return committee.question(play.question(round_id)).penalty
