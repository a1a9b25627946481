"""An embedder that is asked once for each text."""

import sqlite3
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from oracle.errors import Fatal
from oracle.ports import Embedder

_TABLE = "vectors (model TEXT, text BLOB, vector BLOB, UNIQUE (model, text))"


class CachedEmbedder:
    """Keeps vectors by model and sha2-256 of the text; safe for several threads.

    The `most` latest are kept, in memory or in an SQLite file, which several processes may share.
    """

    def __init__(self, embedder: Embedder, path: Path | None = None, most: int = 100_000) -> None:
        """Raises `Fatal` where `path` can't be opened or is another kind of file."""
        self._embedder, self._most, self._lock = embedder, most, Lock()
        try:
            if path is not None:
                path.parent.mkdir(parents=True, exist_ok=True)
            self._database = sqlite3.connect(path or ":memory:", check_same_thread=False)
            self._database.execute(f"CREATE TABLE IF NOT EXISTS {_TABLE}")
        except (sqlite3.Error, OSError) as error:
            raise Fatal(f"the cache of embeddings {path} can't be opened: {error}") from error

    @property
    def name(self) -> str:
        """The model's."""
        return self._embedder.name

    @property
    def width(self) -> int:
        """The length of a vector."""
        return self._embedder.width

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """As the model does; only texts that are not kept are embedded."""
        keys = [sha256(text.encode("utf-8", "surrogatepass")).digest() for text in texts]
        with self._lock:
            known = {key: vector for key in set(keys) if (vector := self._find(key)) is not None}
            new = {k: t for k, t in zip(keys, texts, strict=True) if k not in known}
            if new:
                made = self._embedder.embed(list(new.values()))
                known |= dict(zip(new, made, strict=True))
                self._keep({key: known[key] for key in new})
        vectors = [known[key] for key in keys]
        return np.stack(vectors) if vectors else np.zeros((0, self.width), np.float32)

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._database.close()

    def _find(self, key: bytes) -> NDArray[np.float32] | None:
        found = self._database.execute(
            "SELECT vector FROM vectors WHERE model = ? AND text = ?", (self.name, key)
        ).fetchone()
        vector = np.frombuffer(found[0], np.float32) if found else None
        return vector if vector is not None and vector.size == self.width else None

    def _keep(self, vectors: dict[bytes, NDArray[np.float32]]) -> None:
        rows = [(self.name, key, vector.tobytes()) for key, vector in vectors.items()]
        with self._database:
            self._database.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?, ?)", rows)
            self._database.execute(
                "DELETE FROM vectors WHERE rowid <= (SELECT max(rowid) FROM vectors) - ?",
                (self._most,),
            )
