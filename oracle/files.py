"""Files that people name on a command line, read with care."""

from pathlib import Path

from oracle.domain import MAX_DOCUMENT_BYTES
from oracle.errors import Permanent

_TEXTS = frozenset({".txt", ".md"})


def is_file(given: str) -> bool:
    """Whether a file has that name; none has one that is too long or holds a zero."""
    try:
        return Path(given).is_file()
    except (OSError, ValueError):
        return False


def bytes_in(path: Path, most: int) -> bytes:
    """What a file holds. Raises `Permanent` where it can't be read or has over `most` bytes."""
    try:
        with path.open("rb") as file:
            data = file.read(most + 1)
    except OSError as error:
        raise Permanent(f"{path}: {error.strerror}") from None
    if len(data) > most:
        raise Permanent(f"{path} has over {most} bytes: is it the right file?")
    return data


def text_in(path: Path) -> str:
    """The text in a file of at most 256 KiB. Raises `Permanent` as `bytes_in` does, and where it
    is no UTF-8.
    """
    try:
        return bytes_in(path, MAX_DOCUMENT_BYTES).decode()
    except UnicodeDecodeError:
        raise Permanent(f"{path} holds no text in UTF-8: is it the right file?") from None


def given_text(given: str) -> str:
    """`given`, or the text in the file of that name.

    Raises `Permanent` as `text_in` does, and for one word that ends as a text file's name does and
    is none: nobody wants the name judged in the place of the text.
    """
    if is_file(given):
        return text_in(Path(given))
    if Path(given).suffix in _TEXTS and len(given.split()) == 1:
        raise Permanent(f"there is no file {given}: check its name, or give the text itself")
    return given
