"""What people give to the assistant's commands, read with care."""

from collections.abc import Sequence
from pathlib import Path

from pydantic import ValidationError

from oracle.domain import MAX_DOCUMENT_BYTES, Brief, Card, Source
from oracle.errors import Permanent
from oracle.personas.cards import default_cards
from oracle.printable import one_line


def persona_named(name: str) -> Card:
    """The default persona of that tone or name, whatever its case.

    Raises `Permanent`, naming those there are, where there is none.
    """
    wanted = name.strip().casefold()
    for card in default_cards():
        if wanted in (card.tone.casefold(), card.name.casefold()):
            return card
    known = ", ".join(card.tone for card in default_cards())
    raise Permanent(f"no default persona is called {one_line(name, 60)!r}: use one of {known}")


def card_in(path: Path) -> Card:
    """The character card in a file. Raises `Permanent` where it is none."""
    try:
        return Card.parse(_bytes_in(path))
    except ValidationError as error:
        raise Permanent(f"{path} is no character card: {_first(error)}") from None


def brief_of(text: str, sources: Sequence[Path], language: str) -> Brief:
    """A brief with texts from files. Raises `Permanent` where it can't be one."""
    found = tuple({"title": path.name, "text": _text_in(path)} for path in sources)
    try:
        return Brief(text=text, sources=tuple(map(Source.model_validate, found)), language=language)
    except ValidationError as error:
        raise Permanent(f"this can't be a brief: {_first(error)}") from None


def _text_in(path: Path) -> str:
    try:
        return _bytes_in(path).decode()
    except UnicodeDecodeError:
        raise Permanent(f"{path} holds no text in UTF-8") from None


def _bytes_in(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_DOCUMENT_BYTES + 1)
    except OSError as error:
        raise Permanent(f"{path}: {error.strerror}") from None
    if len(data) > MAX_DOCUMENT_BYTES:
        raise Permanent(f"{path} has over {MAX_DOCUMENT_BYTES} bytes")
    return data


def _first(error: ValidationError) -> str:
    found = error.errors(include_input=False, include_url=False)[0]
    place = ".".join(map(str, found["loc"]))
    return one_line(f"{place}: {found['msg']}" if place else found["msg"], 300)
