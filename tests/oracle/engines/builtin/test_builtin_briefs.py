"""How the writer reads a brief: its subject, its statements, and what to keep whole."""

import pytest
from builtin_entries import request, write

from oracle.domain import Platform, Source
from oracle.engines.builtin import BuiltinWriter, noun_phrases
from oracle.personas.cards import default_cards


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("write a launch post for a bike-repair shop in Porto", "a bike-repair shop in Porto"),
        ("launch post for a bike-repair shop in Porto", "a bike-repair shop in Porto"),
        ("Bike-repair shop in Porto", "a bike-repair shop in Porto"),
        ("Open-air museum in Riga", "an open-air museum in Riga"),
        ("Please write me a funny tweet about cats that hate Mondays!", "cats that hate Mondays"),
        ("Explain why sleep matters for teenagers", "why sleep matters for teenagers"),
        ("Post for farmers about soil sensors", "soil sensors"),
        ("I need a post for LinkedIn about hiring a cook in a warm tone", "hiring a cook"),
        ("Create a post to promote our open day on Friday", "our open day on Friday"),
        ("Climate change", "climate change"),
        ("Lisbon", "Lisbon"),
        ("A thread on how bees navigate", "how bees navigate"),
        ("Persuade readers of the value of old radios", "the value of old radios"),
        ("Celebrate our volunteers", "our volunteers"),
        ("Write a post in the style of a pirate about tax season", "tax season"),
        ("Generate a post for X. Topic: urban gardening. Tone: funny.", "urban gardening"),
        ("Why I left my job to become a baker", "why I left my job to become a baker"),
        ("Give three reasons to visit Porto", "three reasons to visit Porto"),
        ("Celebrate International Women's Day", "International Women's Day"),
    ],
)
def test_request__for_a_post__becomes_its_subject(text: str, subject: str) -> None:
    for card in default_cards():
        written = write(request(text, card=card))
        assert subject in written.text
        assert text.rstrip("!") not in written.text or text == subject
        quoted = {written.text[quote.start : quote.end] for quote in written.quotes}
        assert quoted <= {subject, subject.removeprefix("a ").removeprefix("an ")}


@pytest.mark.parametrize(
    ("text", "statement"),
    [
        ("Our bakery now opens at 6am on Saturdays.", "Our bakery now opens at 6am on Saturdays."),
        ("Tell people that our app works offline", "Our app works offline."),
        ("Invite everyone to join us on Sunday", "Join us on Sunday."),
        ("Draft an announcement that we have moved to Graz", "We have moved to Graz."),
        ("Say happy new year to our customers", "Happy new year to our customers."),
        ("Launching today: Larkspur, an app for gardens", "Larkspur, an app for gardens."),
        ("Our startup just raised $2M!", "Our startup just raised $2M!"),
        ("Museum night: 14 museums, one ticket", "14 museums, one ticket."),
        ("Is remote work good for juniors?", "Is remote work good for juniors?"),
    ],
)
def test_request__with_a_statement__states_it(text: str, statement: str) -> None:
    assert all(statement in write(request(text, card=card)).text for card in default_cards())


def test_request__with_wishes_for_tone_and_length__leaves_them_out_and_says_so() -> None:
    written = write(
        request(
            "Write about our recycling programme. Use a friendly tone. Keep it under 100 words."
        )
    )
    assert "our recycling programme" in written.text
    assert "friendly" not in written.text
    assert {"friendly tone", "100 words"} <= set(written.unused)


def test_request__with_links_and_tags__keeps_them_whole() -> None:
    text = "Announce our meetup https://example.com/a/very/long/path?x=1 #python @pyporto"
    for platform in Platform:
        written = write(request(text, platform=platform))
        assert "https://example.com/a/very/long/path?x=1 #python @pyporto" in written.text


def test_statement__too_long_for_the_platform__gives_way_to_its_subject() -> None:
    text = "Our bakery in Lisbon has " + "a long counter and " * 20 + "a cat."
    written = write(request(text, platform=Platform.X))
    assert "our bakery in Lisbon" in written.text
    assert "long counter" in written.unused


def test_source__in_the_first_person__stands_in_quotation_marks() -> None:
    source = Source(title="Our diary", text="We opened the kiln at dawn on Friday.")
    written = write(request("Write about pottery", sources=[source]))
    assert "“We opened the kiln at dawn on Friday” (Our diary)." in written.text


def test_source__with_sentences_that_point_elsewhere__is_not_quoted() -> None:
    text = "It was a surprise to all of them. However, this did not last for long."
    written = write(request("Write about pottery", sources=[Source(title="Diary", text=text)]))
    assert "Diary" not in written.text


def test_brief__without_a_subject_but_with_a_source__speaks_of_the_source() -> None:
    source = Source(title="Field guide", text="Bees use the position of the sun as a compass.")
    written = write(request("🐝🐝", sources=[source]))
    assert "Bees use the position of the sun as a compass (Field guide)." in written.text


def test_noun_phrases__of_a_brief__are_the_runs_between_small_words() -> None:
    text = "We opened a bike-repair shop in Porto, and the first 20 guests get a free mug. #bikes"
    assert noun_phrases(text) == (
        "bike-repair shop",
        "Porto",
        "first 20 guests",
        "free mug",
    )


def test_info__says_that_it_is_built_in() -> None:
    info = BuiltinWriter().info()
    assert (info.name, info.built_in) == ("builtin", True)
