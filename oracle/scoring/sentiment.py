"""Sentiment: how near a text's mood is to the one that was asked for."""

from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import accumulate, groupby
from operator import itemgetter
from statistics import fmean

from vaderSentiment.vaderSentiment import (
    SentimentIntensityAnalyzer,
)

from oracle.domain import CriterionScore
from oracle.scoring.scale import Step, explained
from oracle.scoring.texts import with_short_links

_WINDOW_WORDS, _WINDOW_CHARACTERS = 64, 1_000
_KEPT_TEXTS = 2_048  # the longest history has 64 rounds of 16 entries


@lru_cache(_KEPT_TEXTS)
def compound(text: str) -> float:
    """The mood of a text, -1 (worst) .. 1 (best): VADER's compound score.

    VADER (Hutto and Gilbert, 2014) is made for short English texts, and takes time in the square of
    the length: a text is read in windows of 64 words and at most 1,000 characters, with each emoji
    as long as its description, which VADER reads. The windows' mean counts. Other languages give 0
    but for their emoji and emoticons. Texts of earlier rounds, which hostile emoji make slow, are
    not read again.
    """
    moods = [_compound(window) for window in _windows(text)]
    return fmean(moods) if moods else 0.0


def score_sentiment(mood: float, target: float) -> CriterionScore:
    """1 - |mood - target| / (1 + |target|): 1 on target, 0 at the mood farthest from it.

    `mood` and `target` are in -1..1; the target is the brief's, or else the card's.
    """
    share = 1 - abs(mood - target) / (1 + abs(target))
    why = f"mood {mood:+.2f} where {target:+.2f} was asked for (-1 to +1)"
    return explained(1.0, [Step("distance from the mood asked for", mood - target, share)], why)


def _windows(text: str) -> Iterator[str]:
    tokens = with_short_links(text).split()
    for start in range(0, len(tokens), _WINDOW_WORDS):
        window = " ".join(tokens[start : start + _WINDOW_WORDS])
        sizes = accumulate(len(_analyzer().emojis.get(each, each)) for each in window)
        places = ((size - 1) // _WINDOW_CHARACTERS for size in sizes)
        pieces = groupby(zip(places, window, strict=True), key=itemgetter(0))
        yield from ("".join(character for _, character in piece) for _, piece in pieces)


def _compound(text: str) -> float:
    return float(_analyzer().polarity_scores(text)["compound"])


@cache
def _analyzer() -> SentimentIntensityAnalyzer:
    return SentimentIntensityAnalyzer()
