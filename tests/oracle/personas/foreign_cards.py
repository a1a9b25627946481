"""Cards of other formats, written as their specifications show them; nobody in them is real."""

import json
from typing import Any

from hypothesis import strategies as st

from oracle.personas.exchange import without_secrets
from oracle.printable import one_line

Json = dict[str, Any]

BOOK: Json = {
    "name": "The quay",
    "scan_depth": 4,
    "token_budget": 400,
    "recursive_scanning": False,
    "extensions": {"friend/ui": {"folded": True}},
    "entries": [
        {
            "keys": ["lamp", "oil"],
            "secondary_keys": ["night"],
            "content": "{{char}} fills the lamps at dusk.",
            "extensions": {"depth": 4, "friend/weight": 0.5},
            "enabled": True,
            "insertion_order": 10,
            "case_sensitive": False,
            "name": "Lamps",
            "priority": 3,
            "id": 1,
            "comment": "",
            "selective": True,
            "constant": False,
            "position": "before_char",
        }
    ],
}

V2: Json = {
    "spec": "chara_card_v2",
    "spec_version": "2.0",
    "data": {
        "name": "Lamplighter Odd",
        "description": "{{char}} keeps the harbour lamps. He talks to {{user}} as to the tide.",
        "personality": "Dry and watchful. Says less than he knows.",
        "scenario": "A quay at night.",
        "first_mes": "Evening, {{user}}. I lit the lamps twice.\n\nWhat keeps you up?",
        "mes_example": (
            "<START>\n{{user}}: Are you lonely?\n{{char}}: You get used to gulls.\n<START>\n"
            "{{user}}: Cold?\nLamplighter Odd: I wear two coats.\nBoth leak."
        ),
        "creator_notes": "A calm voice for late hours.",
        "system_prompt": "{{original}} Write short. Never explain a joke.",
        "post_history_instructions": "{{original}} Stay by the water.",
        "alternate_greetings": ["Back again, <USER>?"],
        "character_book": BOOK,
        "tags": ["harbour", "night"],
        "creator": "a keeper of cards",
        "character_version": "1.1",
        "extensions": {"friend/voice": {"rate": 0.9, "pitch": None}, "talkativeness": "0.4"},
    },
}

V3: Json = {
    "spec": "chara_card_v3",
    "spec_version": "3.0",
    "data": V2["data"]
    | {
        "nickname": "Odd",
        "creator_notes_multilingual": {"en": "A calm voice.", "no": "En rolig stemme."},
        "source": ["https://cards.example/odd"],
        "group_only_greetings": ["A full quay tonight."],
        "creation_date": 1_700_000_000,
        "modification_date": 1_700_000_100,
        "assets": [
            {"type": "icon", "uri": "https://cards.example/odd.png", "name": "main", "ext": "png"},
            {"type": "x_friend", "uri": "embeded://song.ogg", "name": "song", "ext": "ogg"},
        ],
        "character_book": BOOK | {"entries": [BOOK["entries"][0] | {"use_regex": False}]},
        "extensions": {"friend": {"deep": [1, [2, [3]]]}},
        "field_of_tomorrow": {"kept": True},
    },
}

ELIZA: Json = {
    "id": "0b6dbd33-7c38-4d0f-8a4e-3a1b5f6f2f10",
    "name": "Tamsin Quill",
    "username": "tamsinquill",
    "modelProvider": "llama_local",
    "plugins": ["@elizaos/plugin-bootstrap", "@elizaos/plugin-bluesky"],
    "clients": ["twitter", "discord"],
    "system": "You are {{agentName}}. Never give advice on money.",
    "bio": ["{{name}} mends clocks.", "She writes as she works: slowly."],
    "lore": ["Once repaired a clock that ran backwards."],
    "messageExamples": [
        [
            {"user": "{{user1}}", "content": {"text": "It stopped."}},
            {"user": "Tamsin Quill", "content": {"text": "They all do. When did you wind it?"}},
        ],
        {
            "examples": [
                {"name": "{{user1}}", "content": {"text": "Thanks"}},
                {"name": "{{agentName}}", "content": {"text": "Mind the spring.", "actions": []}},
            ]
        },
    ],
    "postExamples": ["A clock that is right twice a day has a better record than most."],
    "topics": ["clocks", "patience"],
    "adjectives": ["slow", "exact", "kind"],
    "knowledge": ["Escapements.", {"directory": "books", "shared": False}],
    "style": {
        "all": ["Short sentences.", "Never hurry the reader."],
        "chat": ["Answer first."],
        "post": ["One image a post."],
    },
    "templates": {"messageHandlerTemplate": "…"},
    "settings": {"model": "Qwen/Qwen3-1.7B", "voice": {"model": "en_GB-low"}, "ragKnowledge": True},
}

