"""Whatever the entries hold, a round is scored in seconds of processor time."""

import time

import pytest

from oracle.domain import MAX_DOCUMENT_BYTES, Brief, Platform, Source
from oracle.scoring.forest import Forest, ForestPredictor, Tree
from oracle.scoring.prior import ACTIONS
from oracle.scoring.profile import default_profile
from oracle.scoring.readability import reading_ease
from oracle.scoring.rules import Rules
from oracle.scoring.sentiment import compound
from oracle.scoring.text_features import TEXT_FEATURES
from tests.oracle.scoring.scoring_rounds import BRIEF, OTHER, PLAIN, THIRD, past_round, score

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


def test_score_round__largest_predictor_and_long_history__takes_seconds() -> None:
    deep = Tree(
        features=tuple(range(20)),
        thresholds=(0.5,) * 20,
        left=tuple(range(-1, -21, -1)),
        right=(*range(1, 20), -21),
        leaves=(0.01,) * 21,
    )
    forests = dict.fromkeys(ACTIONS, Forest(trees=(deep,) * 60, offset=-4.0))
    size = {"name": "big", "data": "own", "rows": 10**9, "features": TEXT_FEATURES}
    big = ForestPredictor.model_validate(size | {"actions": forests})
    assert len(big.to_bytes()) > MAX_DOCUMENT_BYTES / 2
    profile = default_profile().model_copy(update={"predictor": big.digest})
    past = (past_round(*(f"{PLAIN} {i}" for i in range(16))),) * 8
    texts = [f"{i} {OTHER[i * 5 :]} {'abcdefghijklmnop'[i] * 90}" for i in range(16)]
    score(PLAIN, OTHER, THIRD)
    started = time.process_time()
    score(*texts, history=past, rules=Rules(profile, predictor=big))
    assert time.process_time() - started < 10


def test_compound__texts_of_a_whole_history_again__are_not_read_again() -> None:
    """Ten thousand emoji take a third of a second, and a history may hold 1,024 such texts."""
    texts = [f"good word{number}" for number in range(1_040)]
    for _ in range(2):
        before = compound.cache_info().misses
        assert all(compound(text) > 0 for text in texts)
    assert compound.cache_info().misses == before
