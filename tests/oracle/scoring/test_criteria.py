"""Of two entries the better one scores higher, criterion by criterion."""

import pytest

from oracle.domain import Criterion, Platform, ScoreSheet, Topic
from oracle.scoring.profile import default_profile
from tests.oracle.scoring.scoring_rounds import (
    BRIEF,
    OTHER,
    PLAIN,
    THIRD,
    card,
    past_round,
    score,
    values,
)

SOLAR = Topic(text="community solar panels for a small town", burst=8, age_hours=2)
TEA = Topic(text="tea harvest", burst=8, age_hours=2)


def value(sheet: ScoreSheet, criterion: Criterion, index: int) -> int:
    return sheet.entries[index].criteria[criterion].value


@pytest.mark.parametrize(
    "worse",
    [
        "Solar.",
        "SOLAR PANELS!!!!! BUY SOLAR NOW!!!! #solar #win #money #now #deal @one @two @three",
        "solar " * 100,
    ],
    ids=["too-short", "shouting", "repeating"],
)
def test_engagement__one_entry_repels_readers__scores_lower(worse: str) -> None:
    good = "Could your street share solar? " + PLAIN
    sheet = score(good, worse, OTHER)
    assert value(sheet, Criterion.ENGAGEMENT, 0) > 7_000
    assert value(sheet, Criterion.ENGAGEMENT, 1) < 4_000


def test_engagement__question_added__scores_higher() -> None:
    sheet = score(PLAIN, THIRD + " Would you wait for panels?", OTHER)
    assert value(sheet, Criterion.ENGAGEMENT, 1) > value(sheet, Criterion.ENGAGEMENT, 0)


def test_engagement__same_text_after_a_stronger_history__scores_lower() -> None:
    strong = past_round("Do you count your 12 panels? " + THIRD, OTHER, "Short.")
    weak = past_round("Short.", OTHER, "Do you count your 12 panels? " + THIRD)
    after_strong = score(PLAIN, OTHER + " Solar.", "Solar and so on", history=(strong,))
    after_weak = score(PLAIN, OTHER + " Solar.", "Solar and so on", history=(weak,))
    assert value(after_strong, Criterion.ENGAGEMENT, 0) < value(after_weak, Criterion.ENGAGEMENT, 0)


def test_engagement__no_weights__is_neutral() -> None:
    profile = default_profile().model_copy(update={"action_weights": {}})
    sheet = score(PLAIN, OTHER, THIRD, profile=profile)
    assert {value(sheet, Criterion.ENGAGEMENT, i) for i in range(3)} == {5_000}


def test_trend__no_topics__is_neutral_for_all() -> None:
    sheet = score(PLAIN, OTHER, THIRD)
    assert {value(sheet, Criterion.TREND, i) for i in range(3)} == {5_000}


def test_trend__one_entry_speaks_of_the_topic__scores_higher() -> None:
    profile = default_profile().model_copy(update={"topics": (SOLAR, TEA)})
    sheet = score(PLAIN, OTHER, THIRD, profile=profile)
    assert value(sheet, Criterion.TREND, 0) > value(sheet, Criterion.TREND, 2)


def test_trend__topic_of_a_half_life_ago__counts_half() -> None:
    def trend(age_hours: float) -> int:
        batteries = Topic(text="mayor and batteries", burst=8, age_hours=age_hours)
        profile = default_profile().model_copy(update={"topics": (TEA, batteries)})
        return value(score(PLAIN, OTHER, THIRD, profile=profile), Criterion.TREND, 2)

    assert trend(50) == pytest.approx(trend(2) / 2, abs=1)


def test_sentiment__brief_asks_for_joy__the_glad_entry_scores_higher() -> None:
    brief = BRIEF.model_copy(update={"target_sentiment": 0.9})
    glad = "What a wonderful, happy day for our solar town. We love it and we are so proud!"
    sad = "A terrible, sad day for our solar town. We hate the loss and we are angry."
    sheet = score(glad, sad, OTHER, brief=brief)
    assert value(sheet, Criterion.SENTIMENT, 0) > 8_000
    assert value(sheet, Criterion.SENTIMENT, 1) < 2_000


