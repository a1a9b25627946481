"""See test_committee_members.tree."""

from itertools import pairwise

from tests.contracts.sheets import sheet

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


def test_governance__stranger_or_deployer__refuses(committee, stranger, deployer, refusal) -> None:
    calls = (
        (committee.addMember, stranger),
        (committee.removeMember, stranger),
        (committee.setMinBond, 1),
        (committee.setConsumer, stranger, True),
    )

    for account in (stranger, deployer):
        for method, *arguments in calls:
            error = refusal(method, *arguments, sender=account)
            assert error == f"OwnableUnauthorizedAccount(account={account.address})"


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


def test_remove_member__and_added_again__keeps_its_number_and_bond_and_is_asked_when_it_bonds(
    committee, dao, operators, clock, profile
) -> None:
    committee.removeMember(operators[1], sender=dao)
    committee.addMember(operators[1], sender=dao)

    assert committee.memberAt(2) == operators[1].address
    assert committee.memberAt(4) == NOBODY
    assert committee.bondOf(operators[1]) == BOND
    assert not committee.isEligible(operators[1])
    clock.move_to(clock.now() + profile.committee.unbond_delay)
    committee.bond(0, sender=operators[1])
    assert committee.isEligible(operators[1])


def test_set_min_bond__raised_and_lowered__decides_who_is_asked(committee, dao) -> None:
    committee.setMinBond(BOND + 1, sender=dao)
    assert list(committee.eligibleMembers()) == []

    committee.setMinBond(BOND, sender=dao)

    assert len(committee.eligibleMembers()) == 3


def test_remove_member__middle_of_a_question__does_not_change_its_quorum(
    play, rounds, committee, dao, operators
) -> None:
    round_id = play.open_voting()
    for operator in operators[:2]:
        committee.removeMember(operator, sender=dao)
    assert list(committee.eligibleMembers()) == [operators[2].address]

    play.score(round_id, {2: GOOD})

    assert not committee.result(play.question(round_id)).decided


def test_remove_member__question_is_open__pays_its_penalty_and_waits_for_the_end(
    play, committee, token, dao, clock, operators, profile, refusal
) -> None:
    round_id = play.open_voting()
    question = committee.question(play.question(round_id))
    committee.removeMember(operators[0], sender=dao)
    release = question.revealEnd + profile.committee.unbond_delay

    play.score(round_id, {1: GOOD, 2: GOOD})
    play.settle(round_id)

    assert committee.bondOf(operators[0]) == BOND - question.penalty
    error = refusal(committee.withdrawBond, sender=operators[0])
    assert error == f"CommitteeStillBonded(releaseAt={release})"
    before = token.balanceOf(operators[0])
    clock.next_block_at(release)
    committee.withdrawBond(sender=operators[0])
    assert token.balanceOf(operators[0]) == before + BOND - question.penalty


def test_remove_member__later_questions__do_not_move_its_release(
    play, committee, dao, clock, operators, profile
) -> None:
    committee.removeMember(operators[0], sender=dao)
    release = clock.now() + profile.committee.unbond_delay
    play.open_voting()
    clock.next_block_at(max(release, clock.now() + 1))

    committee.withdrawBond(sender=operators[0])

    assert committee.bondOf(operators[0]) == 0


def test_add_member__middle_of_a_question__is_asked_the_next_one(
    play, committee, token, dao, sponsor
) -> None:
    asked = play.question(play.open_voting())
    committee.addMember(sponsor, sender=dao)
    assert not committee.isEligible(sponsor)
    token.approve(committee, BOND, sender=sponsor)
    committee.bond(BOND, sender=sponsor)

    following = play.question(play.open_voting())

    number = committee.numberOf(sponsor)
    assert committee.isEligible(sponsor)
    assert not committee.question(asked).members >> number & 1
    assert committee.question(following).members >> number & 1


def test_request_unbond__middle_of_a_question__finishes_it_and_is_paid(
    play, committee, operators
) -> None:
    round_id = play.open_voting()
    committee.requestUnbond(sender=operators[0])

    play.score(round_id, dict.fromkeys(range(3), GOOD))
    play.settle(round_id)

    assert committee.creditOf(operators[0]) == committee.creditOf(operators[1]) > 0
    assert committee.bondOf(operators[0]) == BOND


def test_request_unbond__not_a_member__refuses(committee, stranger, refusal) -> None:
    for method in (committee.requestUnbond, committee.withdrawBond):
        error = refusal(method, sender=stranger)
        assert error == f"CommitteeNotMember(operator={stranger.address})"


def test_leader__members_change__rotates_over_who_is_eligible_now(
    play, committee, panel, operators
) -> None:
    questions = [play.question(play.propose()) for _ in range(6)]
    committee.requestUnbond(sender=operators[1])

    leaders = [committee.leader(question) for question in questions]

    remaining = [operators[0].address, operators[2].address]
    assert sorted(leaders) == sorted(remaining * 3)
    assert all(first != second for first, second in pairwise(leaders))


def test_leader__nobody_is_eligible__is_nobody(play, committee, dao) -> None:
    round_id = play.propose()
    committee.setMinBond(2 * BOND, sender=dao)

    assert committee.leader(play.question(round_id)) == NOBODY


def test_turn_of__each_operator__is_eligible_and_leads_as_told_one_by_one(
    play, committee, operators, stranger
) -> None:
    question = play.question(play.propose())
    committee.requestUnbond(sender=operators[2])

    for account in (*operators, stranger):
        eligible, leads = committee.turnOf(question, account)
        assert eligible == committee.isEligible(account)
        assert leads == (committee.leader(question) == account.address)
