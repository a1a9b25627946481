"""What people give to the assistant's commands, read with care."""

from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from oracle.domain import MAX_DOCUMENT_BYTES, Brief, Card, Document, Source
from oracle.errors import Permanent
from oracle.files import bytes_in, is_file, text_in
from oracle.personas.cards import CARD_NAMES, default_card
from oracle.personas.exchange import MAX_FILE_BYTES, import_card
from oracle.printable import one_line

D = TypeVar("D", bound=Document)


def persona_named(name: str) -> Card:
    """The default persona of that name, tone or own name, whatever its case.

    Raises `Permanent`, naming those there are, where there is none.
    """
    wanted = name.strip().casefold()
    for known in CARD_NAMES:
        card = default_card(known)
        if wanted in (known, card.tone.casefold(), card.name.casefold()):
            return card
    shown, there = one_line(name, 60), ", ".join(CARD_NAMES)
    raise Permanent(f"no default persona is called {shown!r}: use one of {there}")


def card_in(path: Path) -> Card:
    """The character card in a file, of any format that Troupe imports.

    Raises `Permanent` where it is none.
    """
    return import_card(bytes_in(path, MAX_FILE_BYTES)).card


def card_named(named: str) -> Card:
    """The card in the file of that name, or else the default persona. Raises `Permanent`."""
    if is_file(named):
        return card_in(Path(named))
    try:
        return persona_named(named)
    except Permanent as error:
        raise Permanent(f"there is no such file, and {error}") from None


def document_in(path: Path, kind: type[D], named: str) -> D:
    """The document in a file, which people call `named`. Raises `Permanent` where it is none."""
    try:
        return kind.parse(bytes_in(path, MAX_DOCUMENT_BYTES))
    except ValidationError as error:
        raise Permanent(f"{path} is no {named}: {_first(error)}") from None


def brief_of(text: str, sources: Sequence[Path], language: str) -> Brief:
    """A brief with texts from files. Raises `Permanent` where it can't be one."""
    found = tuple({"title": path.name, "text": text_in(path)} for path in sources)
    try:
        return Brief(text=text, sources=tuple(map(Source.model_validate, found)), language=language)
    except ValidationError as error:
        raise Permanent(f"this can't be a brief: {_first(error)}") from None


def _first(error: ValidationError) -> str:
    found = error.errors(include_input=False, include_url=False)[0]
    place = ".".join(map(str, found["loc"]))
    return one_line(f"{place}: {found['msg']}" if place else found["msg"], 300)
