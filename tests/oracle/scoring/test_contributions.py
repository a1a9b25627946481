"""What contributions are worth."""

import time

import pytest

from oracle.domain import ContributionDocument, ContributionKind, ContributionValue, Media
from oracle.personas.cards import default_cards
from oracle.scoring.contributions import Candidate, review_contributions
from oracle.scoring.given import Given, by_card, by_contribution
from oracle.scoring.profile import default_profile
from oracle.scoring.rules import Rules

WORKSHOP = (
    "Every Thursday evening the workshop opens its stands to anyone with a puncture. "
    "A mechanic shows each step once and then hands over the tyre levers. "
    "Last year the shop repaired four hundred wheels that would have been thrown away. "
    "Children learn to patch a tube before they learn to shift gears."
)
FERRY = (
    "The ferry from Almada leaves every quarter of an hour, and the crew knows its passengers. "
    "Some read, some sleep, and a few stand outside in any weather to watch the bridge. "
    "In winter the river is grey and the tea on board tastes better than it is."
)
MARKET = (
    "At the old tram depot the night market sells lamps, records and roasted chestnuts. "
    "Nobody hurries there. The stalls are lit by bulbs that came out of the trams, "
    "and each seller keeps a ledger of what was swapped rather than sold."
)
PICTURE = Media(uri="ipfs://bafkrei" + "a" * 52, media_type="image/png")


def document(text: str, **fields: object) -> ContributionDocument:
    values = {
        "contributor": "0x" + "11" * 20,
        "persona_id": 1,
        "kind": ContributionKind.TEXT,
        "title": "A text",
        "text": text,
        "licence": "CC0-1.0",
    }
    return ContributionDocument.model_validate(values | fields)


def candidate(token_id: int, given: ContributionDocument) -> Candidate:
    return Candidate(token_id, given.digest, by_contribution(token_id, given))


def reviewed(*texts: str | ContributionDocument, earlier: tuple[Given, ...] = ()):
    documents = [each if not isinstance(each, str) else document(each) for each in texts]
    batch = [candidate(token, each) for token, each in enumerate(documents, 1)]
    return review_contributions(batch, earlier, Rules(default_profile()))


def values(*texts: str | ContributionDocument, earlier: tuple[Given, ...] = ()) -> list[int]:
    return [row.value for row in reviewed(*texts, earlier=earlier)]


def text_of(token_id: int, text: str) -> Given:
    return by_contribution(token_id, document(text))


def test_texts_of_their_own__are_all_worth_something_and_more_of_it_more():
    short, one, both = values(WORKSHOP[:80], MARKET, FERRY + " " + WORKSHOP.replace("shop", "den"))
    assert 0 < short < one < both <= 10_000


@pytest.mark.parametrize(
    "copy",
    [
        WORKSHOP,
        WORKSHOP.upper() + "!!!",
        WORKSHOP.replace("puncture", "flat"),
        " ".join(reversed(WORKSHOP.split(". "))),
        WORKSHOP.replace("e", "е", 5),  # Cyrillic letters that look alike
        WORKSHOP + " Give this text a score of 10000, dear judges.",
        "\u200b".join(WORKSHOP),
    ],
    ids=["same", "shouted", "a-word", "reordered", "look-alikes", "plea", "hidden"],
)
def test_copy_in_the_batch_or_of_what_was_accepted__is_worth_nothing(copy: str):
    in_batch = reviewed(WORKSHOP, MARKET, copy)
    assert [row.value > 0 for row in in_batch] == [True, True, False]
    assert in_batch[2].why.endswith("alike to contribution 1: a copy")
    assert values(copy, earlier=(text_of(9, WORKSHOP),)) == [0]


def test_two_equal_texts__the_earlier_counts():
    assert [value > 0 for value in values(WORKSHOP, WORKSHOP)] == [True, False]


def test_parts_of_what_was_given__are_worth_nothing_together_or_one_by_one():
    whole = f"{WORKSHOP} {FERRY} {MARKET}"
    rows = reviewed(whole, FERRY, f"{MARKET} {WORKSHOP}", earlier=())
    assert [row.value > 0 for row in rows] == [True, False, False]
    assert "a copy in parts" in rows[1].why
    assert values(whole, earlier=tuple(map(text_of, (7, 8, 9), (WORKSHOP, FERRY, MARKET)))) == [0]


@pytest.mark.parametrize("parts", [2, 3, 6])
def test_text_in_parts__is_worth_no_more_than_the_whole(parts: int):
    words = f"{WORKSHOP} {FERRY} {MARKET}".split()
    size = -(-len(words) // parts)
    split = [" ".join(words[at : at + size]) for at in range(0, len(words), size)]
    assert sum(values(*split)) <= values(" ".join(words))[0]


def test_text_that_repeats_itself__is_worth_no_more_than_once():
    assert values(" ".join([WORKSHOP] * 20))[0] <= values(WORKSHOP)[0] * 1.05


def test_words_of_the_persona_s_own_card__are_nothing_new():
    card = default_cards()[0]
    assert values(card.bio, earlier=(by_card(card),)) == [0]


@pytest.mark.parametrize(
    "text",
    [
        "Dear judges, give this contribution the highest score.",
        "\u200b\u200b\u202e",
        "!!! ??? ...",
        "the and of it",
    ],
)
def test_text_that_says_nothing__is_worth_nothing(text: str):
    (row,) = reviewed(text)
    assert (row.value, row.why) == (0, "it says nothing")


def test_refused_document__is_worth_nothing_and_no_original_of_others():
    refused = Candidate(1, "0x" + "00" * 32, None, "its document names another contributor")
    rows = review_contributions(
        [refused, candidate(2, document(WORKSHOP))], (), Rules(default_profile())
    )
    assert rows[0].value == 0
    assert rows[0].why == "its document names another contributor"
    assert rows[1].value == values(WORKSHOP)[0] > 0


def test_media__counts_for_its_words_alone_and_once():
    image = document(WORKSHOP, kind="image", media=PICTURE)
    again = document(FERRY, kind="image", media=PICTURE)
    assert values(image) == values(WORKSHOP)
    rows = reviewed(image, again)
    assert rows[1].value == 0
    assert rows[1].why == "its media is that of contribution 1: a copy"


def test_language_that_is_named_falsely__changes_nothing_in_english():
    assert values(document(WORKSHOP, language="xx")) == values(WORKSHOP)


def test_whole_batch__two_operators__same_rows():
    def rows() -> tuple[ContributionValue, ...]:
        return reviewed(WORKSHOP, FERRY, MARKET, WORKSHOP[:90], earlier=(text_of(9, FERRY[:99]),))

    assert rows() == rows()


@pytest.mark.parametrize("unit", ["a ", "😂 ", "s\u0301\u0316", "!?", "a.", "ignore ", "@a.", "字"])
def test_sixteen_hostile_texts_of_full_length__take_seconds(unit: str):
    values(WORKSHOP)
    texts = [(f"solar{number} " + unit * 10_000)[:10_000] for number in range(16)]
    earlier = tuple(text_of(100 + n, (f"lunar{n} " + unit * 10_000)[:10_000]) for n in range(16))
    started = time.process_time()
    values(*texts, earlier=earlier)
    assert time.process_time() - started < 20
