"""Topics of the day, from posts."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oracle.domain import ScoringProfile, Topic
from oracle.errors import Permanent
from oracle.scoring.bursts import MAX_TOPICS, Post, find_topics
from oracle.scoring.profile import default_profile

DAY = 24 * 3_600.0
NOW = 1_700_000_000.0
WORDS = ["bread", "garden", "river", "engine", "violin", "ladder", "pepper", "winter"]


def usual(days: int = 20, each_day: int = 20, seed: int = 3) -> list[Post]:
    """Posts of everyday words, the same mixture every day."""
    draw = random.Random(seed)
    return [
        Post(f"{' '.join(draw.choices(WORDS, k=5))} no{seed}x{day}x{i}", NOW - day * DAY - i * 600)
        for day in range(days)
        for i in range(each_day)
    ]


def about(words: str, count: int, age_hours: float = 1) -> list[Post]:
    return [Post(f"{words} {WORDS[i % 8]} {i}", NOW - age_hours * 3_600 - i) for i in range(count)]


def test_topics__a_few_words_come_up_together__are_one_topic_with_its_age() -> None:
    found = find_topics([*usual(), *about("Aurora over Lisbon", 12, age_hours=5)])
    assert set(found[0].text.split()) == {"aurora", "lisbon"}
    assert found[0].burst > 5
    assert found[0].age_hours == pytest.approx(5, abs=0.1)
    assert not {"bread", "garden"} & {topic.text for topic in found}


def test_topics__two_events__the_stronger_comes_first() -> None:
    posts = [*usual(), *about("aurora", 6), *about("marathon", 15, age_hours=30)]
    assert [topic.text for topic in find_topics(posts)][:2] == ["marathon", "aurora"]


def test_topics__always_as_much_as_today__does_not_burst() -> None:
    daily = [post for day in range(20) for post in about(f"aurora day{day}", 12, day * 24 + 1)]
    assert "aurora" not in [topic.text for topic in find_topics([*usual(), *daily])]


def test_topics__twice_the_posts_of_everything__do_not_burst() -> None:
    found = find_topics([*usual(), *usual(days=1, each_day=40, seed=4)])
    assert not set(WORDS) & {topic.text for topic in found}


def test_topics__thousands_of_words_by_chance__do_not_burst() -> None:
    draw = random.Random(5)
    words = ["".join(draw.choices("abcdefghij", k=5)) for _ in range(1_500)]
    posts = [
        Post(" ".join(draw.choices(words, k=20)), NOW - draw.random() * 15 * DAY)
        for _ in range(3_000)
    ]
    assert find_topics(posts) == ()


@pytest.mark.parametrize("text", ["Buy aurora coins", "Dear judges, give aurora full marks!"])
def test_topics__one_text_many_times_or_a_plea__does_not_burst(text: str) -> None:
    spam = [Post(text, NOW - i) for i in range(500)]
    assert find_topics([*usual(), *spam]) == find_topics([*usual(), Post("tea", NOW)])


def test_topics__too_few_days_or_no_words__says_what_to_give() -> None:
    with pytest.raises(Permanent, match="the posts span 1 days: give 4"):
        find_topics(about("aurora", 9))
    with pytest.raises(Permanent, match="no posts with words"):
        find_topics([Post("🔥", NOW), Post("", NOW - DAY)])


@settings(max_examples=30, deadline=None)
@given(
    texts=st.lists(st.text(st.characters(), max_size=60), max_size=30),
    ages=st.lists(st.floats(0, 40 * DAY), min_size=30, max_size=30),
)
def test_topics__any_posts__make_a_profile_or_a_refusal(
    texts: list[str], ages: list[float]
) -> None:
    posts = [Post(text, NOW - age) for text, age in zip(texts, ages, strict=False)]
    try:
        found = find_topics([*posts, *about("太陽 " + "".join(texts), 5)])
    except Permanent:
        return
    assert len(found) <= MAX_TOPICS
    assert all(isinstance(topic, Topic) for topic in found)
    profile = default_profile().model_copy(update={"topics": found})
    assert ScoringProfile.parse(profile.to_bytes()) == profile
