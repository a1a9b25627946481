"""elizaOS character files, those of today and those of the 0.x versions.

Source: https://docs.elizaos.ai/agents/character-interface; `lore`, `clients`, `modelProvider` and a
speaker's name under ``user`` are of the older ones.
"""

import re
from collections.abc import Mapping
from typing import Annotated, Any, get_args

from pydantic import BaseModel, BeforeValidator, TypeAdapter, ValidationError

from oracle.domain import ModelName, PlatformSlug
from oracle.personas.exchange.formats import CardError, JsonObject, Link
from oracle.personas.exchange.texts import forbids, lines, sentences, shortened, spoken
from oracle.printable import one_line

_CLIENTS = {"twitter": "x"} | {slug: slug for slug in get_args(PlatformSlug)}
_PLUGINS = {"x": "twitter"}
_MODEL: TypeAdapter[str] = TypeAdapter(ModelName)


def _listed(value: Any) -> Any:
    return [] if value is None else [value] if isinstance(value, str) else value


_Texts = Annotated[list[str], BeforeValidator(_listed)]


class _Style(BaseModel):
    all: _Texts = []
    chat: _Texts = []
    post: _Texts = []


class _Content(BaseModel):
    text: str = ""


class _Message(BaseModel):
    name: str | None = None
    user: str | None = None
    content: _Content = _Content()


class _Talk(BaseModel):
    examples: list[_Message]


class _Character(BaseModel):
    """What a card of Troupe is made from; much else may stand beside it."""

    name: str
    bio: _Texts
    lore: _Texts = []
    topics: _Texts = []
    adjectives: _Texts = []
    style: _Style = _Style()
    postExamples: _Texts = []
    messageExamples: list[list[_Message] | _Talk] = []
    settings: dict[str, Any] | None = None
    clients: list[Any] = []
    plugins: list[Any] = []


class Eliza:
    """A character of elizaOS."""

    key, home = "elizaos", "settings"
    links = (
        Link(("name",), ("name",)),
        Link(("bio",), ("bio", "lore")),
        Link(("tone",), ("adjectives",)),
        Link(("style", "donts"), ("style",)),
        Link(("topics",), ("topics",)),
        Link(("examples",), ("postExamples", "messageExamples")),
        Link(("platforms",), ("plugins", "clients")),
        Link(("model",), ("settings.model",)),
    )
    required = ("name", "bio")

    def read(self, foreign: JsonObject) -> dict[str, Any]:
        """The fields of a card, `voice` aside. Raises `CardError` for no such object."""
        try:
            character = _Character.model_validate(foreign)
        except ValidationError as error:
            raise CardError.of(error, "character") from None
        name = one_line(character.name, 60)
        told = [spoken(each, name) for each in (*character.bio, *character.lore)]
        bio = "\n".join(filter(None, told)) or f"{name} came without a description."
        rules = lines((*character.style.all, *character.style.post), name, most=64)
        return {
            "name": name,
            "description": one_line(shortened(next(iter(sentences(bio)), bio), 300), 300),
            "bio": shortened(bio, 4_000),
            "tone": _tone(character, name),
            "style": tuple(rule for rule in rules if not forbids(rule))[:32],
            "donts": tuple(filter(forbids, rules))[:32],
            "topics": lines(character.topics, name),
            "examples": _examples(character, name),
            "platforms": _platforms(character),
            "model": _model(character),
        }

    def write(self, card: Mapping[str, Any]) -> JsonObject:
        """The character that says what these fields of a card say."""
        plugins = [_PLUGINS.get(slug, slug) for slug in card["platforms"]]
        written: JsonObject = {
            "name": card["name"],
            "username": re.sub(r"[^a-z0-9]+", "_", card["name"].lower()).strip("_") or "persona",
            "bio": card["bio"].split("\n"),
            "adjectives": [card["tone"]],
            "topics": list(card["topics"]),
            "style": {"all": [*card["style"], *card["donts"]], "chat": [], "post": []},
            "postExamples": list(card["examples"]),
            "messageExamples": [],
            "plugins": [f"@elizaos/plugin-{name}" for name in plugins],
            "settings": {"model": card["model"]} if card["model"] else {},
        }
        return written


def _tone(character: _Character, name: str) -> str:
    tone = ""
    for adjective in lines(character.adjectives, name):
        longer = f"{tone}, {adjective}" if tone else one_line(adjective, 60)
        tone = longer if len(longer) <= 60 else tone
    return tone or "in character"


def _examples(character: _Character, name: str) -> tuple[str, ...]:
    talks = [
        talk.examples if isinstance(talk, _Talk) else talk for talk in character.messageExamples
    ]
    said = [each.content.text for talk in talks for each in talk if _speaks(each, name)]
    shown = (shortened(spoken(text, name), 10_000) for text in (*character.postExamples, *said))
    return tuple(dict.fromkeys(filter(None, shown)))[:16]


def _speaks(message: _Message, name: str) -> bool:
    speaker = spoken(message.name or message.user or "", name)
    return speaker.casefold() == name.casefold()


def _platforms(character: _Character) -> tuple[str, ...]:
    """Those that its clients and plugins publish to and Troupe knows."""
    named = [str(each).lower() for each in (*character.clients, *character.plugins)]
    found = (_CLIENTS.get(re.sub(r"^.*(?:plugin|client)-", "", each)) for each in named)
    return tuple(dict.fromkeys(slug for slug in found if slug))


def _model(character: _Character) -> str | None:
    try:
        return _MODEL.validate_python((character.settings or {}).get("model"))
    except ValidationError:
        return None
