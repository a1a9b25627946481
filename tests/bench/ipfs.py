"""How fast content is kept: documents each way, and a large file in the embedded store.

python -m tests.bench.ipfs [--documents N] [--mebibytes N]
"""

import argparse
import io
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from multiprocessing import get_context
from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms
from rich.console import Console
from rich.table import Table

from oracle.ipfs.cid import to_base32
from oracle.ipfs.content import Content
from oracle.ipfs.embedded import EmbeddedStore
from oracle.ipfs.kubo import Kubo
from tests.ipfs_daemon import running_daemon

_DOCUMENT_BYTES = 1500


class Random(io.RawIOBase):
    """A file of random bytes that takes no disk."""

    def __init__(self, size: int) -> None:
        self._left = size
        self._cipher = Cipher(algorithms.ChaCha20(os.urandom(32), bytes(16)), None).encryptor()

    def read(self, size: int = -1) -> bytes:
        size = min(size, self._left)
        self._left -= size
        return self._cipher.update(bytes(size))


def main() -> None:
    """Print a table of documents a second, and one of a file's speed and memory."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--mebibytes", type=int, default=256)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        console = Console()
        console.print(documents_table(Path(folder), given.documents))
        console.print(file_table(Path(folder), given.mebibytes))


def documents_table(folder: Path, count: int) -> Table:
    """Documents of 1.5 kB: the embedded store, and a js-ipfs daemon one by one and as one CAR."""
    table = Table("where documents are kept", "documents", "seconds", "documents/s")
    documents = [os.urandom(_DOCUMENT_BYTES) for _ in range(count)]
    some = documents[: count // 10]
    with Content(EmbeddedStore(folder / "one.sqlite")) as store:
        _add(table, "embedded, one by one", count, lambda: _put(store, documents))
        cids = [to_base32(store.put(data)) for data in documents]
        car = io.BytesIO(b"".join(store.export_car(*cids)))
    with Content(EmbeddedStore(folder / "two.sqlite")) as store:
        _add(table, "embedded, as one CAR", count, lambda: store.import_car(car))
    with running_daemon() as daemon:
        kubo = Kubo(daemon.url)
        with Content(EmbeddedStore(folder / "three.sqlite"), kubo) as store:
            _add(table, "embedded and daemon, one by one", len(some), lambda: _put(store, some))
            car.seek(0)
            _add(table, "embedded and daemon, as one CAR", count, lambda: store.import_car(car))
    return table


def file_table(folder: Path, mebibytes: int) -> Table:
    """Files added to the embedded store and read back, each in a process of its own."""
    table = Table("file", "added, MB/s", "read, MB/s", "peak memory, MB")
    for size in (mebibytes // 16, mebibytes):
        with get_context("spawn").Pool(1) as pool:
            added, read, peak = pool.apply(_file, (folder / f"{size}.sqlite", size * 1024**2))
        table.add_row(f"{size} MiB", f"{added:.0f}", f"{read:.0f}", f"{peak:.0f}")
    return table


def _file(path: Path, size: int) -> tuple[float, float, float]:
    """MB/s of adding and of reading, and the peak of the process's memory in MB."""
    with Content(EmbeddedStore(path)) as store:
        cids = list[str]()
        added = _seconds(lambda: cids.append(store.add_file(Random(size))))  # type: ignore[arg-type]
        read = _seconds(lambda: sum(map(len, store.read(cids[0]))))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return size / added / 1e6, size / read / 1e6, peak / 1e6


def _put(store: Content, documents: Iterable[bytes]) -> None:
    for data in documents:
        store.put(data)


def _add(table: Table, name: str, count: int, work: Callable[[], object]) -> None:
    seconds = _seconds(work)
    table.add_row(name, str(count), f"{seconds:.2f}", f"{count / seconds:.0f}")


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    sys.exit(main())
