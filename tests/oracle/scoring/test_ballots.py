"""Each persona votes for another's entry, by its own taste."""

import pytest

from oracle.domain import Criterion
from tests.oracle.scoring.scoring_rounds import OTHER, PLAIN, THIRD, card, score, values

GLAD = "What a wonderful, happy solar day! We love our panels and we are so proud of them."
HARD = (
    "Photovoltaic community infrastructure necessitates organisational harmonisation among"
    " municipal stakeholders, notwithstanding budgetary constraints, sectoral responsibilities,"
    " administrative proportionality, environmental sustainability, participation, accountability,"
    " procedural standardisation, infrastructural modernisation and electrification."
)
NOTHING = dict.fromkeys(Criterion, 0)


@pytest.mark.parametrize("criterion", [Criterion.READABILITY, Criterion.SENTIMENT])
def test_ballot__taste_for_one_criterion__goes_to_the_best_of_the_others_in_it(
    criterion: Criterion,
) -> None:
    voter = card("Voter", taste=NOTHING | {criterion: 10})
    sheet = score(PLAIN, GLAD, HARD, cards=[voter, card("B"), card("C")])
    best = max((1, 2), key=lambda i: sheet.entries[i].criteria[criterion].value)
    assert sheet.ballots[0].entry == best


def test_ballot__topic_of_ones_own__tips_an_even_choice() -> None:
    even = card("Even", taste=NOTHING | {"trend_relevance": 1})
    baker = even.model_copy(update={"topics": ("a baker, a barn and street lamps",)})
    mayor = even.model_copy(update={"topics": ("the mayor, rain, batteries and the clinic",)})
    rest = [card("B"), card("C")]
    assert score(PLAIN, OTHER, THIRD, cards=[baker, *rest]).ballots[0].entry == 1
    assert score(PLAIN, OTHER, THIRD, cards=[mayor, *rest]).ballots[0].entry == 2


def test_ballot__mood_of_ones_own__tips_an_even_choice() -> None:
    even = card("Even", taste=NOTHING | {"trend_relevance": 1}, target_sentiment=1.0)
    assert score(PLAIN, GLAD, HARD, cards=[even, card("B"), card("C")]).ballots[0].entry == 1


def test_ballot__no_taste_at_all__cares_for_all_alike() -> None:
    cards = [card("A", taste=NOTHING), card("B"), card("C")]
    same = [card("A"), card("B"), card("C")]
    none, all_alike = score(PLAIN, OTHER, HARD, cards=cards), score(PLAIN, OTHER, HARD, cards=same)
    assert none.ballots[0].entry == all_alike.ballots[0].entry


def test_ballots__one_per_persona__in_roster_order_and_never_for_oneself() -> None:
    sheet = score(PLAIN, OTHER, THIRD, GLAD, HARD)
    assert [ballot.persona_id for ballot in sheet.ballots] == [1, 2, 3, 4, 5]
    assert all(ballot.entry != voter for voter, ballot in enumerate(sheet.ballots))


def test_ballots__one_other_stands__gets_every_other_vote() -> None:
    sheet = score("", PLAIN, "pasta", OTHER[:0])
    assert [sheet.ballots[i].entry for i in (0, 2, 3)] == [1, 1, 1]


def test_ballots__all_disqualified__go_round_the_roster() -> None:
    sheet = score("", "", "pasta", "")
    assert all(values(row) == [0] * 5 for row in sheet.entries)
    assert [ballot.entry for ballot in sheet.ballots] == [1, 2, 3, 0]
