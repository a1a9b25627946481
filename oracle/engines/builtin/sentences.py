"""Sentences with their place in the text that they come from."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from oracle.engines.builtin.clean import CleanText, clean
from oracle.engines.builtin.english import ANAPHORS
from oracle.engines.builtin.phrases import is_english, words

_END = re.compile(r"(?<![.!?…])[.!?…]++[\"”’)\]]*+(?=\s|$)")
_BULLET = re.compile(r"\s*(?:[-*•–—>]|\#{1,6}|\d{1,2}[.)])\s+")
_ABBREVIATION = re.compile(
    r"(?:\b(?:mr|mrs|ms|dr|prof|st|no|nos|vs|etc|e\.g|i\.e|approx|inc|ltd|co|jr|sr|fig|dept|est"
    r"|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)|\b[a-hj-wyz](?:\.[a-z]){0,8})\.$",
    re.IGNORECASE,
)
_LONGEST_ABBREVIATION = 18
_MAX_LENGTH = 800
_FIRST_PERSON = frozenset(
    {
        "i",
        "i'm",
        "i've",
        "i'd",
        "i'll",
        "me",
        "my",
        "we",
        "we're",
        "we've",
        "we'll",
        "us",
        "our",
        "ours",
    }
)
_NOISE = re.compile(
    r"[{}|<>\\]|cookie|subscribe|sign up|click here|read more|all rights reserved|©|privacy policy"
    r"|\b(?:since then|the (?:latter|former|following)|as mentioned|see (?:above|below))\b",
    re.IGNORECASE,
)
_PLEA = re.compile(
    r"^(?>.*?\b(?:ignore|disregard|forget|override)\b)"
    r".*\b(?:instructions?|prompts?|rules|above|previous)\b"
    r"|\b(?:system|developer) (?:prompt|message)|\bas an ai\b|\byou are (?:now )?(?:an? |the )?"
    r"(?:ai\b|assistant|judge|model|chatbot|dan\b)|^\W*(?:system|assistant|user|human)\s*:"
    r"|^(?>.*?\b(?:rate|score|give|grade|rank|vote)\b)"
    r".*(?:\b10\s?/\s?10\b|\b10[,.]?000\b|\bmaximum\b"
    r"|\bhighest\b|\bthis (?:entry|post|persona)\b|\bfor me\b|\bfull marks\b)|\bjailbreak"
    r"|^(?>.*?\b(?:reveal|print|output|repeat|leak)\b)"
    r".*\b(?:prompt|instructions?|secrets?|keys?|password)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Sentence:
    """Characters [start, end) of the cleaned text of source `source` (-1: the brief's own)."""

    origin: CleanText
    source: int
    start: int
    end: int

    @property
    def text(self) -> str:
        return self.origin.text[self.start : self.end]

    def part(self, start: int, end: int) -> "Sentence":
        """Characters [start, end) of this sentence, without the spaces around them."""
        inner = self.text[start:end]
        left = self.start + start + len(inner) - len(inner.lstrip())
        return Sentence(self.origin, self.source, left, max(left, left + len(inner.strip())))


def sentences(raw: str, source: int) -> list[Sentence]:
    """The sentences of `raw`, in order; a line of a list is one of its own."""
    origin = clean(raw)
    spans = (
        span
        for line in re.finditer(r"[^\n]+", origin.text)
        for span in _spans(origin.text, *line.span())
    )
    return [Sentence(origin, source, a, b) for a, b in spans if a < b]


def stands_alone(sentence: Sentence) -> bool:
    """Whether a source's sentence is a plain English statement that needs no other to be read.

    It has 5 to 40 words, at most 800 characters, and no more emoji than words.
    """
    text, found = sentence.text, words(sentence.text)
    return (
        len(text) <= _MAX_LENGTH
        and 5 <= len(found) <= 40
        and _symbols(text) <= len(found)
        and (text[0].isupper() or text[0].isdigit() or text[0] in "“\"'‘$€£")
        and text.rstrip('”"’)').endswith((".", "!"))
        and found[0] not in ANAPHORS
        and not is_plea(text)
        and not _NOISE.search(text)
        and _is_balanced(text)
        and is_english(text)
    )


def is_plea(text: str) -> bool:
    """Whether `text` talks to a model or to a judge instead of to readers."""
    return _PLEA.search(text) is not None


def is_first_person(text: str) -> bool:
    """Whether `text` says I or we."""
    return not _FIRST_PERSON.isdisjoint(words(text))


def _symbols(text: str) -> int:
    return sum(unicodedata.category(character) == "So" for character in text)


def _is_balanced(text: str) -> bool:
    pairs = (("(", ")"), ("“", "”"), ("[", "]"))
    return text.count('"') % 2 == 0 and all(text.count(a) == text.count(b) for a, b in pairs)


def _spans(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    bullet = _BULLET.match(text, start, end)
    start = bullet.end() if bullet else start
    for match in _END.finditer(text, start, end):
        if match.end() < end and not _is_end(text, start, match):
            continue
        yield start, match.end()
        start = match.end() + 1
    if start < end:
        yield start, end


def _is_end(text: str, start: int, match: re.Match[str]) -> bool:
    following = text[match.end() : match.end() + 2].strip()
    nearby = max(start, match.end() - _LONGEST_ABBREVIATION)
    return not following.islower() and not _ABBREVIATION.search(text, nearby, match.end())
