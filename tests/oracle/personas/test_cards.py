"""The default personas: distinct, and fit for any topic."""

import json
import re
from itertools import combinations

import pytest

from oracle.domain import Card, Platform
from oracle.personas.cards import CARD_NAMES, default_card, default_cards
from oracle.platforms import PLATFORMS
from scripts._deployment.profile import FOLDER

CARDS = tuple(map(default_card, CARD_NAMES))
every_card = pytest.mark.parametrize("card", CARDS, ids=CARD_NAMES)


def _lines(card: Card) -> tuple[str, ...]:
    voice = card.voice
    return (*voice.hooks, *voice.stances, *voice.questions, *voice.connectives)


def test_all_cards__are_twelve_of_different_tones_and_names() -> None:
    assert [card.tone for card in CARDS] == list(CARD_NAMES)
    assert len({card.name for card in CARDS}) == 12


def test_default_cards__are_the_five_that_a_local_deployment_registers() -> None:
    local = (FOLDER / "local.json").read_text(encoding="utf-8")
    assert default_cards() == tuple(map(default_card, json.loads(local)["personas"]))


def test_default_card__of_no_such_name__says_which_there_are() -> None:
    with pytest.raises(ValueError, match="humorous, professional"):
        default_card("../secret")


def test_default_cards__parse_back_to_the_same_digest() -> None:
    assert all(Card.parse(card.to_bytes()).digest == card.digest for card in CARDS)


def test_default_cards__share_no_line_and_no_taste() -> None:
    for one, other in combinations(CARDS, 2):
        assert not set(_lines(one)) & set(_lines(other))
        assert one.taste != other.taste
        assert one.target_sentiment != other.target_sentiment
        assert not set(one.examples) & set(other.examples)
        assert not set(one.style) & set(other.style)


@every_card
def test_card__voice__has_many_variants_with_and_without_the_topic(card: Card) -> None:
    naming = [line for line in card.voice.hooks if "{topic}" in line]
    assert len(naming) >= 12
    assert len(card.voice.hooks) - len(naming) >= 6
    assert min(len(card.voice.stances), len(card.voice.questions)) >= 12
    assert len(card.voice.connectives) >= 8
    assert len(set(_lines(card))) == len(_lines(card))


@every_card
def test_card__topic_slots__stand_where_any_noun_phrase_reads_well(card: Card) -> None:
    """After a preposition or a colon a topic needs no agreement with a verb."""
    for line in _lines(card):
        for before in line.split("{topic}")[:-1]:
            assert re.search(r"(?:\b(?:about|on|of|with|to|into|at|against|by)|:) $", before), line


@every_card
def test_card__hook_stance_and_question__fit_x_together(card: Card) -> None:
    rules = PLATFORMS[Platform.X]
    longest = [max(lines, key=len) for lines in (card.voice.hooks, card.voice.questions)]
    assert rules.fits("\n\n".join(longest))
    assert all(rules.fits(example) for example in card.examples)


@every_card
def test_card__for_a_model__has_style_examples_and_donts(card: Card) -> None:
    assert min(map(len, (card.topics, card.style, card.examples, card.donts))) >= 3


@every_card
def test_card__its_lines__have_no_worn_phrases(card: Card) -> None:
    worn = re.compile(
        r"—|\b(?:delve|tapestry|testament|game.changer|in a world|let that sink in|dive in"
        r"|unlock|elevate|landscape|it's not just|more than just|unpopular opinion|plot twist"
        r"|hold my|but wait|wrong answers only|let this sink in|if walls could talk|plot thickens"
        r"|prove me wrong|i believe in you|you only have to)\b",
        re.IGNORECASE,
    )
    assert not [line for line in (*_lines(card), card.bio, *card.examples) if worn.search(line)]
