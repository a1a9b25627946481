"""Cards of other formats in and out, and nothing lost between."""

import copy
import json
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oracle.domain import MASK, Brief, Card, Platform
from oracle.engines.builtin import BuiltinWriter
from oracle.personas.cards import default_cards
from oracle.personas.exchange import CardError, ForeignFormat, export_card, import_card
from oracle.platforms import PLATFORMS
from oracle.ports import WriteRequest
from tests.oracle.personas.foreign_cards import (
    ELIZA,
    V2,
    V3,
    eliza_cards,
    packed,
    v2_cards,
    v3_cards,
)

FORMATS = get_args(ForeignFormat)
FEW = settings(max_examples=40, deadline=None)


@pytest.mark.parametrize(("kind", "file"), [("v2", V2), ("v3", V3), ("elizaos", ELIZA)])
def test_card__imported_and_exported__is_as_it_was(kind: ForeignFormat, file: Any) -> None:
    got = import_card(packed(file))
    assert got.format == kind
    assert export_card(Card.parse(got.card.to_bytes()), kind) == file


@FEW
@given(v2_cards)
def test_v2__any_card__comes_back_field_by_field(file: Any) -> None:
    assert export_card(import_card(packed(file)).card, "v2") == file


@FEW
@given(v3_cards)
def test_v3__any_card__comes_back_field_by_field(file: Any) -> None:
    assert export_card(import_card(packed(file)).card, "v3") == file


@FEW
@given(eliza_cards)
def test_elizaos__any_character__comes_back_field_by_field(file: Any) -> None:
    assert export_card(import_card(packed(file)).card, "elizaos") == file


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("card", default_cards(), ids=lambda card: card.tone)
def test_card_of_troupe__through_any_format__is_the_same_card(
    card: Card, kind: ForeignFormat
) -> None:
    card = card.model_copy(update={"platforms": ("x",), "model": "a/b", "adapter": "pip@2"})
    assert import_card(packed(export_card(card, kind))).card == card


@pytest.mark.parametrize("kind", ["v2", "v3"])
@pytest.mark.parametrize("card", default_cards(), ids=lambda card: card.tone)
def test_card_of_troupe__its_extension_lost_elsewhere__still_says_the_same(
    card: Card, kind: ForeignFormat
) -> None:
    file: Any = export_card(card, kind)
    file["data"]["extensions"] = {}
    got = import_card(packed(file)).card
    same = {"name", "description", "bio", "tone", "donts", "topics", "examples"}
    assert got.model_dump(include=same) == card.model_dump(include=same)
    assert " ".join(got.style) == " ".join(card.style)  # read sentence by sentence


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("file", [V2, V3, ELIZA], ids=["v2", "v3", "elizaos"])
def test_imported_card__through_another_format__still_knows_its_own(
    file: Any, kind: ForeignFormat
) -> None:
    first = import_card(packed(file))
    second = import_card(packed(export_card(first.card, kind)))
    assert first.format != "troupe"
    again: Any = export_card(second.card, first.format)
    if (first.format, kind) == ("v3", "v2"):  # V2 has no place for what V3 adds
        again, file = again["data"], file["data"]
        shared = [name for name in file if name in V2["data"]]
        assert {name: again[name] for name in shared} == {name: file[name] for name in shared}
    else:
        assert again == file


def test_v2__its_fields__are_what_the_persona_writes_from() -> None:
    card = import_card(packed(V2)).card
    assert card.name == "Lamplighter Odd"
    assert card.description == "A calm voice for late hours."
    assert card.bio.startswith("Lamplighter Odd keeps the harbour lamps. He talks to you as")
    assert "A quay at night." in card.bio
    assert (card.tone, card.style) == ("Dry and watchful", ("Says less than he knows.",))
    assert card.donts == ("Never explain a joke.",)
    assert card.topics == ("harbour", "night")
    assert card.examples[:3] == (
        "Evening, you. I lit the lamps twice.\n\nWhat keeps you up?",
        "You get used to gulls.",
        "I wear two coats.\nBoth leak.",
    )
    assert card.examples[3] == "Back again, you?"


@pytest.mark.parametrize("personality", ["", ".", "\n\u200b\n", "{{random}}"])
def test_v2__without_a_readable_personality__has_a_tone(personality: str) -> None:
    data = {"name": "N", "personality": personality}
    assert import_card(packed({"spec": "chara_card_v2", "data": data})).card.tone == "in character"


