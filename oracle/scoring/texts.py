"""Hostile text made plain: what the criteria read of an entry.

Scorers only ever count, compare and look up words. They never follow what a text says; sentences
that speak to the judges are left out before anything is counted, so a plea gains nothing.
"""

import re
import unicodedata
from functools import cache
from itertools import pairwise

import regex  # type: ignore[import-untyped]

MAX_CHARACTERS = 10_000

# Scripts written without spaces: Thai and Lao, Burmese, Khmer, kana and Chinese characters.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_WORD = re.compile(rf"[{_UNSPACED}]{{1,2}}|[^\W_{_UNSPACED}]+(?:['’][^\W_{_UNSPACED}]+)*")
_RUN = re.compile(rf"[{_UNSPACED}]+|[^\W_{_UNSPACED}]+(?:['’][^\W_{_UNSPACED}]+)*")
_UNSPACED_START = re.compile(rf"[{_UNSPACED}]")
_STACKED_MARKS = re.compile(r"([\u0300-\u036f]{4})[\u0300-\u036f]+")
_MARKS = regex.compile(r"(\p{M}{30})\p{M}+")
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+|(?<=[。！？])|\n+")
_LINK = re.compile(r"https?://\S+", re.IGNORECASE)
_LONG_LINK = re.compile(r"(https?://\S{80})\S+", re.IGNORECASE)
_MENTION = re.compile(r"(?<!\w)@\w[\w.@-]*")
_HASHTAG = re.compile(r"(?<!\w)#\w+")
_HIDDEN = frozenset({"Cc", "Cf", "Co", "Cs"})
_PLEA = re.compile(
    r"\b10\s*/\s*10\b|"
    r"\b(?:ignore|disregard|forget)\b.{0,40}\b(?:instructions?|prompts?|rules|criteria)\b|"
    r"\b(?:ignore|disregard|forget)\b.{0,20}\bothers?\s*(?:entry|entries|posts?|texts?|answers?|$)|"
    r"\b(?:score|rate|grade|rank|vote\s+for)\s+"
    r"(?:me|(?:this|my)\s+(?:entry|post|text|answer|submission))\b|"
    r"\b(?:give|award|assign|grant)\b.{0,40}\b(?:scores?|points|marks|ratings?|grades?|votes?)\b|"
    r"\b(?:dear|attention|note\s+to)\b.{0,20}\b(?:judges?|scorers?|evaluators?|graders?)\b",
    re.IGNORECASE,
)


def plain(text: str) -> str:
    """`text` in NFKC without control and format characters (zero-width, direction).

    Lines are kept, other white space is one space; at most `MAX_CHARACTERS` characters, and 30
    marks on one of them: the Stream-Safe Text Format of Unicode's annex 15.
    """
    unstacked = _MARKS.sub(r"\1", _STACKED_MARKS.sub(r"\1", text))
    folded = unicodedata.normalize("NFKC", unstacked)[:MAX_CHARACTERS]
    shown = "".join(c for c in folded if c.isspace() or unicodedata.category(c) not in _HIDDEN)
    lines = (" ".join(line.split()) for line in shown.splitlines())
    return "\n".join(line for line in lines if line)


def sentences(text: str) -> list[str]:
    """The sentences of a plain text; a line break ends one too."""
    return [part for part in _SENTENCE_END.split(text) if part.strip()]


def without_pleas(text: str) -> str:
    """A plain text without the sentences that speak to its judges ("give this 10/10")."""
    if not _PLEA.search(text):
        return text
    return "\n".join(part for part in sentences(text) if not _PLEA.search(part))


def prose(text: str) -> str:
    """A plain text without links and mentions, and with its hashtags as words."""
    return _MENTION.sub(" ", _LINK.sub(" ", text)).replace("#", " ")


def with_short_links(text: str) -> str:
    """A plain text in which a link ends after 80 characters beyond its scheme."""
    return _LONG_LINK.sub(r"\1", text)


def words(text: str) -> list[str]:
    """The words of `text` as written; two characters count as one where no spaces are used."""
    return _WORD.findall(prose(text))


def terms(text: str) -> list[str]:
    """What a text is about: case-folded words without English stop words.

    Scripts written without spaces give pairs of neighbouring characters.
    """
    found: list[str] = []
    stop_words = _stop_words()
    for run in _RUN.findall(prose(text).casefold()):
        if _UNSPACED_START.match(run):
            found += [a + b for a, b in pairwise(run)] or [run]
        elif len(run) > 1 and run not in stop_words:
            found.append(run.replace("’", "'").removesuffix("'s"))
    return found


def is_english(text: str) -> bool:
    """Whether at least a fifth of the words are English stop words."""
    found = [word.casefold() for word in words(text)]
    return 5 * sum(word in _stop_words() for word in found) >= len(found) > 0


@cache
def _stop_words() -> frozenset[str]:
    from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS  # seconds of libraries

    return frozenset(ENGLISH_STOP_WORDS)


def adornments(text: str) -> int:
    """How many links, mentions and hashtags a text holds."""
    return sum(adornment_counts(text))


def adornment_counts(text: str) -> tuple[int, int, int]:
    """How many links, mentions and hashtags a text holds, each by itself."""
    return len(_LINK.findall(text)), len(_MENTION.findall(text)), len(_HASHTAG.findall(text))
