"""An embedding model without weights, for a first run: hashed words."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from oracle.scoring.texts import plain, terms


class WordsEmbedder:
    """An `Embedder`: each word that is no stop word at one of 512 places by its MurmurHash3.

    Texts are near where they share words, whatever those mean. With PCA on it this is latent
    semantic analysis (Deerwester and others, 1990).
    """

    name = "words@1"
    width = 512

    def __init__(self) -> None:
        from sklearn.feature_extraction.text import HashingVectorizer  # seconds of libraries

        self._vectors = HashingVectorizer(analyzer=terms, n_features=self.width)

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of length 1, (len(texts), 512); a text without words gives zeros."""
        if not texts:
            return np.zeros((0, self.width), np.float32)
        found = self._vectors.transform([plain(text) for text in texts])
        return np.asarray(found.toarray(), np.float32)
