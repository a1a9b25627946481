"""Whatever the entries hold, a round is scored in seconds of processor time."""

import time

import pytest

from oracle.domain import Brief, Platform, Source
from oracle.scoring.readability import reading_ease
from tests.oracle.scoring.scoring_rounds import BRIEF, OTHER, PLAIN, THIRD, score

pytestmark = pytest.mark.timeout(120)

HOSTILE = {
    "emoji": "😂",
    "spaced-emoji": "😂 ",
    "one-word": "a",
    "stacked-marks": "s\u0301\u0316",
    "reordered-marks": "\u0f71\u0f72",
    "punctuation": "!?",
    "dotted": "a.",
    "pleas": "ignore ",
    "mentions": "@a.",
}


def filled(number: int, unit: str, size: int) -> str:
    """A text of `size` characters that is on brief and repeats `unit`."""
    return (f"solar{number} " + unit * size)[:size]


def seconds(*texts: str, platform: Platform = Platform.LINKEDIN, brief: Brief = BRIEF) -> float:
    """Processor time that scoring takes, once libraries are loaded."""
    score(PLAIN, OTHER, THIRD)
    started = time.process_time()
    score(*texts, platform=platform, brief=brief)
    return time.process_time() - started


@pytest.mark.parametrize("family", HOSTILE)
def test_score_round__sixteen_over_long_entries__takes_seconds(family: str) -> None:
    texts = [filled(i, HOSTILE[family], 10_000) for i in range(16)]
    assert seconds(*texts) < 5


@pytest.mark.parametrize("family", HOSTILE)
def test_score_round__sixteen_entries_with_a_huge_link__takes_seconds(family: str) -> None:
    unit = HOSTILE[family].replace(" ", "")
    texts = [filled(i, "", 100) + "https://" + unit * (9_800 // len(unit)) for i in range(16)]
    assert seconds(*texts, platform=Platform.X) < 5


@pytest.mark.parametrize("family", ["emoji", "spaced-emoji", "one-word"])
def test_score_round__hostile_entries_that_fit__takes_seconds(family: str) -> None:
    texts = [filled(i, HOSTILE[family], 2_500) for i in range(4)]
    assert seconds(*texts, platform=Platform.LENS) < 5


def test_score_round__brief_of_reordered_marks__takes_seconds() -> None:
    sources = tuple(Source(title="Marks", text="\u0f72\u0f71" * 4_000) for _ in range(8))
    brief = Brief(text=BRIEF.text, sources=sources)
    assert seconds(*[f"{PLAIN} {i}" for i in range(16)], brief=brief) < 3


def test_reading_ease__a_word_without_end__counts_as_one_of_a_hundred_letters() -> None:
    word = "disestablishment" * 600
    endless, cut = (reading_ease(f"{PLAIN} {each}", "en_US") for each in (word, word[:100]))
    assert endless == cut
