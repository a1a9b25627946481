"""Choosing sentences: close to the brief and to the persona, and unlike one another."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from vaderSentiment.vaderSentiment import (
    SentimentIntensityAnalyzer,
)

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

_BRIEF, _PERSONA, _TONE, _LIKING = 0.8, 0.6, 0.35, 0.3
_SHORTLIST = 64
_RELEVANCE = 0.7
_DECIMALS = 9
_ANCHOR = "troupe"  # one word at least, where all the others are stop words


@dataclass(frozen=True)
class Query:
    """What sentences are chosen for.

    `brief` and `persona` are texts to be close to, `sentiment` a compound score (-1..1) to be near,
    and `key` decides a small liking of its own for each sentence.
    """

    brief: str
    persona: str
    sentiment: float
    key: str


def choose(texts: Sequence[str], query: Query, most: int) -> list[int]:
    """Indices of at most `most` of `texts`, best first.

    A text's worth is a weighted sum of its TF-IDF cosine to the brief and to the persona, its
    nearness in sentiment (VADER), and the liking. Maximal marginal relevance (Carbonell and
    Goldstein, 1998) then picks one at a time among the 64 closest to the brief and the persona.
    Scores are rounded to 9 decimals, and ties go to the earlier text.
    """
    if not texts:
        return []
    sentences, close = _compare(texts, query)
    shortlist = np.argsort(-np.round(close, _DECIMALS), kind="stable")[:_SHORTLIST]
    worth = np.full(len(texts), -np.inf)
    worth[shortlist] = [close[i] + _appeal(texts[i], query) for i in shortlist]
    chosen: list[int] = []
    while len(chosen) < min(most, len(texts), _SHORTLIST):
        repeated = _similarity(sentences, chosen)
        marginal = np.round(_RELEVANCE * worth - (1 - _RELEVANCE) * repeated, _DECIMALS)
        marginal[chosen] = -np.inf
        chosen.append(int(np.argmax(marginal)))
    return chosen


def _compare(texts: Sequence[str], query: Query) -> "tuple[csr_matrix, NDArray[np.float64]]":
    """`texts` as vectors (n, terms), and each one's closeness (n,) to brief and persona."""
    from sklearn.feature_extraction.text import TfidfVectorizer  # seconds of libraries

    model = TfidfVectorizer(stop_words="english", sublinear_tf=True)
    rows = model.fit_transform([*texts, query.brief, query.persona, _ANCHOR])
    sentences, brief, persona = rows[:-3], rows[-3], rows[-2]
    close = _BRIEF * sentences @ brief.T + _PERSONA * sentences @ persona.T
    return sentences, close.toarray()[:, 0]


def _similarity(sentences: "csr_matrix", chosen: Sequence[int]) -> NDArray[np.float64]:
    """How alike each of `sentences` is to the nearest of the `chosen` ones, (n,)."""
    if not chosen:
        return np.zeros(sentences.shape[0])
    nearest: NDArray[np.float64] = (sentences @ sentences[chosen].T).toarray().max(axis=1)
    return nearest


def _appeal(text: str, query: Query) -> float:
    tone = 1 - abs(_compound(text) - query.sentiment) / 2
    return float(_TONE * tone + _LIKING * _liking(query.key, text))


@lru_cache(maxsize=1024)
def _compound(text: str) -> float:
    return float(_sentiment().polarity_scores(text)["compound"])


@cache
def _sentiment() -> SentimentIntensityAnalyzer:
    return SentimentIntensityAnalyzer()


def _liking(key: str, text: str) -> float:
    return int.from_bytes(sha256(f"{key}\n{text}".encode()).digest()[:4]) / 2**32
