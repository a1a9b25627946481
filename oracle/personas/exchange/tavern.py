"""Character Cards: the `data` object of versions 2 and 3.

Sources: https://github.com/malfoyslastname/character-card-spec-v2 (spec_v2.md) and
https://github.com/kwaroran/character-card-spec-v3 (SPEC_V3.md). Version 3 is version 2 with more
fields, so one mapping serves both.
"""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, JsonValue, ValidationError

from oracle.domain import MASK
from oracle.personas.exchange.formats import CardError, JsonObject, Link
from oracle.personas.exchange.texts import (
    forbids,
    lines,
    replies,
    sentences,
    shortened,
    spoken,
)
from oracle.printable import one_line

V3_ONLY = (
    "assets",
    "nickname",
    "creator_notes_multilingual",
    "source",
    "group_only_greetings",
    "creation_date",
    "modification_date",
)
_Text = Annotated[str, BeforeValidator(lambda value: "" if value is None else value)]
_Texts = Annotated[list[str], BeforeValidator(lambda value: [] if value is None else value)]


class _Asset(BaseModel):
    type: str
    uri: str
    name: str


class _Data(BaseModel):
    """What a card of Troupe is made from; much else may stand beside it."""

    name: str
    nickname: _Text = ""
    description: _Text = ""
    personality: _Text = ""
    scenario: _Text = ""
    first_mes: _Text = ""
    mes_example: _Text = ""
    creator_notes: _Text = ""
    creator_notes_multilingual: dict[str, str] | None = None
    system_prompt: _Text = ""
    alternate_greetings: _Texts = []
    tags: _Texts = []
    assets: list[_Asset] | None = None
    extensions: dict[str, JsonValue] | None = None


class Tavern:
    """The `data` of Character Cards V2 and V3."""

    key, home = "chara_card", "extensions"
    links = (
        Link(("name",), ("name",)),
        Link(("description",), ("creator_notes", "creator_notes_multilingual")),
        Link(("bio",), ("description", "scenario")),
        Link(("tone", "style"), ("personality",)),
        Link(("donts",), ("system_prompt",)),
        Link(("topics",), ("tags",)),
        Link(("examples",), ("first_mes", "mes_example", "alternate_greetings")),
        Link(("image",), ("assets",)),
    )
    required = (
        *("name", "description", "personality", "scenario", "first_mes", "mes_example"),
        *("creator_notes", "system_prompt", "post_history_instructions", "alternate_greetings"),
        *("tags", "creator", "character_version", "extensions"),
    )

    def read(self, foreign: JsonObject) -> dict[str, Any]:
        """The fields of a card, `voice` aside. Raises `CardError` for no such object."""
        try:
            data = _Data.model_validate(foreign)
        except ValidationError as error:
            raise CardError.of(error, "data") from None
        name = one_line(data.name, 60)
        called = one_line(data.nickname, 60) or name
        scene = spoken(data.scenario, called)
        bio = spoken(data.description, called) or spoken(data.personality, called)
        bio = "\n\n".join(filter(None, [bio, scene and f"Scenario: {scene}"]))
        tone, style = _manner(data, called)
        return {
            "name": name,
            "description": _about(data, called, bio),
            "bio": shortened(bio, 4_000) or f"{name} came without a description.",
            "tone": tone,
            "style": style,
            "donts": lines(filter(forbids, sentences(spoken(data.system_prompt, called))), called),
            "topics": lines(data.tags, called),
            "examples": _examples(data, called),
            "image": _icon(data.assets or []),
        }

    def write(self, card: Mapping[str, Any]) -> JsonObject:
        """The `data` that says what these fields of a card say, with all required fields."""
        examples = list(card["examples"])
        rules = "\n".join(f"- {line}" for line in card["donts"])
        image = card["image"]
        icon: JsonObject = {"type": "icon", "uri": image, "name": "main", "ext": _extension(image)}
        return {
            "name": card["name"],
            "description": card["bio"],
            "personality": "\n".join([card["tone"], *card["style"]]),
            "scenario": "",
            "first_mes": next(iter(examples), ""),
            "mes_example": "\n".join(f"<START>\n{{{{char}}}}: {each}" for each in examples[1:]),
            "creator_notes": card["description"],
            "system_prompt": f"{{{{original}}}}\n\nDon'ts:\n{rules}" if rules else "",
            "post_history_instructions": "",
            "alternate_greetings": [],
            "tags": list(card["topics"]),
            "creator": "",
            "character_version": "",
            "extensions": {},
        } | ({} if image == MASK else {"assets": [icon]})


def _manner(data: _Data, name: str) -> tuple[str, tuple[str, ...]]:
    """Tone and style: the first line of the personality, in brief, and the others."""
    found = lines(sentences(spoken(data.personality, name)), name)
    first = next(iter((*found, *lines(data.tags, name))), "")
    tone = one_line(shortened(first.rstrip(".!"), 60), 60) or "in character"
    return tone, found[1:] if len(first) <= 60 else found


def _about(data: _Data, name: str, bio: str) -> str:
    notes = (data.creator_notes_multilingual or {}).get("en") or data.creator_notes
    text = spoken(notes, name) or next(iter(sentences(bio)), "")
    return one_line(shortened(text, 300), 300) or "A persona of Troupe."


def _examples(data: _Data, name: str) -> tuple[str, ...]:
    said = [data.first_mes, *replies(data.mes_example, name), *data.alternate_greetings]
    shown = (shortened(spoken(text, name), 10_000) for text in said)
    return tuple(dict.fromkeys(filter(None, shown)))[:16]


def _icon(assets: list[_Asset]) -> str:
    icons = [each.uri for each in assets if (each.type, each.name) == ("icon", "main")]
    usable = (uri for uri in icons if uri.startswith(("https://", "ipfs://", "data:image/")))
    return next((uri for uri in usable if len(uri) <= 8_000), MASK)


def _extension(image: str) -> str:
    for ending in ("png", "jpeg", "jpg", "webp", "svg", "gif", "avif"):
        if image.startswith(f"data:image/{ending}") or image.lower().endswith(f".{ending}"):
            return ending
    return "unknown"
