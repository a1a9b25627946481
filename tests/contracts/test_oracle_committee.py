"""See test_oracle_committee.tree."""

import pytest

from oracle.scoring.payload import decode_payload
from oracle.scoring.tally import composites, median
from tests.contracts.sheets import SALT, sheet, unpack

GOOD = sheet([4_000] * 3)
BOND = 2_000 * 10**18
NOBODY = "0x0000000000000000000000000000000000000000"


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
