"""Documents as their worst authors would write them, and valid ones to spoil."""

import json
from collections.abc import Iterator
from typing import Any

from oracle.domain import (
    MAX_DOCUMENT_BYTES,
    Brief,
    Collection,
    ContributionDocument,
    Document,
    PromptPool,
    ReviewSheet,
    Source,
    Topic,
)
from oracle.personas.cards import default_cards
from oracle.scoring.profile import default_profile
from tests import factories

_CARD = default_cards()[0]
_MANIFEST = factories.manifest(
    factories.entry(number, f"Text {number}.", _CARD.digest, unused=("a phrase",))
    for number in (1, 2, 3)
)

VALID: tuple[Document, ...] = (
    Brief(text="About bees", sources=(Source(title="A guide", text="Bees dance."),)),
    _CARD,
    Collection(name="Masks", description="Pictures."),
    PromptPool(prompts=tuple(f"Brief {number}" for number in range(8))),
    _MANIFEST,
    default_profile().model_copy(update={"topics": (Topic(text="tea", burst=1, age_hours=2),)}),
    factories.sheet(_MANIFEST, [5_000, 0, 9_000], [1, 2, 0]),
    ContributionDocument.model_validate(
        {
            "contributor": "0x" + "22" * 20,
            "persona_id": 1,
            "kind": "image",
            "title": "A picture",
            "text": "It shows bees.",
            "media": {"uri": "ipfs://" + "b" * 59, "media_type": "image/png"},
            "licence": "CC0-1.0",
        }
    ),
    ReviewSheet.model_validate(
        {
            "chain_id": 1,
            "contract": "0x" + "33" * 20,
            "review_id": 1,
            "persona_id": 1,
            "scoring_profile": "0x" + "44" * 32,
            "contributions": [
                {"token_id": 1, "document": "0x" + "55" * 32, "value": 1, "why": "It is new."}
            ],
        }
    ),
)
KINDS = tuple(type(document) for document in VALID)


def _filled(head: bytes, unit: bytes, tail: bytes) -> bytes:
    return head + unit * ((MAX_DOCUMENT_BYTES - len(head) - len(tail)) // len(unit)) + tail


def _keys(head: bytes, tail: bytes) -> bytes:
    return head + b",".join(b'"k%x":0' % number for number in range(22_000)) + tail


BOMBS = {
    "empty": b"",
    "binary": b"\xff\xfe\x00",
    "nul": b"\x00" * MAX_DOCUMENT_BYTES,
    "surrogate in UTF-8": b'{"text":"\xed\xa0\x80"}',
    "lone surrogate": b'{"text":"\\ud800"}',
    "lists in lists": b"[" * MAX_DOCUMENT_BYTES,
    "objects in objects": _filled(b"", b'{"a":', b""),
    "closed depth": b"[" * 100_000 + b"]" * 100_000,
    "not a number": b'{"target_sentiment":NaN}',
    "infinity": b'{"target_sentiment":-Infinity}',
    "overflowing exponent": b'{"target_sentiment":1e999999999,"chain_id":1e999999999}',
    "integer of 250,000 digits": _filled(b'{"chain_id":', b"9", b"}"),
    "integer in a string": _filled(b'{"chain_id":"', b"9", b'"}'),
    "integer of 4,000 digits": b'{"chain_id":' + b"9" * 4_000 + b"}",
    "fraction of 250,000 digits": _filled(b'{"target_sentiment":0.', b"1", b"}"),
    "a name without end": _filled(b'{"', b"k", b'":0}'),
    "many names": _keys(b"{", b"}"),
    "many weights": _keys(b'{"action_weights":{', b"}}"),
    "many criteria": _keys(b'{"entries":[{"criteria":{', b"}}]}"),
    "many wrong sources": _filled(b'{"sources":[', b"0,", b"0]}"),
    "many empty entries": _filled(b'{"entries":[', b"{},", b"{}]}"),
    "many wrong examples": _filled(b'{"examples":[', b"[],", b"[]]}"),
    "too big by a byte": b" " * (MAX_DOCUMENT_BYTES + 1),
}


def spoiled(data: Any, value: Any) -> Iterator[Any]:
    """Copies of a JSON value in each of which one part is another `value`, or has it as well."""
    yield value
    if isinstance(data, dict):
        yield data | {"another": value}
        for name, part in data.items():
            yield {key: each for key, each in data.items() if key != name}
            yield from (data | {name: changed} for changed in spoiled(part, value))
    elif isinstance(data, list):
        yield [*data, value]
        for place, part in enumerate(data):
            yield from (
                [*data[:place], changed, *data[place + 1 :]] for changed in spoiled(part, value)
            )


def canonical(data: Any) -> bytes:
    """The bytes of a JSON value as documents are written."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode(
        errors="surrogatepass"
    )
