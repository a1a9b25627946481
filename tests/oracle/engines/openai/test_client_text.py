"""What remains of what a model said, and how it fits its platform."""

import time
from contextlib import suppress
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from oracle.domain import Platform
from oracle.engines.openai.text import check, cleaned
from oracle.errors import Permanent
from oracle.platforms import PLATFORMS, fitted
from tests.oracle.engines.openai.odd_server import said

X = PLATFORMS[Platform.X]
LINK = "https://example.org/a/long-path?with=query"


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("  Hello.\n", "Hello."),
        ('"Hello."', "Hello."),
        ("“Hello.”", "Hello."),
        ("'Hello.'", "Hello."),
        ('"Hello," she said. "Bye."', '"Hello," she said. "Bye."'),
        ('He said "no"', 'He said "no"'),
        ("<think>\nA post\n</think>\n\nHello.", "Hello."),
        ("A post, so…</think>Hello.", "Hello."),
        ("<think>a</think>b<think>c</think>Hello.", "Hello."),
        ("He\u202ello\u200b.\x00\x1b[31m", "Hello.[31m"),
        ("Hello\U000e0041.", "Hello."),
        ("a\r\nb\rc\u2028d\te", "a\nb\nc\nd e"),
        ("a  \n\n\n\n  b", "a\n\nb"),
        ("R&amp;D &lt;3 &quot;x", 'R&D <3 "x'),
        ("👩\u200d🚀 cafe\u0301", "👩\u200d🚀 café"),
    ],
)
def test_cleaned__what_models_add__is_gone(raw: str, text: str) -> None:
    assert cleaned(raw) == text


@pytest.mark.parametrize("platform", Platform)
def test_write__far_too_long__fits_and_ends_with_a_sentence(
    written_as: Any, platform: Platform
) -> None:
    words = (sha256(str(number).encode()).hexdigest() for number in range(150))
    written = written_as(said(" ".join(f"Read {word}, too." for word in words)), platform=platform)
    assert PLATFORMS[platform].fits(written.text)
    assert written.text.endswith(", too.")


def test_write__interrupted__ends_with_its_last_whole_sentence(written_as: Any) -> None:
    answer = said("The library opens on Sundays. It also op", finish="length")
    assert written_as(answer).text == "The library opens on Sundays."


def test_fitted__no_sentence_ends_in_time__is_cut_after_a_word() -> None:
    text = fitted("Yes. " + "word " * 100 + "end.", X, whole=True)
    assert text.endswith("word …")
    assert 270 <= X.count(text) <= 280


@pytest.mark.parametrize("whole_thing", [LINK, "#" + "Hashtag" * 3, "@someone_whom_we_know"])
def test_fitted__cut_at_a_link_hashtag_or_mention__keeps_it_whole(whole_thing: str) -> None:
    for words in range(40, 60):
        text = fitted("word " * words + f"{whole_thing} and more " * 10, X, whole=True)
        assert set(text.split()) <= {"word", "and", "more", whole_thing, "…"}


def test_fitted__list_numbers__are_no_sentences() -> None:
    text = fitted("We have news.\n1. " + "word " * 30 + "\n2. " + "word " * 100, X, whole=True)
    assert not text.endswith("2.")


def test_fitted__chinese__ends_with_a_sentence() -> None:
    text = fitted("图书馆周日开放。" * 40, X, whole=True)
    assert text.endswith("。")
    assert X.fits(text)


def test_fitted__one_endless_word__is_refused() -> None:
    with pytest.raises(Permanent, match="280 weighted characters"):
        fitted("x" * 300, X, whole=True)


WORDS = st.lists(
    st.sampled_from(["word", "é", "🎉", "Yes.", "no?!", "…", LINK, "#tag", "@me", "图书馆。", "\n"])
    | st.text(max_size=12),
    max_size=120,
)


@given(words=WORDS, platform=st.sampled_from(Platform), whole=st.booleans())
@example(words=["." * 20_000], platform=Platform.X, whole=False)
@example(words=[" " * 20_000, "a"], platform=Platform.X, whole=False)
@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=60)
def test_fitted__any_text__fits_and_is_its_beginning(
    words: list[str], platform: Platform, whole: bool
) -> None:
    text, rules = cleaned(" ".join(words)), PLATFORMS[platform]
    try:
        fit = fitted(text, rules, whole)
    except Permanent:
        return
    assert rules.fits(fit)
    assert text.startswith(fit.removesuffix(" …"))


INSTRUCTIONS = (
    "Du bist ein Leuchtturmwärter und vergisst nie eine Freundlichkeit, "
    "auch nicht in den längsten Nächten."
)
HAN = "你是一位来自遥远北方的退休灯塔看守人总是把城里发生的一切与冬天的天气相比较。"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (f"Also: {INSTRUCTIONS.upper()}", "instructions"),
        (f"好的。{HAN}", "instructions"),
        ("<｜end▁of▁sentence｜>", "instructions"),
        ("<end_of_turn>", "instructions"),
        (" ".join(sha256(bytes([n])).hexdigest() for n in range(40)) + " and so on" * 30, "itself"),
        ("I cannot assist with that request.", "refused"),
    ],
)
def test_check__text_that_is_none__is_refused_with_why(text: str, why: str) -> None:
    with pytest.raises(Permanent, match=why):
        check(text, f"{INSTRUCTIONS}\n{HAN}", "")


@pytest.mark.parametrize(
    "text",
    [
        "We open on Sundays. We open for you. We open for all who read, and for those who do not.",
        "I can't help with that leak, said the keeper; but I know who can. Ask at the library.",
        "图书馆周日开放,欢迎大家来看书、借书、还书。" + "我们在这里等你们。",
        "#books #library #sundays #reading #north #lighthouse #weather #winter #kindness #town",
    ],
)
def test_check__text_in_character__passes(text: str) -> None:
    check(text, f"{INSTRUCTIONS}\n{HAN}", "")


@given(raw=st.text(max_size=300) | WORDS.map(" ".join), prompt=st.text(max_size=80))
@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=60)
def test_check__any_text__is_taken_or_refused(raw: str, prompt: str) -> None:
    with suppress(Permanent):
        check(cleaned(raw), prompt, "")


def test_cleaned__endless_marks__takes_no_square_of_their_number():
    """Sorting them all takes minutes; thirty on a letter are more than any language has."""
    started = time.process_time()
    assert len(cleaned("a" + "\u0301\u0316" * 200_000)) < 40
    assert time.process_time() - started < 2
