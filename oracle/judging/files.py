"""Texts and briefs from files that people name."""

from collections.abc import Sequence
from pathlib import Path

from pydantic import ValidationError

from oracle.domain import Brief
from oracle.errors import Permanent
from oracle.files import text_in

_MOST_CHARACTERS = 10_000


def read_texts(files: Sequence[Path]) -> dict[str, str]:
    """The text of each file, by its name. Raises `Permanent` where one can't be read."""
    return {str(path): _text_of(path) for path in files}


def read_brief(path: Path) -> Brief:
    """The brief that a file of text says. Raises `Permanent` where it says nothing."""
    try:
        return Brief(text=_text_of(path))
    except ValidationError as error:
        raise Permanent(f"{path} is no brief: {error.errors()[0]['msg']}") from None


def _text_of(path: Path) -> str:
    text = text_in(path).strip()
    if len(text) > _MOST_CHARACTERS:
        raise Permanent(f"{path} holds over {_MOST_CHARACTERS} characters, more than any post")
    return text