def test_v3__nickname_english_notes_and_main_icon__count() -> None:
    card = import_card(packed(V3)).card
    assert card.bio.startswith("Odd keeps the harbour lamps.")
    assert (card.name, card.description) == ("Lamplighter Odd", "A calm voice.")
    assert card.image == "https://cards.example/odd.png"


def test_elizaos__its_fields__are_what_the_persona_writes_from() -> None:
    card = import_card(packed(ELIZA)).card
    assert card.bio.splitlines()[0] == card.description == "Tamsin Quill mends clocks."
    assert "ran backwards" in card.bio
    assert card.tone == "slow, exact, kind"
    assert card.style == ("Short sentences.", "One image a post.")
    assert card.donts == ("Never hurry the reader.",)
    assert card.examples == (
        "A clock that is right twice a day has a better record than most.",
        "They all do. When did you wind it?",
        "Mind the spring.",
    )
    assert set(card.platforms) == {"x", "bluesky"}
    assert card.model == "Qwen/Qwen3-1.7B"


@pytest.mark.parametrize(("kind", "file"), [("v2", V2), ("v3", V3), ("elizaos", ELIZA)])
def test_imported_card__changed_here__keeps_the_rest_of_its_file(
    kind: ForeignFormat, file: Any
) -> None:
    card = import_card(packed(file)).card.model_copy(update={"topics": ("tides",)})
    written: Any = export_card(card, kind)
    inside, before = (written, file) if kind == "elizaos" else (written["data"], file["data"])
    topics, home = ("topics", "settings") if kind == "elizaos" else ("tags", "extensions")
    assert inside[topics] == ["tides"]
    inside[home].pop("troupe")
    assert inside == before | {topics: ["tides"]}
    assert import_card(packed(export_card(card, kind))).card.topics == ("tides",)


def test_own_card__changed_in_an_editor_of_v2__takes_the_change_and_keeps_its_voice() -> None:
    card = default_cards()[1]
    file: Any = export_card(card, "v2")
    file["data"]["description"] = "Ada has moved to the coast."
    got = import_card(packed(file)).card
    assert got.bio == "Ada has moved to the coast."
    assert (got.voice, got.taste, got.examples) == (card.voice, card.taste, card.examples)


def test_version_1_of_our_own_schema__is_read() -> None:
    data = json.loads(default_cards()[0].to_bytes())
    for new in ("platforms", "model", "adapter", "extensions"):
        del data[new]
    got = import_card(packed(data | {"schema": "troupe/card/1"}))
    assert (got.format, got.card) == ("troupe", default_cards()[0])


@pytest.mark.parametrize(("kind", "file"), [("v2", V2), ("v3", V3), ("elizaos", ELIZA)])
def test_voice_of_an_imported_card__is_said_to_be_borrowed_and_writes(kind: str, file: Any) -> None:
    got = import_card(packed(file))
    assert any("built-in writer" in note for note in got.notes)
    assert got.card.voice == import_card(packed(file)).card.voice
    brief = Brief(text="Announce that the reading room opens on Sundays.")
    for platform in Platform:
        [written] = BuiltinWriter().write([WriteRequest(1, got.card, brief, platform, "00" * 32)])
        assert not written.failure
        assert PLATFORMS[platform].fits(written.text)


SECRET = "hunter2-do-not-print"
HIDDEN_KEYS = {
    "secrets": {"OPENAI_API_KEY": SECRET},
    "TWITTER_PASSWORD": SECRET,
    "botToken": SECRET,
    "EVM_PRIVATE_KEY": SECRET,
    "WALLET_PRIVATE_KEY_BASE58": SECRET,
    "apiKeys": {"openai": SECRET},
    "seedPhrase": SECRET,
    "SMTP_PASS": SECRET,
    "cookies": [SECRET],
    "nested": {"deeper": [{"client_secret": SECRET}]},
}
SHAPES = [
    "sk-" + "a1B2c3D4" * 4,
    "ghp_" + "A1b2" * 9,
    "AKIA" + "ABCD1234" * 2,
    "-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----",
    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl",
    "redis://:correct-horse@db",
]


@pytest.mark.parametrize(("kind", "file"), [("v2", V2), ("v3", V3), ("elizaos", ELIZA)])
def test_secrets__anywhere_in_a_file__enter_no_card(kind: ForeignFormat, file: Any) -> None:
    file = copy.deepcopy(file)
    inside = file if kind == "elizaos" else file["data"]
    inside["settings" if kind == "elizaos" else "extensions"] |= HIDDEN_KEYS
    inside["bio" if kind == "elizaos" else "description"] = " ".join(SHAPES)
    got = import_card(packed(file))
    shown = got.card.to_bytes().decode() + "".join(got.notes)
    assert not [secret for secret in (SECRET, *SHAPES) if secret in shown]
    assert "Left out" in got.notes[0]
    assert "token_budget" in shown or kind == "elizaos"


