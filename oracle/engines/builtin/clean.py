"""Text from strangers, made safe to print, with the way back to where each character stood."""

import html
import re
import unicodedata
from dataclasses import dataclass

_TOKEN = re.compile(
    r"(?P<drop><(?P<tag>script|style)\b.{0,4000}?</(?P=tag)\s*>|<!--.{0,4000}?-->|\*\*)"
    r"|(?P<block></?(?:p|br|div|li|ul|ol|h[1-6]|tr|table|section|article|blockquote)\b[^<>]{0,300}>)"
    r"|(?P<inline></?(?![a-z]+:)[a-z][^<>]{0,300}>)"
    r"|(?P<stray><(?=[a-z/!]))"
    r"|(?P<entity>&(?:\#\d{1,7}|\#x[0-9a-f]{1,6}|[a-z]{2,31});)"
    r"|(?P<space>\s+)"
    r"|.",
    re.IGNORECASE | re.DOTALL,
)
_HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn"}
_FILLERS = set("\u034f\u115f\u1160\u3164\uffa0")
_JOINERS = set("\u200c\u200d")
_LAST_LATIN = "\u024f"
_LONG_WORD = re.compile(r"(?<!\S)(?!\S*(?:://|\.[a-z]{2,}/))\S{100}(\S+)", re.IGNORECASE)


@dataclass(frozen=True)
class CleanText:
    """A cleaned text; character i came from [starts[i], ends[i]) of the raw one.

    It has no control, bidi or zero-width characters and no HTML tags; spaces are single, a line
    ends where a paragraph or a list item did, and a word, if no link, after 100 characters.
    """

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """Where characters [start, end), at least one, stood in the raw text."""
        return self.starts[start], self.ends[end - 1]


def clean(raw: str) -> CleanText:
    """`raw` without what does not print or could mislead a reader."""
    characters: list[tuple[str, int, int]] = []
    for match in _TOKEN.finditer(raw):
        for character in _printed(match, raw):
            _append(characters, character, match.start(), match.end())
    while characters and characters[-1][0].isspace():
        characters.pop()
    shown = _shortened(characters)
    text, starts, ends = zip(*shown, strict=True) if shown else ((), (), ())
    return CleanText("".join(text), tuple(starts), tuple(ends))


def clean_line(raw: str) -> str:
    """`raw` cleaned onto one line."""
    return clean(raw).text.replace("\n", " ")


def _shortened(characters: list[tuple[str, int, int]]) -> list[tuple[str, int, int]]:
    """`characters` without those that make a word too long."""
    kept: list[tuple[str, int, int]] = []
    start = 0
    for match in _LONG_WORD.finditer("".join(character for character, _, _ in characters)):
        kept += characters[start : match.start(1)]
        start = match.end()
    return kept + characters[start:]


def _printed(match: re.Match[str], raw: str) -> str:
    if match["drop"] or match["inline"] or match["stray"]:
        return ""
    if match["block"]:
        return "\n"
    if match["space"]:
        return "\n" if _ends_line(match[0], raw[match.end() : match.end() + 1]) else " "
    return html.unescape(match[0]) if match["entity"] else match[0]


def _ends_line(space: str, following: str) -> bool:
    """A single line break before a lower-case letter only wraps a line."""
    breaks = space.count("\n")
    return breaks > 1 or (breaks == 1 and not following.islower())


def _append(characters: list[tuple[str, int, int]], character: str, start: int, end: int) -> None:
    previous = characters[-1][0] if characters else "\n"
    if character.isspace():
        _append_space(characters, "\n" if character == "\n" else " ", start, end)
    elif character in _JOINERS:
        if previous > _LAST_LATIN and not previous.isspace():
            characters.append((character, start, end))
    elif unicodedata.category(character) not in _HIDDEN and character not in _FILLERS:
        characters.append((character, start, end))


def _append_space(characters: list[tuple[str, int, int]], space: str, start: int, end: int) -> None:
    if characters and characters[-1][0].isspace():
        if space == "\n":
            characters[-1] = (space, *characters[-1][1:])
    elif characters:
        characters.append((space, start, end))
