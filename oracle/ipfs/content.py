"""IPFS through one port: the embedded store, and others that hold copies of what it has."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO, Protocol, Self

from oracle.errors import Permanent
from oracle.ipfs.car import read_car, write_car
from oracle.ipfs.cid import RAW, Cid, digest_bytes
from oracle.ipfs.embedded import EmbeddedStore
from oracle.ipfs.importer import file_blocks
from oracle.ipfs.reader import Fetch, list_directory, read_file, walk
from oracle.ipfs.tree import Open, open_file, path_blocks

_AT_ONCE = 200


class Replica(Protocol):
    """Another place where what this operator made is kept too."""

    def keep(self, roots: Sequence[Cid], fetch: Fetch) -> None:
        """See to it that these are pinned there; `fetch` gives their blocks.

        Raises `Transient` where it has to be asked again: nothing is lost by that.
        """

    def close(self) -> None:
        """Let go of connections and threads."""


class Content:
    """An `oracle.ports.ContentStore`.

    The embedded store has everything first, so reading what was put never needs a network. What
    is put returns once each replica has kept it, or has noted down to do so.
    """

    def __init__(self, blocks: EmbeddedStore, *replicas: Replica) -> None:
        """Closes `blocks` and the replicas with itself."""
        self._blocks, self._replicas = blocks, replicas

    def put(self, data: bytes) -> str:
        """As `oracle.ports.BlockStore`. Raises as `EmbeddedStore.put` and the replicas do."""
        digest = self._blocks.put(data)
        self._replicate([Cid(RAW, digest_bytes(digest))])
        return digest

    def get(self, digest: str) -> bytes:
        """As `EmbeddedStore.get`."""
        return self._blocks.get(digest)

    def add_file(self, file: BinaryIO) -> str:
        """As the port says. A file that was not read to its end leaves nothing after a day."""
        root = self._blocks.stage(file_blocks(file))
        assert root is not None  # an empty file is a block too
        return self._pin(root)

    def add_path(self, path: Path, opened: Open = open_file) -> str:
        """As the port says; one CAR to each replica, however much it is."""
        root = self._blocks.stage(path_blocks(path, opened))
        assert root is not None
        return self._pin(root)

    def read(self, cid: str) -> Iterator[bytes]:
        """As the port says."""
        return read_file(self._blocks.block, Cid.parse(cid))

    def entries(self, cid: str) -> Mapping[str, str] | None:
        """As the port says."""
        found = list_directory(self._blocks.block, Cid.parse(cid))
        return None if found is None else {name: str(link.cid) for name, link in found.items()}

    def export_car(self, *cids: str) -> Iterator[bytes]:
        """As the port says; the same CIDs give the same bytes wherever they are exported."""
        roots = [Cid.parse(cid) for cid in cids]
        return write_car(roots, walk(self._blocks.block, roots))

    def import_car(self, file: BinaryIO) -> tuple[str, ...]:
        """As the port says. What came before a corrupt block goes after a day."""
        roots, blocks = read_car(file)
        if not roots:
            raise Permanent("the CAR file names no roots: export it with the CIDs to keep")
        self._blocks.stage(blocks)
        self._blocks.pin(*roots)
        self._replicate(roots)
        return tuple(map(str, roots))

    def replicate(self, told: Callable[[int, int], None]) -> None:
        """Have the replicas keep all that was ever kept here, some at a time as one CAR.

        `told` hears how many are done, of how many. Raises as the replicas do; begun again, it
        sends documents again and nothing else that is there.
        """
        roots = self._blocks.pinned()
        for at in range(0, len(roots), _AT_ONCE):
            self._replicate(roots[at : at + _AT_ONCE])
            told(min(at + _AT_ONCE, len(roots)), len(roots))

    def close(self) -> None:
        """As the port says."""
        for replica in self._replicas:
            replica.close()
        self._blocks.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _pin(self, root: Cid) -> str:
        self._blocks.pin(root)
        self._replicate([root])
        return str(root)

    def _replicate(self, roots: Sequence[Cid]) -> None:
        for replica in self._replicas:
            replica.keep(roots, self._blocks.block)