@pytest.mark.parametrize("kind", FORMATS)
def test_secrets__put_into_a_card_by_hand__are_not_exported(kind: ForeignFormat) -> None:
    kept = {"name": "N", "bio": "B", "settings": HIDDEN_KEYS}
    data = {"spec": "chara_card_v3", "data": {"name": "N", "extensions": HIDDEN_KEYS}}
    extensions = {"elizaos": kept, "chara_card": data, "more": HIDDEN_KEYS}
    card = default_cards()[0].model_copy(update={"extensions": extensions})
    assert SECRET not in json.dumps(export_card(card, kind))


@pytest.mark.parametrize(
    ("file", "says"),
    [
        (b"", "no JSON"),
        (b"[1]", "JSON object"),
        (b"\xff\xfe\x00", "no JSON"),
        (b'{"name": NaN, "bio": ""}', "no JSON"),
        (b'{"a":' * 100_000, "no JSON"),
        (b'{"name": "\\ud800", "bio": ""}', "no JSON"),
        (b" " * (3 * 1024 * 1024), "over"),
        (b" " * (9 * 1024 * 1024), "over"),
        (packed({"hello": 1}), "this is no card"),
        (packed({"name": 1, "bio": ""}), "name"),
        (packed({"name": "", "bio": "x"}), "name"),
        (packed({"name": "\u200b", "bio": "x"}), "name"),
        (packed({"name": "x", "bio": {"a": 1}}), "bio"),
        (packed({"name": "x", "bio": "x", "messageExamples": [[1]]}), "messageExamples"),
        (packed({"spec": "chara_card_v2"}), "data"),
        (packed({"spec": "chara_card_v2", "data": {"name": "x", "tags": [1]}}), "tags"),
        (packed({"spec": "chara_card_v3", "data": {"name": "x", "assets": "x"}}), "assets"),
        (packed({"name": "x", "bio": "x", "deep": json.loads("[" * 90 + "]" * 90)}), "deep"),
        (packed({"name": "x", "bio": "x", "lore": ["y" * 130_000]}), "120000"),
        (packed({"schema": "troupe/card/2"}), "name"),
        (packed({"schema": "troupe/card/9"}), "schema"),
    ],
    ids=range(21),
)
def test_import__what_is_no_card__says_what_is_wrong(file: bytes, says: str) -> None:
    with pytest.raises(CardError, match=says) as refused:
        import_card(file)
    assert all("\n" not in line and len(line) < 400 for line in refused.value.problems)


def test_import__of_another_format_than_asked_for__says_which_it_is() -> None:
    with pytest.raises(CardError, match="format v2, not elizaos"):
        import_card(packed(V2), "elizaos")


HOSTILE = st.sampled_from(
    [
        "",
        "\u202eevil",
        "\u200b\u200b",
        "مرحبا بالعالم",
        "👩‍👩‍👧‍👦" * 9,
        "</system>",
        "{{",
        "{topic}",
        "a " * 3_000,
    ]
)


@FEW
@given(st.lists(HOSTILE | st.text(max_size=30), min_size=9, max_size=9))
def test_import__hostile_texts__make_a_card_that_writes(texts: list[str]) -> None:
    fields = ["name", "description", "personality", "first_mes", "mes_example", "creator_notes"]
    data: Any = dict(zip([*fields, "system_prompt", "scenario", "creator"], texts, strict=True))
    data |= {"name": data["name"] + "A", "tags": texts}
    card = import_card(packed({"spec": "chara_card_v2", "data": data})).card
    shown = (card.name, card.tone, card.bio, *card.examples, *card.voice.stances)
    assert not any("\u202e" in text for text in shown)
    request = WriteRequest(1, card, Brief(text="Announce a swim."), Platform.MASTODON, "11" * 32)
    assert BuiltinWriter().write([request])[0].text


def test_assets__too_large_for_a_card__are_left_out_and_said() -> None:
    file = copy.deepcopy(V3)
    file["data"]["assets"] = [
        {
            "type": "icon",
            "uri": "data:image/png;base64," + "A" * 200_000,
            "name": "main",
            "ext": "png",
        }
    ]
    got = import_card(packed(file))
    assert any("1 assets" in note for note in got.notes)
    assert got.card.image == MASK
