"""From answers to preferences: position bias measured and taken out."""

from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest

from oracle.judging.bias import circles, position_bias
from oracle.judging.strengths import strengths
from oracle.scoring.answers import Answer, swapped, verdicts


def answers_of(first_wins: int, agreed: int) -> dict[tuple[int, int], Answer]:
    """16 texts' pairs: so many where the first place won twice, so many where text a won."""
    pairs = [order for order in swapped(16) if order[0] < order[1]]
    found: dict[tuple[int, int], Answer] = {}
    for place, (a, b) in enumerate(pairs[: first_wins + agreed]):
        found[a, b] = "1"
        found[b, a] = "1" if place < first_wins else "2"
    return found


def test_position_bias__interval__is_wilsons() -> None:
    bias = position_bias(answers_of(40, 20))
    wilson = binomtest(50, 60).proportion_ci(0.95, method="wilson")
    assert (bias.pairs, round(bias.first, 9)) == (60, round(50 / 60, 9))
    assert abs(bias.low - wilson.low) < 1e-6
    assert abs(bias.high - wilson.high) < 1e-6


def test_verdicts__pair_answered_one_way_only__is_missing() -> None:
    assert verdicts({(0, 1): "1"}) == {}
    assert verdicts({(0, 1): "1", (1, 0): "-"}) == {}
    assert verdicts({(0, 1): "1", (1, 0): "2"}) == {(0, 1): 1.0}


def test_circles__a_to_b_to_c_to_a__is_one() -> None:
    assert circles({(0, 1): 1.0, (1, 2): 1.0, (0, 2): 0.0}, 3) == 1
    assert circles({(0, 1): 1.0, (1, 2): 1.0, (0, 2): 1.0}, 3) == 0
    assert circles({(0, 1): 1.0, (1, 2): 1.0, (0, 2): 0.5}, 3) == 0


@settings(max_examples=40, deadline=None)
@given(n=st.integers(2, 6), data=st.data())
def test_verdicts__any_answers__are_bounded_and_names_swap(n: int, data: st.DataObject) -> None:
    answers: dict[tuple[int, int], Answer] = {
        order: data.draw(st.sampled_from(["1", "2", "-"])) for order in swapped(n)
    }
    found = verdicts(answers)
    assert all(preference in (0.0, 0.5, 1.0) for preference in found.values())
    bias = position_bias(answers)
    assert 0 <= bias.low <= bias.first <= bias.high <= 1
    fitted = strengths(found, n)
    assert all(abs(each) < 100 for each in fitted)
    mirrored = {(n - 1 - i, n - 1 - j): answer for (i, j), answer in answers.items()}
    turned = {(n - 1 - b, n - 1 - a): 1 - p for (a, b), p in found.items()}
    assert verdicts(mirrored) == turned