def test_sentiment__brief_asks_for_none__each_card_has_its_own_target() -> None:
    glad = "What a wonderful, happy day for our solar town. We love it and we are so proud!"
    cards = [card("A", target_sentiment=0.9), card("B", target_sentiment=-0.9), card("C")]
    first = score(glad, OTHER, THIRD, cards=cards)
    second = score(OTHER, glad, THIRD, cards=cards)
    assert value(first, Criterion.SENTIMENT, 0) > value(second, Criterion.SENTIMENT, 1)


def test_virality__one_entry_half_repeats_the_past__scores_lower() -> None:
    half = PLAIN[: len(PLAIN) // 2] + THIRD[len(THIRD) // 2 :]
    fresh = score(OTHER, half, "Solar, briefly said.")
    stale = score(OTHER, half, "Solar, briefly said.", history=(past_round(PLAIN, "a", "b"),))
    assert value(stale, Criterion.VIRALITY, 1) < value(fresh, Criterion.VIRALITY, 1)


def test_virality__past_is_outside_the_window__does_not_count() -> None:
    profile = default_profile().model_copy(update={"history_window": 1})
    old, recent = past_round(PLAIN, "a", "b"), past_round("c", "d", "e")
    sheet = score(PLAIN, OTHER, THIRD, profile=profile, history=(old, recent))
    assert sheet.entries[0].disqualified is None


def test_history_window__is_zero__nothing_of_the_past_counts() -> None:
    profile = default_profile().model_copy(update={"history_window": 0})
    sheet = score(PLAIN, OTHER, THIRD, profile=profile, history=(past_round(PLAIN, "a", "b"),))
    assert sheet.entries[0].disqualified is None


def test_readability__one_entry_is_officialese__scores_lower() -> None:
    officialese = (
        "The implementation of photovoltaic infrastructural methodologies necessitates considerable"
        " organisational harmonisation among municipal stakeholders, notwithstanding budgetary"
        " constraints affecting community participation, interdepartmental responsibilities,"
        " administrative proportionality, environmental sustainability and accountability."
    )
    sheet = score(PLAIN, officialese, OTHER)
    assert value(sheet, Criterion.READABILITY, 0) > 6_000
    assert value(sheet, Criterion.READABILITY, 1) < 1_000


def test_readability__under_thirty_words__stays_nearer_to_the_middle() -> None:
    hard = "Photovoltaic community infrastructure necessitates organisational harmonisation."
    sheet = score(hard, " ".join([hard] * 4), OTHER)
    short, long = (value(sheet, Criterion.READABILITY, i) for i in (0, 1))
    assert long < short < 5_000


def test_readability__language_without_a_formula__is_neutral() -> None:
    brief = BRIEF.model_copy(update={"language": "ja"})
    sheet = score(
        "町の太陽光発電です。", "学校の屋根に載せました。", "電気代が減りました。", brief=brief
    )
    assert {value(sheet, Criterion.READABILITY, i) for i in range(3)} == {5_000}


@pytest.mark.parametrize("platform", list(Platform))
def test_reasons__any_platform__say_why_in_a_sentence(platform: Platform) -> None:
    sheet = score(PLAIN, OTHER, THIRD, platform=platform)
    whys = [c.why for row in sheet.entries for c in row.criteria.values()]
    assert all(whys)
    assert "reading ease" in sheet.entries[0].criteria[Criterion.READABILITY].why
    assert all(min(values(row)) > 0 for row in sheet.entries)


def test_trend__speaks_of_no_topic__is_the_lowest_and_not_zero() -> None:
    profile = default_profile().model_copy(update={"topics": (TEA,)})
    assert value(score(PLAIN, OTHER, THIRD, profile=profile), Criterion.TREND, 0) == 1
