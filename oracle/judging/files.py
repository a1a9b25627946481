"""Texts, briefs and cards from files that people name."""

from collections.abc import Sequence
from pathlib import Path

from pydantic import ValidationError

from oracle.domain import Brief, Card
from oracle.errors import Permanent
from oracle.personas.cards import default_cards

_MOST_CHARACTERS = 10_000
_MOST_BYTES = 4 * _MOST_CHARACTERS


def read_texts(files: Sequence[Path]) -> dict[str, str]:
    """The text of each file, by its name. Raises `Permanent` where one can't be read."""
    return {str(path): _text_of(path) for path in files}


def read_card(named: str) -> Card:
    """A card's JSON file, or one of the default personas by name.

    Raises `Permanent`, naming those, where it is neither.
    """
    known = {card.name.casefold(): card for card in default_cards()}
    if card := known.get(named.casefold()):
        return card
    if not Path(named).is_file():
        names = ", ".join(card.name for card in default_cards())
        raise Permanent(f"{named} is no file and none of the personas: {names}")
    try:
        return Card.parse(Path(named).read_bytes())
    except ValueError as error:
        raise Permanent(f"{named} is no character card: {str(error)[:200]}") from None


def read_brief(path: Path) -> Brief:
    """The brief that a file of text says. Raises `Permanent` where it says nothing."""
    try:
        return Brief(text=_text_of(path))
    except ValidationError as error:
        raise Permanent(f"{path} is no brief: {error.errors()[0]['msg']}") from None


def _text_of(path: Path) -> str:
    try:
        if (size := path.stat().st_size) > _MOST_BYTES:
            raise Permanent(f"{path} holds {size} bytes: at most {_MOST_BYTES}")
        text = path.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise Permanent(f"{path}: {error.strerror}") from None
    except UnicodeDecodeError:
        raise Permanent(f"{path} holds no text: is it the right file?") from None
    if len(text) > _MOST_CHARACTERS:
        raise Permanent(f"{path} holds {len(text)} characters: at most {_MOST_CHARACTERS}")
    return text
