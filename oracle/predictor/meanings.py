"""Vectors of texts, reduced to the few directions in which the training texts differ most."""

from collections.abc import Callable, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict
from sklearn.decomposition import PCA

from oracle.ports import Embedder

_MOST, _ROWS_EACH, _BATCH = 64, 20, 100


class Directions(BaseModel):
    """A principal component analysis: `mean` (width,) and `axes` (components, width)."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    embedder: str
    mean: list[float]
    axes: list[list[float]]

    def of(self, vectors: NDArray[np.float32]) -> NDArray[np.float64]:
        """(n, width) as (n, components)."""
        mean, axes = self._arrays
        found: NDArray[np.float64] = (vectors - mean) @ axes
        return found

    @cached_property
    def _arrays(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        shape = len(self.axes), len(self.mean)
        return np.array(self.mean), np.ascontiguousarray(np.array(self.axes).reshape(shape).T)


def directions_of(embedder: str, vectors: NDArray[np.float32]) -> Directions:
    """The directions of the training texts' vectors: at most 64, and one for each 20 texts."""
    count = min(_MOST, len(vectors) // _ROWS_EACH, vectors.shape[1])
    with np.errstate(invalid="ignore"):  # texts that are all alike differ in no direction
        found = PCA(count, svd_solver="covariance_eigh").fit(vectors)
    return Directions(embedder=embedder, mean=found.mean_.tolist(), axes=found.components_.tolist())


def embed(
    embedder: Embedder, texts: Sequence[str], told: Callable[[int], None]
) -> NDArray[np.float32]:
    """All vectors, (n, width); `told` hears of each batch."""
    parts = [np.zeros((0, embedder.width), np.float32)]
    for start in range(0, len(texts), _BATCH):
        parts.append(embedder.embed(texts[start : start + _BATCH]))
        told(len(parts[-1]))
    return np.concatenate(parts)
