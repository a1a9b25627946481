"""Where documents are kept."""

from typing import Protocol


class BlockStore(Protocol):
    """Content-addressed raw blocks, each at most `MAX_DOCUMENT_BYTES`."""

    def put(self, data: bytes) -> str:
        """Keep `data` for good and return its digest; putting it twice is the same as once."""

    def get(self, digest: str) -> bytes:
        """The block of that digest, checked against it. Raises `Transient` where it is missing."""
