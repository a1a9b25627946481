"""Noun phrases by rule: runs of words between the small words of English. No model, no download."""

import re
from collections.abc import Iterable

from oracle.engines.builtin.clean import clean
from oracle.engines.builtin.english import BOUNDARIES, ENGLISH_ONLY, FOREIGN_WORDS, NOT_ADVERBS

ENTITY = re.compile(r"https?://[^\s<>\"“”]*[\w/=&%#-]|(?<![\w/@&])[#@]\w[\w.@-]*\w")
_WORD = re.compile(r"[^\W_]+(?:[-'’.&/][^\W_]+)*[%+]?")
_TOKEN = re.compile(rf"(?P<entity>{ENTITY.pattern})|(?P<word>{_WORD.pattern})|(?P<gap>[^\w\s$€£]+)")
_LETTER = re.compile(r"[^\W\d_]")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")


def words(text: str) -> list[str]:
    """The words of `text`, lower case, in order; contractions and hyphened words are whole."""
    return [word.lower().replace("’", "'") for word in _WORD.findall(text)]


def noun_phrases(text: str) -> tuple[str, ...]:
    """The distinct noun phrases of `text`, as written, in order.

    A phrase is a longest run of words that no punctuation, determiner, pronoun, preposition,
    conjunction, adverb or common verb interrupts. Links, hashtags and mentions are none.
    """
    cleaned = clean(text).text
    phrases = (cleaned[a:b] for line in _lines(cleaned) for a, b in _runs(cleaned, *line))
    return tuple({phrase.casefold(): phrase for phrase in phrases}.values())


def mentions(text: str, phrase: str) -> bool:
    """Whether `text` holds `phrase` as whole words, whatever the case."""
    pattern = rf"(?<!\w){re.escape(phrase.casefold())}(?!\w)"
    return re.search(pattern, text.casefold()) is not None


def is_english(text: str) -> bool:
    """Whether nothing speaks against English: the script, or another language's small words.

    A few words are never enough to tell; a bare name passes.
    """
    if _letters(text, _LATIN) * 2 <= _letters(text, _LETTER):
        return False
    found = words(text)
    foreign = sum(word in FOREIGN_WORDS for word in found)
    return foreign < 2 or foreign <= sum(word in ENGLISH_ONLY for word in found)


def _letters(text: str, pattern: re.Pattern[str]) -> int:
    return len(pattern.findall(text))


def _lines(text: str) -> Iterable[tuple[int, int]]:
    return (match.span() for match in re.finditer(r"[^\n]+", text))


def _runs(text: str, start: int, end: int) -> Iterable[tuple[int, int]]:
    run: tuple[int, int] | None = None
    for match in _TOKEN.finditer(text, start, end):
        if match["word"] and not _is_boundary(match[0]):
            run = (run[0] if run else match.start(), match.end())
        elif run:
            yield run
            run = None
    if run:
        yield run


def _is_boundary(word: str) -> bool:
    lower = word.lower().replace("’", "'")
    is_adverb = lower.endswith("ly") and lower not in NOT_ADVERBS
    return lower in BOUNDARIES or is_adverb
