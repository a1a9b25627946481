"""Each persona votes for another's entry, by its own taste."""

import math
import random

import choix
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oracle.domain import MAX_REASON, Ballot, Criterion, CriterionScore, EntryScores
from oracle.scoring.ballots import Verdicts, cast_ballots, preference, preferred, tasted_pairs
from oracle.scoring.taste import likings
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


def test_ballots__all_disqualified__are_drawn_by_lot_and_never_for_oneself() -> None:
    sheet = score("", "", "pasta", "")
    assert all(values(row) == [0] * 5 for row in sheet.entries)
    assert all(ballot.entry != voter for voter, ballot in enumerate(sheet.ballots))
    assert "by lot" in sheet.ballots[0].why


def test_ballot__why__counts_pairs_and_names_the_strongest_reason() -> None:
    voter = card("Voter", taste=NOTHING | {Criterion.READABILITY: 10})
    why = score(PLAIN, OTHER, HARD, THIRD, cards=[voter, *map(card, "BCD")]).ballots[0].why
    assert why.startswith("2 of 2 pairs won, 0 lost; liked most for readability (+")


def rows_of(scores: list[list[int]]) -> list[EntryScores]:
    return [
        EntryScores(
            persona_id=place + 1,
            criteria={
                c: CriterionScore(value=v, why="") for c, v in zip(Criterion, row, strict=True)
            },
            disqualified=None if any(row) else "it is empty",
        )
        for place, row in enumerate(scores)
    ]


def votes(scores: list[list[int]], order: list[int], verdicts: Verdicts | None = None) -> list[int]:
    """Whom each persona votes for, by persona, where the roster is in that order."""
    rng = random.Random(1)
    tastes = [[rng.choice([0, 1, 5]) for _ in Criterion] for _ in scores]
    cards = [card(taste=dict(zip(Criterion, taste, strict=True))) for taste in tastes]
    rows = rows_of(scores)
    n = len(order)
    liked = likings(
        [rows[i] for i in order], [cards[i] for i in order], [0.0] * n, [[0.5] * n for _ in order]
    )
    seeds = [f"0x{i + 1:064x}" for i in order]
    ballots = cast_ballots([rows[i] for i in order], liked, seeds, verdicts or Verdicts())
    assert [ballot.persona_id for ballot in ballots] == [i + 1 for i in order]
    found = {order[place]: order[ballot.entry] for place, ballot in enumerate(ballots)}
    return [found[i] for i in range(n)]


SCORES = st.lists(
    st.lists(st.sampled_from([0, 1, 5000, 10000]), min_size=5, max_size=5), min_size=3, max_size=7
)


@settings(max_examples=50, deadline=None)
@given(scores=SCORES, data=st.data())
def test_ballots__roster_in_another_order__are_the_same_votes(
    scores: list[list[int]], data: st.DataObject
) -> None:
    places = list(range(len(scores)))
    order = data.draw(st.permutations(places))
    assert votes(scores, order) == votes(scores, places)


def test_ballots__entries_all_alike__favour_no_place() -> None:
    got = [0] * 8
    for first in range(50):
        seeds = [f"0x{8 * first + place:064x}" for place in range(8)]
        rows = rows_of([[5000] * 5] * 8)
        liked = likings(rows, [card()] * 8, [0.0] * 8, [[0.0] * 8] * 8)
        for ballot in cast_ballots(rows, liked, seeds, Verdicts()):
            got[ballot.entry] += 1
    # 400 votes: 50 each, with a standard deviation of 6.6.
    assert all(20 < count < 80 for count in got)


@settings(max_examples=50, deadline=None)
@given(scores=SCORES, weight=st.floats(0, 0.5), data=st.data())
def test_ballots__any_scores_and_verdicts__are_valid(
    scores: list[list[int]], weight: float, data: st.DataObject
) -> None:
    every = [(a, b) for b in range(len(scores)) for a in range(b)]
    pairs = data.draw(st.dictionaries(st.sampled_from(every), st.sampled_from([0.0, 0.5, 1.0])))
    rows = rows_of(scores)
    n = len(rows)
    liked = likings(rows, [card()] * n, [-1.0] * n, [[1.0] * n] * n)
    seeds = [f"0x{place:064x}" for place in range(n)]
    ballots = cast_ballots(rows, liked, seeds, Verdicts(weight, pairs))
    standing = [row.disqualified is None for row in rows]
    for voter, ballot in enumerate(ballots):
        assert ballot.entry != voter
        assert 0 < len(ballot.why) <= MAX_REASON
        assert "nan" not in ballot.why
        others = standing[:voter] + standing[voter + 1 :]
        assert standing[ballot.entry] or not any(others)


@settings(max_examples=40, deadline=None)
@given(data=st.data(), n=st.integers(3, 6))
def test_mean_preference__each_pair_compared_once__ranks_as_bradley_and_terry(
    data: st.DataObject, n: int
) -> None:
    chances = st.integers(1, 19).map(lambda twentieth: twentieth / 20)
    pairs = {(a, b): data.draw(chances) for a in range(n) for b in range(a + 1, n)}
    wins = np.zeros((n, n))
    for entry in range(n):
        for rival, chance in preferred(pairs, entry).items():
            wins[entry, rival] = chance
    strengths = choix.ilsr_pairwise_dense(wins, max_iter=1_000)
    means = wins.sum(axis=1)
    for a in range(n):
        for b in range(n):
            if means[a] > means[b] + 1e-6:
                assert strengths[a] > strengths[b]


def test_preference__liking__is_symmetric_and_bounded() -> None:
    high, low = {"taste": 1.5}, {"taste": 0.0}
    assert preference(low, low) == 0.5
    assert preference({"taste": 0.6}, {"taste": 0.5}) == pytest.approx(0.731, abs=0.001)
    assert preference(high, low) + preference(low, high) == 1.0
    assert 0 <= preference(low, high) < preference(high, low) <= 1


def test_ballot__verdicts_in_a_circle__pairs_differ_from_what_is_liked_best() -> None:
    rows = rows_of([[5000] * 5, [5200] * 5, [5100] * 5, [5000] * 5])
    liked = likings(rows, [card()] * 4, [0.0] * 4, [[0.0] * 4] * 4)
    seeds = [f"0x{place:064x}" for place in range(4)]

    def vote(verdicts: Verdicts) -> Ballot:
        return cast_ballots(rows, liked, seeds, verdicts)[0]

    assert vote(Verdicts()).entry == 1
    assert vote(Verdicts(0.5, {(1, 2): 0.0, (2, 3): 1.0, (1, 3): 0.0})).entry == 2


@pytest.mark.parametrize("weight", [0.0, 0.1, 0.5])
def test_verdicts__whatever_they_say__move_no_preference_by_more_than_their_weight(
    weight: float,
) -> None:
    rows = rows_of([[5000] * 5, [9000] * 5, [3000] * 5, [1] * 5])
    liked = likings(rows, [card()] * 4, [0.0] * 4, [[0.0] * 4] * 4)[0]
    tasted = tasted_pairs(liked, [1, 2, 3])
    for said in (0.0, 0.5, 1.0):
        mixed = Verdicts(weight, dict.fromkeys(tasted, said)).mixed(tasted)
        assert all(abs(mixed[pair] - tasted[pair]) <= weight + 1e-9 for pair in tasted)
        assert all(math.isfinite(p) and 0 <= p <= 1 for p in mixed.values())
    assert Verdicts(weight, {}).mixed(tasted) == tasted
