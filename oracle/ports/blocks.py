"""Where documents and files are kept."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import BinaryIO, Protocol


class BlockStore(Protocol):
    """Content-addressed raw blocks, each at most `MAX_DOCUMENT_BYTES`."""

    def put(self, data: bytes) -> str:
        """Keep `data` for good and return its digest; putting it twice is the same as once."""

    def get(self, digest: str) -> bytes:
        """The block of that digest, checked against it. Raises `Transient` where it is missing."""


class ContentStore(BlockStore, Protocol):
    """IPFS: documents, and files and directories of any size, named by CIDs in base32.

    What is added is kept for good, with all that is under it; adding it twice is the same as once.
    Everything that is read is checked against its CID. Each raises `Transient` where a store does
    not answer, `Missing` where a block is nowhere, `Permanent` for malformed input, `ValueError`
    for what is no CID.
    """

    def add_file(self, file: BinaryIO) -> str:
        """Keep a file's bytes, read once and in pieces; its CID."""

    def add_path(self, path: Path) -> str:
        """Keep a file of this disk, or a folder with all that is in it; its CID."""

    def read(self, cid: str) -> Iterator[bytes]:
        """A file's bytes in pieces of at most 2 MiB."""

    def entries(self, cid: str) -> Mapping[str, str] | None:
        """What a directory holds: CIDs by name; None where the CID is a file's."""

    def export_car(self, *cids: str) -> Iterator[bytes]:
        """A CAR file with these and all that is under them, in pieces."""

    def import_car(self, file: BinaryIO) -> tuple[str, ...]:
        """Keep what a CAR file holds, once it is checked and complete; the CIDs of its roots."""

    def close(self) -> None:
        """Let go of files, connections and threads."""
