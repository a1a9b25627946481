"""What strangers wrote, made fit to be shown to a model or to stand in a log or a public reason."""

import unicodedata

_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_JOINERS = "\u200c\u200d"  # emoji and several scripts need them
_FILLERS = frozenset("\u034f\u115f\u1160\u3164\uffa0")  # letters that print nothing
_SELECTORS = range(0xE0100, 0xE01F0)  # marks that print nothing, and can carry a hidden text


def printable(text: str) -> str:
    """`text` without what hides or misleads: controls, direction marks, zero-width, tags.

    Line breaks stay, but for those at the end; a tab becomes a space.
    """
    return printable_piece("\n".join(text.splitlines())).rstrip("\n")


def printable_piece(piece: str) -> str:
    """The same of a piece of a text, which may end anywhere: its line feeds stay, each of them."""
    shown = piece.replace("\t", " ")
    return "".join(c for c in shown if c == "\n" or c in _JOINERS or _prints(c))


def one_line(text: str, most: int) -> str:
    """`text` on one line of at most `most` characters, each of which prints."""
    shown = "".join(c if _prints(c) else " " if c.isspace() else "" for c in text[: 4 * most])
    line = " ".join(shown.split())
    return line if len(line) <= most else line[: most - 1] + "…"


def _prints(character: str) -> bool:
    return (
        unicodedata.category(character) not in _HIDDEN
        and character not in _FILLERS
        and ord(character) not in _SELECTORS
    )
