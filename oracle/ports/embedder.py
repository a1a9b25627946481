"""What turns texts into vectors of their meaning."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray


class Embedder(Protocol):
    """An embedding model. Not for two threads at once."""

    @property
    def name(self) -> str:
        """The model and its version: texts embedded under one name may be compared."""

    @property
    def width(self) -> int:
        """The length of a vector."""

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of length 1, (len(texts), width); an empty text gives zeros."""
