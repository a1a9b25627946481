"""Each text is embedded once."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from oracle.embeddings.cached import CachedEmbedder
from oracle.errors import Fatal


class Letters:
    """An embedding by the counts of two letters, which says what it was asked."""

    width = 2

    def __init__(self, name: str = "letters") -> None:
        self.name, self.asked = name, list[str]()

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.asked += texts
        return np.array([[text.count("a"), text.count("b")] for text in texts], np.float32)


def test_cache__same_text_again__is_not_asked_for_and_is_the_same():
    letters = Letters()
    cache = CachedEmbedder(letters)
    first = cache.embed(["ab", "b", "ab", "\ud800"])
    again = cache.embed(["b", "ab"])
    assert letters.asked == ["ab", "b", "\ud800"]
    assert first.tolist() == [[1, 1], [0, 1], [1, 1], [0, 0]]
    assert again.tolist() == [[0, 1], [1, 1]]
    assert cache.embed([]).shape == (0, 2)


def test_cache__file__outlives_the_process_and_keeps_models_apart(tmp_path: Path):
    path = tmp_path / "deep" / "vectors.sqlite"
    CachedEmbedder(Letters(), path).embed(["ab"])
    same, other = Letters(), Letters("others")
    assert CachedEmbedder(same, path).embed(["ab"]).tolist() == [[1, 1]]
    CachedEmbedder(other, path).embed(["ab"])
    assert (same.asked, other.asked) == ([], ["ab"])


def test_cache__full__forgets_the_oldest(tmp_path: Path):
    letters = Letters()
    cache = CachedEmbedder(letters, most=2)
    for text in ("a", "b", "ab", "ab", "b", "a"):
        cache.embed([text])
    assert letters.asked == ["a", "b", "ab", "a"]


def test_cache__not_a_database__says_so(tmp_path: Path):
    (tmp_path / "notes.txt").write_text("not a database, but a text " * 100)
    with pytest.raises(Fatal, match="can't be opened"):
        CachedEmbedder(Letters(), tmp_path / "notes.txt")
