"""How alike texts are: by words, without weights to download, or by an embedding model."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from oracle.ports import Embedder
from oracle.scoring.texts import terms

_FEATURES = 2**18
_DECIMALS = 6
_WORD_DECIMALS = 9


class Space(Protocol):
    """Where texts are compared."""

    def cosine(self, rows: Sequence[str], columns: Sequence[str]) -> NDArray[np.float64]:
        """Similarity in 0..1 of every row's text with every column's, (len(rows), len(columns)).

        A text without words is 0 from all.
        """


class TextSpace:
    """Texts as TF-IDF vectors: rare words of the corpus weigh most, repeated ones little.

    Terms are hashed (MurmurHash3, fixed seed), so that a corpus without a single word is as good
    as any. tf = 1 + ln(count), idf = ln((1 + n) / (1 + df)) + 1, vectors of length 1:
    scikit-learn's `TfidfTransformer`. Cosines are rounded to nine decimals: NumPy's logarithm has
    other last bits on other processors.
    """

    def __init__(self, corpus: Sequence[str]) -> None:
        """`corpus`: at least one text, from which the rarity of words is learnt."""
        from sklearn.feature_extraction.text import HashingVectorizer, TfidfTransformer
        from sklearn.pipeline import make_pipeline  # seconds of libraries, for who compares alone

        self._vectors = make_pipeline(
            HashingVectorizer(
                analyzer=terms, n_features=_FEATURES, alternate_sign=False, norm=None
            ),
            TfidfTransformer(sublinear_tf=True),
        ).fit(corpus)

    def cosine(self, rows: Sequence[str], columns: Sequence[str]) -> NDArray[np.float64]:
        """As `Space.cosine`."""
        if not rows or not columns:
            return np.zeros((len(rows), len(columns)))
        product = self._vectors.transform(rows) @ self._vectors.transform(columns).T
        shown = np.round(product.toarray(), _WORD_DECIMALS)
        cosines: NDArray[np.float64] = np.clip(shown, 0.0, 1.0)
        return cosines


class MeaningSpace:
    """Texts as an embedding model's vectors: other words of the same meaning are near.

    Opposite directions count as 0. Cosines are rounded to six decimals, beyond which processors of
    several kinds differ; between those of one kind they are the same bits.
    """

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    def cosine(self, rows: Sequence[str], columns: Sequence[str]) -> NDArray[np.float64]:
        """As `Space.cosine`."""
        if not rows or not columns:
            return np.zeros((len(rows), len(columns)))
        left, right = self._vectors(rows), self._vectors(columns)
        cosines: NDArray[np.float64] = np.clip(np.round(left @ right.T, _DECIMALS), 0.0, 1.0)
        return cosines

    def _vectors(self, texts: Sequence[str]) -> NDArray[np.float64]:
        vectors = self._embedder.embed(texts).astype(np.float64)
        vectors[[not terms(text) for text in texts]] = 0.0
        return vectors
