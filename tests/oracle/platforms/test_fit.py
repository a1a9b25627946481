"""Texts made to fit: whole words, links, hashtags and mentions, on every platform."""

import re
import time
from contextlib import suppress

import pytest
import regex
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from oracle.domain import Platform
from oracle.errors import Permanent
from oracle.platforms import PLATFORMS, fitted

X, BLUESKY = PLATFORMS[Platform.X], PLATFORMS[Platform.BLUESKY]
LINK = "https://example.org/a/long-path?with=query&more=yes#part"
MARKS = [
    LINK,
    "example.com/some/path",
    "https://例え.jp/ページ",
    "#CamelCaseTag",
    "#読書の秋",
    "#été_2026",
    "@someone_we_know",
    "@ana.bsky.social",
    "@dwr.eth",
    "@ana@social.example",
    "@a.b-c@sub.social.example",
]


def test_fitted__what_fits__is_left_alone():
    text = "  Short, and\n\n\nodd: …\n"
    assert fitted(text, X) == text


@pytest.mark.parametrize("mark", MARKS)
@pytest.mark.parametrize("platform", Platform)
def test_fitted__cut_at_any_place_in_a_mark__keeps_it_whole_or_drops_it(
    platform: Platform, mark: str
):
    rules = PLATFORMS[platform]
    room = rules.limit // len("word ")
    for words in range(room - 15, room + 1):
        text = fitted("word " * words + f"{mark} and more " * 40, rules)
        assert rules.fits(text)
        assert set(text.split()) <= {"word", "and", "more", mark, "…"}


@pytest.mark.parametrize("mark", ["#读书节", "@ana.bsky.social", "@ana@social.example", LINK])
def test_fitted__marks_in_a_text_without_spaces__stay_whole(mark: str):
    for count in range(100, 150):
        text = fitted("书" * count + f"、{mark}，" + "图书馆" * 200, X)
        assert X.fits(text)
        assert mark in text or set(text) <= set("书、 …")


def test_fitted__chinese_without_stops__is_cut_at_a_comma_or_between_characters():
    assert fitted("图书馆周日开放，" * 60, X).endswith("放 …")
    long = fitted("图" * 400, BLUESKY)
    assert long == "图" * 298 + " …"


def test_fitted__japanese_without_stops__is_cut_before_a_next_word():
    text = fitted("図書館は日曜日も開いています" * 40, X)
    assert text.removesuffix(" …")[-1] in "はも"


def test_fitted__loanwords_and_small_kana__are_not_divided():
    with pytest.raises(Permanent, match="cannot be cut"):
        fitted("コーヒーショップ" * 60, X)


@pytest.mark.parametrize("emoji", ["🎉", "👨‍👩‍👧‍👦", "🇵🇹", "🙋🏽", "❤️"])
def test_fitted__a_wall_of_emoji__is_cut_between_them(emoji: str):
    for platform in Platform:
        rules = PLATFORMS[platform]
        text = fitted(emoji * (rules.limit + 1), rules)
        assert rules.fits(text)
        assert text.removesuffix(" …").replace(emoji, "") == ""


@pytest.mark.parametrize("tail", ["https://example.", "3.", "@ana.", "#Tag."])
def test_fitted__interrupted_in_what_may_go_on__drops_it(tail: str):
    text = fitted(f"We open on Sundays. {tail}", X, whole=False)
    assert text == "We open on Sundays."


def test_fitted__interrupted_after_a_sentence__keeps_it():
    assert fitted("We open. Come in.", X, whole=False) == "We open. Come in."


@pytest.mark.parametrize("text", ["x" * 301, "https://e.org/" + "a" * 3_000, "#" + "é" * 4_000])
def test_fitted__one_endless_word__is_refused_with_what_it_had_to_fit(text: str):
    with pytest.raises(Permanent, match="cannot be cut to 300 graphemes"):
        fitted(text, BLUESKY)


def test_fitted__a_huge_text__takes_a_moment():
    started = time.process_time()
    for text in ("word " * 10_000, "书" * 50_000, "🎉" * 20_000, "@" * 50_000 + " a" * 99):
        for rules in (X, BLUESKY):
            with suppress(Permanent):
                assert rules.fits(fitted(text, rules))
    assert time.process_time() - started < 10


PIECES = st.sampled_from(
    [
        *MARKS,
        *(
            "word",
            "é",
            "e\u0301",
            "🎉",
            "👨‍👩‍👧‍👦",
            "🇵🇹",
            "Yes.",
            "no?!",
            "…",
            "图书馆。",
            "图书馆",
            "カフェ",
        ),
        *("مرحبا", "שלום", "\u202eword", "\u200b", "\u200d", "สวัสดี", "가나다", "\n", "\n\n", "1."),
        *("(", ")", "—", "@", "#", "https://", "\u0600", "，", "、"),
    ]
)
TEXTS = st.lists(PIECES | st.text(max_size=12), max_size=150).flatmap(
    lambda parts: st.sampled_from(["", " "]).map(lambda between: between.join(parts))
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(text=TEXTS, platform=st.sampled_from(Platform), whole=st.booleans())
@example(text="." * 20_000, platform=Platform.X, whole=False)
@example(text=" " * 20_000 + "a", platform=Platform.X, whole=False)
@example(text=f"({LINK}) " * 40, platform=Platform.FARCASTER, whole=True)
def test_fitted__any_text__fits_and_ends_where_nothing_is_cut_in_two(
    text: str, platform: Platform, whole: bool
):
    rules = PLATFORMS[platform]
    try:
        fit = fitted(text, rules, whole)
    except Permanent:
        return
    assert rules.fits(fit)
    if fit == text:
        return
    shown = fit.removesuffix(" …")
    assert text.startswith(shown)
    assert regex.findall(r"\X", text)[: len(regex.findall(r"\X", shown))] == regex.findall(
        r"\X", shown
    )
    rest = text[len(shown) :]
    assert not (shown[-1:].isalpha() and shown[-1:] <= "\u0fff" and rest[:1].isalpha())
    for mark in MARKS:
        for found in re.finditer(rf"(?<!\S){re.escape(mark)}(?!\S)", text):
            assert not found.start() < len(shown) < found.end()
