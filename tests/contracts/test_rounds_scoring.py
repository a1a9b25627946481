"""See test_rounds_scoring.tree."""

from random import Random

import pytest

from oracle.scoring.payload import decode_payload
from oracle.scoring.tally import composites
from tests.contracts.sheets import sheet, sheet_of, unpack

GOOD = sheet([5_000, 5_000, 5_000])


def test_score__any_sheet__as_the_oracle_computes(play, rounds, profile) -> None:
    random = Random(20_260_101)
    question = play.question(play.open_voting(personas=(1, 2, 3, 4, 5)))
    weights, peers = profile.rounds.criteria, profile.rounds.peer_weight

    for _ in range(12):
        payload = _random_sheet(random, 5)

        expected = composites(decode_payload(payload, 5), weights, peers)

        assert unpack(rounds.score(question, payload), 16) == (*expected, *[0] * 11)


def test_score__all_five_criteria_zero__is_disqualified(play, rounds) -> None:
    question = play.question(play.open_voting())

    word = rounds.score(question, sheet([0, 5_000, 0], ballots=[1, 0, 0]))

    assert unpack(word, 3)[0] == unpack(word, 3)[2] == 0


def test_score__nearly_nothing__is_at_least_one(play, rounds) -> None:
    question = play.question(play.open_voting())
    rows = [[0, 0, 0, 0, 1], [5_000] * 5, [5_000] * 5]

    word = rounds.score(question, sheet_of(rows, ballots=[1, 2, 1]))

    assert unpack(word, 3)[0] == 1


@pytest.mark.parametrize(
    ("payload", "error"),
    [
        (b"", "RoundsInvalidSheetLength(length=0, expected=65)"),
        (GOOD[:-1], "RoundsInvalidSheetLength(length=64, expected=65)"),
        (GOOD + b"\0", "RoundsInvalidSheetLength(length=66, expected=65)"),
        (sheet([1, 10_001, 1]), "RoundsScoreOutOfRange(entry=1, value=10001)"),
        (sheet([1, 2, 3], ballots=[1, 1, 0]), "RoundsSelfBallot(entry=1)"),
        (sheet([1, 2, 3], ballots=[3, 0, 0]), "RoundsUnknownEntry(entry=3)"),
    ],
    ids=["empty", "short", "long", "over 10000", "self ballot", "unknown entry"],
)
def test_score__malformed_sheet__is_refused_at_the_reveal(
    play, rounds, committee, operators, refusal, payload, error
) -> None:
    round_id = play.open_voting()
    play.commit(round_id, {0: payload})
    play.end_voting(round_id)

    (receipt,) = play.reveal(round_id, {0: payload})

    question = play.question(round_id)
    assert refusal(rounds.score, question, payload, sender=operators[0]) == error
    (event,) = committee.RevealRefused.from_receipt(receipt)
    assert (event.operator, bytes(event.payload)) == (operators[0].address, payload)
    assert committee.isRefused(question, operators[0])
    assert not committee.revealOf(question, operators[0]).revealed


def test_score__unknown_question__refuses(rounds, stranger, refusal) -> None:
    question = bytes(rounds.questionId(77))

    error = refusal(rounds.score, question, GOOD, sender=stranger)

    assert error == "RoundsInvalidSheetLength(length=65, expected=32)"


def _random_sheet(random: Random, n: int) -> bytes:
    rows = [
        [random.choice((0, 1, random.randint(0, 10_000), 10_000)) for _ in range(5)]
        for _ in range(n)
    ]
    ballots = [random.choice([entry for entry in range(n) if entry != own]) for own in range(n)]
    return sheet_of(rows, ballots)