_TEXT = st.text(max_size=60)
_TEXTS = st.lists(_TEXT, max_size=3)
_NAME = st.text(min_size=1, max_size=70).filter(lambda text: bool(one_line(text, 60)))
_KEY = _TEXT.filter(lambda text: without_secrets({text: ""}) == ({text: ""}, ()))
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | _TEXT,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(_KEY, inner, max_size=2),
    max_leaves=5,
)
_EXTENSIONS = st.dictionaries(st.sampled_from(["friend/a", "b", "depth_prompt"]), _JSON)
_ENTRY = st.fixed_dictionaries(
    {
        "keys": _TEXTS,
        "content": _TEXT,
        "extensions": _EXTENSIONS,
        "enabled": st.booleans(),
        "insertion_order": st.integers(-9, 9),
    },
    optional={"priority": st.integers(-99, 99), "comment": _TEXT, "secondary_keys": _TEXTS},
)
_BOOK = st.fixed_dictionaries(
    {"extensions": _EXTENSIONS, "entries": st.lists(_ENTRY, max_size=2)},
    optional={"name": _TEXT, "token_budget": st.integers(0, 999)},
)
_V2_DATA = {
    "name": _NAME,
    **dict.fromkeys(("description", "personality", "scenario", "first_mes", "mes_example"), _TEXT),
    **dict.fromkeys(("creator_notes", "system_prompt", "post_history_instructions"), _TEXT),
    **dict.fromkeys(("creator", "character_version"), _TEXT),
    **dict.fromkeys(("alternate_greetings", "tags"), _TEXTS),
    "extensions": _EXTENSIONS,
}
_ASSET = st.fixed_dictionaries(
    {
        "type": st.sampled_from(["icon", "background", "x_friend"]),
        "uri": st.sampled_from(["ccdefault:", "https://cards.example/a.png", "embeded://a"]),
        "name": st.sampled_from(["main", "sad"]),
        "ext": st.just("png"),
    }
)

v2_cards = st.fixed_dictionaries(_V2_DATA, optional={"character_book": _BOOK}).map(
    lambda data: {"spec": "chara_card_v2", "spec_version": "2.0", "data": data}
)
v3_cards = st.fixed_dictionaries(
    _V2_DATA | {"group_only_greetings": _TEXTS},
    optional={
        "character_book": _BOOK,
        "assets": st.lists(_ASSET, max_size=2),
        "nickname": _TEXT,
        "source": _TEXTS,
        "creator_notes_multilingual": st.dictionaries(st.sampled_from(["en", "de"]), _TEXT),
        "creation_date": st.integers(0, 2**33),
        "field_of_tomorrow": _JSON,
    },
).map(lambda data: {"spec": "chara_card_v3", "spec_version": "3.0", "data": data})
_SAID = st.fixed_dictionaries(
    {
        "name": st.sampled_from(["{{user1}}", "{{agentName}}"]),
        "content": st.fixed_dictionaries({"text": _TEXT}),
    }
)
eliza_cards = st.fixed_dictionaries(
    {"name": _NAME, "bio": _TEXT | _TEXTS},
    optional={
        **dict.fromkeys(("lore", "topics", "adjectives", "postExamples"), _TEXTS),
        **dict.fromkeys(("username", "system", "modelProvider"), _TEXT),
        "messageExamples": st.lists(st.lists(_SAID, max_size=2), max_size=2),
        "style": st.fixed_dictionaries(
            {}, optional={"all": _TEXTS, "chat": _TEXTS, "post": _TEXTS}
        ),
        "knowledge": st.lists(_JSON, max_size=2),
        "plugins": st.lists(st.sampled_from(["@elizaos/plugin-bluesky", "./own"]), max_size=2),
        "settings": _EXTENSIONS,
    },
)


def packed(card: Json) -> bytes:
    """The file of a card."""
    return json.dumps(card).encode()
