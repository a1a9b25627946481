"""A card in another format, as JSON or within a picture."""

import base64
import json
from typing import Final, cast

from oracle.domain import Card
from oracle.personas.exchange import lens
from oracle.personas.exchange.confidential import without_secrets
from oracle.personas.exchange.envelope import FORMATS, closed, conform, opened
from oracle.personas.exchange.formats import ForeignFormat, JsonObject
from oracle.personas.exchange.png import drawn, with_texts

_BACKFILLED: Final = (
    "This is a Character Card V3 that is read as V2: an application for V3 shows more of it."
)


def export_card(card: Card, to: ForeignFormat) -> JsonObject:
    """`card` as a file of that format.

    A card that was imported from it comes back as it was, with what has changed since. What the
    format has no field for stands whole under ``troupe`` among its extensions (elizaOS: settings),
    from where `import_card` takes it. Nothing that looks like a secret is written.
    """
    kind = FORMATS[to]
    file = card.extensions.get(kind.key)
    around = file if isinstance(file, dict) else {}
    inside, says_all = lens.written(kind, card, opened(to, around) if around else None)
    inside = conform(to, inside)
    if not says_all:
        inside = lens.with_own(kind, inside, card)
    clean, _ = without_secrets(closed(to, inside, around))
    return cast(JsonObject, clean)


def export_png(card: Card, picture: bytes | None = None) -> bytes:
    """A PNG of `picture`, or of a drawn one, that holds `card` as V3 and as V2.

    Raises `CardError` where `picture` is none, or too large.
    """
    v3, v2 = export_card(card, "v3"), export_card(card, "v2")
    data = cast(JsonObject, v2["data"])
    notes = f"{data['creator_notes']}\n\n{_BACKFILLED}".strip()
    v2 = v2 | {"data": data | {"creator_notes": notes}}
    texts = {"chara": _encoded(v2), "ccv3": _encoded(v3)}
    return with_texts(drawn(card.digest) if picture is None else picture, texts)


def _encoded(file: JsonObject) -> str:
    return base64.b64encode(json.dumps(file, ensure_ascii=False).encode()).decode()
