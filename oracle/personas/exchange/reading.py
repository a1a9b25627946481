"""A card out of a stranger's file."""

import base64
import binascii
from dataclasses import dataclass
from typing import Literal, cast

from pydantic import JsonValue, TypeAdapter, ValidationError
from pydantic_core import from_json

from oracle.domain import MAX_DOCUMENT_BYTES, Card
from oracle.domain.extensions import Extensions
from oracle.personas.exchange import lens
from oracle.personas.exchange.confidential import without_secrets
from oracle.personas.exchange.envelope import FORMATS, SPECS, conform, opened
from oracle.personas.exchange.formats import CardError, ForeignFormat, JsonObject
from oracle.personas.exchange.png import is_png, texts_of
from oracle.personas.exchange.voices import voice_of
from oracle.printable import one_line

MAX_FILE_BYTES = 8 * 1024 * 1024
_EXTENSIONS: TypeAdapter[JsonObject] = TypeAdapter(Extensions)
_MAX_JSON_BYTES = 2 * 1024 * 1024
_MAX_ASSET = 8_000
CardFormat = ForeignFormat | Literal["troupe"]


@dataclass(frozen=True)
class Imported:
    """A card, the format it came in, and what its owner should know, in a sentence each."""

    card: Card
    format: CardFormat
    notes: tuple[str, ...]


def import_card(data: bytes, kind: CardFormat | Literal["auto"] = "auto") -> Imported:
    """The card in a PNG file of at most 8 MiB, or in at most 2 MiB of JSON.

    Reads Troupe's own cards (version 1 too), elizaOS characters, Character Cards V2 and V3; of a
    PNG with both the V3 one. Raises `CardError` where it holds none, or one of another `kind`.
    """
    if len(data) > MAX_FILE_BYTES:
        raise CardError([f"a file of {len(data)} bytes is over {MAX_FILE_BYTES}"])
    picture = is_png(data)
    file = _object(_embedded(data) if picture else data)
    found = _format(file)
    if kind not in ("auto", found):
        raise CardError([f"this is a card of format {found}, not {kind}: leave --format out"])
    clean, places = without_secrets(file)
    file, notes = cast(JsonObject, clean), []
    if places:
        shown = one_line(", ".join(places), 300)
        notes.append(f"Left out, as it looks like a secret: {shown}. Change it if it was one.")
    if found == "troupe":
        card = _own(file)
    else:
        file, left_out = _without_large_assets(file)
        notes += left_out
        card = _foreign(found, file)
        notes += _notes(card, found, file)
    if picture:
        notes.append("The picture is not in the card: name it in `image`, or export with it.")
    if (size := len(card.to_bytes())) > MAX_DOCUMENT_BYTES:
        raise CardError([f"the card would have {size} bytes: at most {MAX_DOCUMENT_BYTES} fit"])
    return Imported(card, found, tuple(notes))


def _embedded(png: bytes) -> bytes:
    found = texts_of(png, ("ccv3", "chara"))
    text = found.get("ccv3") or found.get("chara")
    if not text:
        raise CardError(["this PNG holds no card: it has no chunk `ccv3` or `chara`"])
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error:
        raise CardError(["the card in this PNG is not in base64"]) from None


def _object(data: bytes) -> JsonObject:
    if len(data) > _MAX_JSON_BYTES:
        raise CardError([f"a card of {len(data)} bytes of JSON is over {_MAX_JSON_BYTES}"])
    try:
        found: JsonValue = from_json(data, allow_inf_nan=False)
    except ValueError as error:
        raise CardError([f"this is no JSON: {one_line(str(error), 200)}"]) from None
    if not isinstance(found, dict):
        raise CardError(["a card is a JSON object"])
    return found


def _format(file: JsonObject) -> CardFormat:
    for name, spec in SPECS.items():
        if file.get("spec") == spec:
            return name
    if str(file.get("schema")).startswith("troupe/card/"):
        return "troupe"
    if "name" in file and "bio" in file:
        return "elizaos"
    raise CardError(
        [
            "this is no card: expected a `schema` of troupe/card/2, a `spec` of chara_card_v2 or "
            "chara_card_v3, or a `name` and a `bio` as elizaOS has them"
        ]
    )


def _own(file: JsonObject) -> Card:
    """A card of ours; version 2 says all that version 1 does."""
    if file["schema"] == "troupe/card/1":
        file = file | {"schema": "troupe/card/2"}
    return lens.card_of(file)


def _foreign(name: ForeignFormat, file: JsonObject) -> Card:
    kind, inside = FORMATS[name], opened(name, file)
    if inside is None:
        raise CardError(["data: an object is needed"])
    own, rest = lens.own_card(kind, inside), lens.without_own(kind, inside)
    kept = rest if inside is file else file | {"data": rest}
    try:
        _EXTENSIONS.validate_python({kind.key: kept})
    except ValidationError as error:
        says = error.errors(include_url=False)[0]["msg"].removeprefix("Value error, ")
        raise CardError([f"it is too large to be kept whole: {one_line(says, 200)}"]) from None
    written_as = conform(name, kind.write(lens.values(own))) if own else None
    card = lens.read(kind, inside, written_as)
    if rest == written_as:
        return card
    return lens.checked(lens.values(card) | {"extensions": card.extensions | {kind.key: kept}})


def _without_large_assets(file: JsonObject) -> tuple[JsonObject, list[str]]:
    """V3's assets may hold whole pictures: a card has no room for these."""
    data = file.get("data")
    assets = data.get("assets") if isinstance(data, dict) else None
    if not isinstance(data, dict) or not isinstance(assets, list):
        return file, []
    small = [each for each in assets if len(str(each)) <= _MAX_ASSET]
    if len(small) == len(assets):
        return file, []
    note = f"Left out {len(assets) - len(small)} assets of over {_MAX_ASSET} characters."
    return file | {"data": data | {"assets": small}}, [note]


def _notes(card: Card, name: ForeignFormat, file: JsonObject) -> list[str]:
    notes = []
    if card.bio.endswith("…"):
        notes.append("The bio is cut to what fits; all of it is in the extensions.")
    voice, own = voice_of(card.name, card.examples)
    if card.voice == voice:
        notes.append(
            f"It brings no lines for the built-in writer: {own} are taken from its examples, the "
            "others are plain ones. Write hooks, stances, questions and connectives of its own."
        )
    version = file.get("spec_version")
    if name == "v3" and isinstance(version, str) and version != "3.0":
        notes.append(f"It is of version {one_line(version, 20)}: what 3.0 has not is only kept.")
    return notes
