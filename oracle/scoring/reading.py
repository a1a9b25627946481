"""What can be counted in one text, read once and used by several criteria."""

from dataclasses import dataclass

from oracle.domain import Platform
from oracle.platforms import PLATFORMS
from oracle.scoring.scale import clamp
from oracle.scoring.texts import adornments, plain, sentences, without_pleas, words

_OPENING_WORDS = (3, 14)
_READER_WORDS = frozenset({"you", "your", "you're", "yours", "we", "our", "us"})


@dataclass(frozen=True)
class Reading:
    """A text as published on a platform, and its signals, each in 0..1.

    `length` is 1 within the platform's band of words and falls with the ratio outside of it;
    `opening` a first sentence of 3 to 14 words; `question` a sentence that asks; `concrete` a
    figure; `address` a word that speaks to the reader; `noise` what readers turn away from:
    shouting, walls of links, mentions and hashtags, repetition, rows of exclamation marks.
    """

    platform: Platform
    text: str
    word_count: int
    length: float
    opening: float
    question: float
    concrete: float
    address: float
    noise: float


def read(text: str, platform: Platform) -> Reading:
    """The reading of a text as published, on that platform."""
    shown = without_pleas(plain(text))
    found = words(shown)
    parts = sentences(shown)
    return Reading(
        platform=platform,
        text=shown,
        word_count=len(found),
        length=_length(len(found), PLATFORMS[platform].words),
        opening=float(bool(parts) and _opens(len(words(parts[0])))),
        question=float(any(part.rstrip("\"'”’)").endswith(("?", "؟")) for part in parts)),
        concrete=float(any(word[0].isdigit() for word in found)),
        address=float(any(word.casefold() in _READER_WORDS for word in found)),
        noise=_noise(shown, found),
    )


def _opens(count: int) -> bool:
    return _OPENING_WORDS[0] <= count <= _OPENING_WORDS[1]


def _length(count: int, band: tuple[int, int]) -> float:
    least, most = band
    return min(1.0, count / least, most / max(count, 1))


def _noise(text: str, found: list[str]) -> float:
    count = max(len(found), 1)
    shouted = sum(len(word) > 3 and word.isupper() for word in found) / count
    adorned = max(adornments(text) - 3, 0) / count
    repeated = max(0.5 - len({word.casefold() for word in found}) / count, 0.0) if found else 0.0
    exclaimed = max(text.count("!") - 2, 0) / count
    return clamp(shouted + 2 * (adorned + repeated + exclaimed))
