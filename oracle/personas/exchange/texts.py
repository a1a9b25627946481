"""Texts of other formats, made fit for the fields of a card."""

import re
from collections.abc import Iterable, Iterator

from oracle.printable import one_line, printable

LINE, MOST_LINES = 300, 32
_MOST = 40_000
_CHARACTER = re.compile(r"\{\{(?:char|name|agentName)\}\}|<(?:char|bot)>", re.IGNORECASE)
_READER = re.compile(r"\{\{user\d*\}\}|<user>", re.IGNORECASE)
_MACRO = re.compile(r"\{\{[^{}]{0,80}\}\}")
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")
_FORBIDS = re.compile(r"(?:never|do not|don[’']t|avoid|no)\b", re.IGNORECASE)


def spoken(text: str, name: str) -> str:
    """`text` as readers see it: macros filled in, nothing hidden, no space around it.

    ``{{char}}`` and its like become `name`, ``{{user}}`` "you"; other macros go. Of a text of more
    than 40,000 characters only the first are read.
    """
    filled = _READER.sub("you", _CHARACTER.sub(lambda _: name, text[:_MOST]))
    return printable(_MACRO.sub("", filled)).strip()


def shortened(text: str, most: int) -> str:
    """`text`, or as many of its first words as fit in `most` characters, with an ellipsis."""
    if len(text) <= most:
        return text
    start = text[: most - 1]
    return (start.rsplit(None, 1)[0] if " " in start else start).rstrip() + "…"


def lines(texts: Iterable[str], name: str, most: int = MOST_LINES) -> tuple[str, ...]:
    """At most `most` different lines of at most 300 characters each, in their order."""
    shown = (one_line(shortened(spoken(text, name), LINE), LINE) for text in texts)
    return tuple(dict.fromkeys(filter(None, shown)))[:most]


def sentences(text: str) -> list[str]:
    """The sentences and lines of `text`, without the marks of lists."""
    return [part for each in _SENTENCE.split(text) if (part := each.lstrip("-*•· \t").strip())]


def forbids(line: str) -> bool:
    """Whether a rule says what not to do."""
    return _FORBIDS.match(line) is not None


def replies(dialogue: str, name: str) -> Iterator[str]:
    """What the character says in example dialogues of Character Cards.

    A turn begins with ``{{char}}:`` or its name and ends with the next speaker or ``<START>``.
    """
    turn = re.compile(r"^(\{\{\w{1,20}\}\}|<\w{1,20}>|[^\s:][^\n:]{0,59}):[ \t]*", re.MULTILINE)
    for part in re.split(r"<START>", dialogue, flags=re.IGNORECASE):
        found = list(turn.finditer(part))
        ends = [*(match.start() for match in found[1:]), len(part)]
        for match, end in zip(found, ends, strict=False):
            if _CHARACTER.fullmatch(match[1]) or match[1].casefold() == name.casefold():
                yield part[match.end() : end]
