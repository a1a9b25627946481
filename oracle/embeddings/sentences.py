"""Any sentence-transformers model as an `Embedder`."""

import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

MAX_CHARACTERS = 10_000
_WINDOW = 1_000


class SentenceEmbedder:
    """Texts one by one: a text's vector never depends on the texts that are embedded with it.

    A model reads a few hundred tokens. A longer text is read in windows of at most 1,000
    characters, cut at white space where there is some, and in halves of those as long as the model
    would not read to their end (scripts with a token for each character); it has the direction of
    their mean. Of a text 10,000 characters count.
    """

    def __init__(self, name: str, model: "SentenceTransformer") -> None:
        self._name, self._model = name, model
        self._width = self._embed_window("width").size

    @property
    def name(self) -> str:
        """``<model>@<sha256 of its files>``."""
        return self._name

    @property
    def width(self) -> int:
        """The length of a vector."""
        return int(self._width)

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of length 1, (len(texts), width); zeros for a text with nothing but space."""
        vectors = np.zeros((len(texts), self.width), np.float32)
        for row, text in zip(vectors, texts, strict=True):
            row[:] = self._embed(text)
        return vectors

    def _embed(self, text: str) -> NDArray[np.float32]:
        readable = text[:MAX_CHARACTERS].encode("utf-8", "replace").decode()
        windows = [
            self._embed_window(part)
            for window in _windows(readable)
            for part in self._parts(window)
        ]
        if not windows:
            return np.zeros(self.width, np.float32)
        return _unit(np.mean(windows, axis=0, dtype=np.float64))

    def _parts(self, window: str) -> Iterator[str]:
        """The window, or its halves, quarters, … that the model reads to their end."""
        if len(window) > 1 and self._tokens(window) > (self._model.max_seq_length or math.inf):
            half = len(window) // 2
            for part in (window[:half].strip(), window[half:].strip()):
                yield from self._parts(part) if part else ()
        else:
            yield window

    def _tokens(self, text: str) -> int:
        """How many tokens the model makes of a text; 0 where its tokenizer is of another kind."""
        tokenizer: Any = self._model.tokenizer
        return len(tokenizer(text, verbose=False)["input_ids"]) if callable(tokenizer) else 0

    def _embed_window(self, text: str) -> NDArray[np.float32]:
        vectors = self._model.encode([text], convert_to_numpy=True, show_progress_bar=False)
        return _unit(np.asarray(vectors[0], np.float64))


def _unit(vector: NDArray[np.float64]) -> NDArray[np.float32]:
    """In that direction, of length 1; zeros where it has none."""
    finite = np.nan_to_num(vector, nan=0.0, posinf=0.0, neginf=0.0)
    length = float(np.linalg.norm(finite))
    return (finite / length if length > 0 else finite).astype(np.float32)


def _windows(text: str) -> Iterator[str]:
    rest = text.strip()
    while len(rest) > _WINDOW:
        cut = rest.rfind(" ", 1, _WINDOW + 1)
        at = cut if cut > 0 else _WINDOW
        yield rest[:at]
        rest = rest[at:].lstrip()
    if rest:
        yield rest
