"""Files and folders of a disk as blocks, and content saved to a disk."""

from collections.abc import Callable, Generator, Iterator
from contextlib import AbstractContextManager, contextmanager
from errno import EEXIST
from pathlib import Path
from shutil import rmtree
from typing import BinaryIO

from oracle.errors import Permanent
from oracle.ipfs.dagpb import Link
from oracle.ipfs.importer import Block, directory_block, file_blocks
from oracle.ipfs.reader import MOST_DEPTH, MOST_FILE_BYTES, link_to
from oracle.ports import ContentStore

Open = Callable[[Path], AbstractContextManager[BinaryIO]]
_MOST_ENTRIES = 100_000


def open_file(path: Path) -> BinaryIO:
    """The file at that path, to read."""
    return path.open("rb")


def path_blocks(path: Path, opened: Open) -> Generator[Block, None, Link]:
    """The blocks of a file, or of a folder with all that is in it; the root last.

    Hidden files are included. Raises `Permanent` for symlinks and devices, and where a folder has
    more entries than one node holds; `OSError` where a file can't be read.
    """
    if path.is_symlink() or not (path.is_dir() or path.is_file()):
        raise Permanent(f"{path} is no file and no folder: leave it out, or copy what it points to")
    if path.is_file():
        with opened(path) as file:
            for block in file_blocks(file):
                yield block
        return link_to(block)
    entries = dict[str, Link]()
    for child in sorted(path.iterdir()):
        entries[child.name] = yield from path_blocks(child, opened)
    block = directory_block(entries)
    yield block
    return link_to(block)


def save(store: ContentStore, cid: str, path: Path, told: Callable[[int], None]) -> None:
    """Write a file or a folder to `path`, all of it or nothing; `told` hears of its bytes.

    Raises `Permanent` for what is too large, too deep or has too many entries, `FileExistsError`
    where `path` is taken, and what reading raises.
    """
    with whole(path) as part:
        _Saver(store, told).save(cid, part, 0)


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """Where to write what gets the name `path` at the end of the block, and is gone if it raises.

    Raises `FileExistsError` where `path`, or it with `.part`, is taken.
    """
    part = path.with_name(path.name + ".part")
    for taken in (path, part):
        if taken.exists():
            raise FileExistsError(EEXIST, "it is there already: choose another name", str(taken))
    try:
        yield part
        part.rename(path)
    except BaseException:
        rmtree(part) if part.is_dir() else part.unlink(missing_ok=True)
        raise


class _Saver:
    """A stranger's folder may hold itself a thousand times on every floor: count."""

    def __init__(self, store: ContentStore, told: Callable[[int], None]) -> None:
        self._store, self._told = store, told
        self._entries = self._bytes = 0

    def save(self, cid: str, path: Path, depth: int) -> None:
        entries = self._store.entries(cid)
        if entries is None:
            self._save_file(cid, path)
            return
        self._entries += len(entries)
        if self._entries > _MOST_ENTRIES or depth > MOST_DEPTH:
            raise Permanent(f"{path} would have too many entries, or too deep: refuse it")
        path.mkdir()
        for name, child in entries.items():
            self.save(child, path / name, depth + 1)

    def _save_file(self, cid: str, path: Path) -> None:
        with path.open("xb") as file:
            for piece in self._store.read(cid):
                self._bytes += len(piece)
                if self._bytes > MOST_FILE_BYTES:
                    raise Permanent(f"{path} is over {MOST_FILE_BYTES} bytes: refuse it")
                file.write(piece)
                self._told(len(piece))
