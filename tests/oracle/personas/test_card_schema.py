"""What a card may hold, whoever wrote it."""

import json
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import JsonValue, ValidationError

from oracle.domain import MAX_DOCUMENT_BYTES, Card, PlatformSlug
from oracle.personas.cards import default_cards
from oracle.platforms import PLATFORMS

CARD = default_cards()[0]
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=10,
)


def sent(**fields: Any) -> bytes:
    """The bytes of a card with these fields, as a stranger may send it."""
    data = json.loads(CARD.to_bytes()) | fields
    return json.dumps(data, ensure_ascii=False).encode("utf-8", "surrogatepass")


def test_card__every_field__survives_its_bytes() -> None:
    card = Card.parse(
        sent(
            platforms=["x", "mastodon"],
            model="Qwen/Qwen3-4B-Instruct-2507",
            adapter="pip-marlow@3",
            extensions={"friend/notes": {"mood": [1, 2.5, None, "é"]}},
        )
    )
    assert card.platforms == ("x", "mastodon")
    assert Card.parse(card.to_bytes()) == card
    assert len({card, Card.parse(card.to_bytes()), CARD}) == 2


def test_platform_slugs__of_cards__are_those_of_the_platforms() -> None:
    assert get_args(PlatformSlug) == tuple(rules.slug for rules in PLATFORMS.values())


@pytest.mark.parametrize(
    "fields",
    [
        {"platforms": ["myspace"]},
        {"platforms": ["x", "x"]},
        {"adapter": "../../etc/passwd"},
        {"adapter": "two words"},
        {"adapter": "-" + "x"},
        {"model": ""},
        {"model": "a" * 201},
        {"model": "a\n"},
        {"name": "Pip\u202eolraM"},
        {"name": "Pip\nMarlow"},
        {"tone": "dry\x00"},
        {"schema": "troupe/card/1"},
        {"extensions": []},
        {"extensions": {"a": 2**70}},
        {"extensions": {"a": float("nan")}},
        {"extensions": {"a": [float("-inf")]}},
        {"extensions": {"a": ["x" * 60_000, "y" * 60_001]}},
        {"extensions": {"x" * 120_001: 1}},
        {"extensions": {"a": [0] * 10_001}},
        {"extensions": {"a": "\ud800"}},
        {"surprise": 1},
    ],
    ids=str,
)
def test_card__hostile_field__is_refused(fields: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Card.parse(sent(**fields))


@pytest.mark.parametrize("depth", [17, 1_000, 30_000])
def test_card__deep_extensions__are_refused(depth: int) -> None:
    deep = b'"extensions":' + b'{"a":' * depth + b"1" + b"}" * depth
    with pytest.raises(ValueError, match=r"extensions|recursion"):
        Card.parse(CARD.to_bytes().replace(b'"extensions":{}', deep))
    nested: JsonValue = 1
    for _ in range(depth):
        nested = {"a": nested}
    with pytest.raises(ValueError, match="extensions"):
        Card.model_validate(CARD.model_dump(by_alias=True) | {"extensions": nested})


def test_card__over_a_documents_size__is_refused() -> None:
    with pytest.raises(ValueError, match=str(MAX_DOCUMENT_BYTES)):
        Card.parse(sent(examples=["é" * 10_000] * 16))


@settings(max_examples=40, deadline=None)
@given(st.dictionaries(st.text(max_size=20), JSON, max_size=4))
def test_card__any_small_json__is_carried_unchanged(extensions: dict[str, JsonValue]) -> None:
    card = Card.model_validate(CARD.model_dump(by_alias=True) | {"extensions": extensions})
    again = Card.parse(card.to_bytes())
    assert again.extensions == extensions
    assert again.digest == card.digest
