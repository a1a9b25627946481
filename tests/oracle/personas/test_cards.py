"""The default personas: distinct, and fit for any topic."""

import re
from itertools import combinations

import pytest

from oracle.domain import Card, Platform
from oracle.personas.cards import default_cards
from oracle.platforms import PLATFORMS

TONES = ["humorous", "professional", "inspirational", "contrarian", "storyteller"]


def _lines(card: Card) -> tuple[str, ...]:
    voice = card.voice
    return (*voice.hooks, *voice.stances, *voice.questions, *voice.connectives)


def test_default_cards__are_five_of_different_tones_and_names() -> None:
    assert [card.tone for card in default_cards()] == TONES
    assert len({card.name for card in default_cards()}) == len(TONES)


def test_default_cards__parse_back_to_the_same_digest() -> None:
    assert all(Card.parse(card.to_bytes()).digest == card.digest for card in default_cards())


def test_default_cards__share_no_line_and_no_taste() -> None:
    for one, other in combinations(default_cards(), 2):
        assert not set(_lines(one)) & set(_lines(other))
        assert one.taste != other.taste
        assert one.target_sentiment != other.target_sentiment


@pytest.mark.parametrize("card", default_cards(), ids=TONES)
def test_card__voice__has_many_variants_with_and_without_the_topic(card: Card) -> None:
    naming = [line for line in card.voice.hooks if "{topic}" in line]
    assert len(naming) >= 12
    assert len(card.voice.hooks) - len(naming) >= 6
    assert min(len(card.voice.stances), len(card.voice.questions)) >= 12
    assert len(card.voice.connectives) >= 8
    assert len(set(_lines(card))) == len(_lines(card))


@pytest.mark.parametrize("card", default_cards(), ids=TONES)
def test_card__topic_slots__stand_where_any_noun_phrase_reads_well(card: Card) -> None:
    """After a preposition or a colon a topic needs no agreement with a verb."""
    for line in _lines(card):
        for before in line.split("{topic}")[:-1]:
            assert re.search(r"(?:\b(?:about|on|of|with|to|into|at|against|by)|:) $", before), line


@pytest.mark.parametrize("card", default_cards(), ids=TONES)
def test_card__hook_stance_and_question__fit_x_together(card: Card) -> None:
    rules = PLATFORMS[Platform.X]
    longest = [max(lines, key=len) for lines in (card.voice.hooks, card.voice.questions)]
    assert rules.fits("\n\n".join(longest))
    assert all(rules.fits(example) for example in card.examples)


@pytest.mark.parametrize("card", default_cards(), ids=TONES)
def test_card__for_a_model__has_style_examples_and_donts(card: Card) -> None:
    assert min(map(len, (card.topics, card.style, card.examples, card.donts))) >= 3
