"""From what a language model said to a text that can be published, or why there is none."""

import re
import unicodedata
from collections.abc import Sequence
from xml.sax.saxutils import unescape

import regex  # type: ignore[import-untyped]

from oracle.errors import Permanent
from oracle.printable import printable

# The Stream-Safe Text Format of Unicode's annex 15: to sort endless marks takes their square.
_MARKS = regex.compile(r"(\p{M}{30})\p{M}+")
_LINES = re.compile(r"\r\n?|[\u2028\u2029\v\f]")
_QUOTES = (('"', '"'), ("“", "”"), ("„", "“"), ("«", "»"), ("'", "'"), ("‘", "’"), ("`", "`"))
_TEMPLATE = re.compile(
    r"<[|｜][^<>\n]{2,60}[|｜]>|\[/?INST\]|<</?SYS>>|</?s>|<(?:start|end)_of_turn>"
    r"|</?tool_call>|\[TOOL_CALLS\]",
    re.IGNORECASE,
)
# All that a refusing model says; a text that says more may be in character.
_REFUSAL = re.compile(
    r"(?:(?:I['’]m |I am )?sorry,? )?(?:but )?I (?:can['’]t|cannot|am unable to) "
    r"(?:help|assist|comply)(?: (?:you )?with (?:that|this)(?: request)?)?[.!]?",
    re.IGNORECASE,
)
MAX_CHARACTERS = 20_000
_LEAKED_WORDS, _LEAKED_CHARACTERS = 12, 24
_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff]")  # kana and Han
_WINDOW = 12
_LEAST_TO_LOOP = 120
_DISTINCT = 0.6
_END, _DISTINCT_AT_THE_END = 240, 0.35


def cleaned(raw: str) -> str:
    """`raw` without reasoning, characters that hide or mislead, and quotes around it all.

    The escapes of `&`, `<`, `>` and `"`, which models copy from their prompt, are undone.
    """
    answer = unescape(raw.rpartition("</think>")[2].partition("<think>")[0], {"&quot;": '"'})
    lines = _LINES.sub("\n", unicodedata.normalize("NFC", _MARKS.sub(r"\1", answer)))
    shown = printable(lines)
    stripped = "\n".join(line.strip() for line in shown.split("\n"))
    return _unquoted(re.sub(r"\n{3,}", "\n\n", stripped).strip())


def check(text: str, prompt: str, public: str) -> None:
    """Raises `Permanent`, saying why, if `text` cannot be an entry.

    `prompt` is what the model was told in confidence, `public` what it may repeat.
    """
    if not text:
        raise Permanent("the model wrote nothing")
    if len(text) > MAX_CHARACTERS:
        raise Permanent(f"the model wrote over {MAX_CHARACTERS} characters")
    if _TEMPLATE.search(text) or _runs(text) & _runs(prompt) - _runs(public):
        raise Permanent("the model repeated its instructions")
    if _REFUSAL.fullmatch(text):
        raise Permanent("the model refused to write this")
    if _loops(text):
        raise Permanent("the model repeated itself without end")


def _unquoted(text: str) -> str:
    for left, right in _QUOTES:
        inside = text[1:-1]
        if len(text) > 2 and text[0] == left and text[-1] == right:
            return text if left in inside or right in inside else inside.strip()
    return text


def _runs(text: str) -> set[tuple[str, ...]]:
    """Every run of twelve words, whatever their case; of 24 characters of kana and Han."""
    words = re.findall(r"\w+", text.casefold())
    return _windows(words, _LEAKED_WORDS) | _windows(_UNSPACED.findall(text), _LEAKED_CHARACTERS)


def _windows(items: Sequence[str], width: int) -> set[tuple[str, ...]]:
    return {tuple(items[start : start + width]) for start in range(len(items) - width + 1)}


def _loops(text: str) -> bool:
    """Whether many of its 12-character windows, or most at its end, repeat another.

    In prose nearly all differ.
    """
    if len(text) < _LEAST_TO_LOOP:
        return False
    return _distinct(text) < _DISTINCT or (
        len(text) >= _END and _distinct(text[-_END:]) < _DISTINCT_AT_THE_END
    )


def _distinct(text: str) -> float:
    windows = [text[start : start + _WINDOW] for start in range(len(text) - _WINDOW + 1)]
    return len(set(windows)) / len(windows)
