"""``python -m oracle ipfs``: content added, fetched, carried from store to store, and cleared."""

import io
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

import click
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TransferSpeedColumn

from oracle.errors import Permanent
from oracle.ipfs.cid import Cid
from oracle.ipfs.embedded import EmbeddedStore
from oracle.ipfs.opening import open_content
from oracle.ipfs.tree import save, whole
from oracle.settings import Settings

Prepare = Callable[[], Settings]


class _CidType(click.ParamType):
    name = "CID"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        try:
            return str(Cid.parse(str(value)))
        except ValueError as error:
            self.fail(str(error), param, ctx)


_CID = _CidType()
_SOURCE = click.Path(exists=True, path_type=Path)
_TARGET = click.Path(path_type=Path)
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.argument("path", type=_SOURCE)
@click.pass_obj
def add(prepare: Prepare, path: Path) -> None:
    """Keep a file or a folder for good, and print its CID.

    The CID is what Kubo gives by profile unixfs-v1-2025, so that anyone can check it. Hidden files
    are included, symlinks are refused. Where TROUPE_IPFS is kubo the daemon has it too when this
    ends; a pinning service is asked for it then or later.
    """
    files = [path] if path.is_file() else [p for p in path.rglob("*") if p.is_file()]
    total = sum(p.stat().st_size for p in files)
    with open_content(prepare()) as store, _files_as_errors(), _progress("adding", total) as told:
        click.echo(store.add_path(path, lambda file: _counted(file, told)))


@click.command()
@click.argument("cid", type=_CID)
@click.argument("out", type=_TARGET)
@click.pass_obj
def get(prepare: Prepare, cid: str, out: Path) -> None:
    """Write the file or folder of a CID to OUT.

    OUT must not exist yet. Blocks that are missing here are asked of Kubo and of TROUPE_GATEWAYS;
    all are checked against the CID. Example: python -m oracle ipfs get bafy… model
    """
    with open_content(prepare()) as store, _files_as_errors(), _progress("getting", None) as told:
        save(store, cid, out, told)


@click.command()
@click.argument("cids", type=_CID, nargs=-1, required=True)
@click.argument("file", type=_TARGET)
@click.pass_obj
def export(prepare: Prepare, cids: tuple[str, ...], file: Path) -> None:
    """Write content to a new CAR file, which any IPFS node imports.

    Example: python -m oracle ipfs export bafy… bafk… two.car, then elsewhere `ipfs dag import
    two.car`, or `python -m oracle ipfs import two.car`.
    """
    with (
        open_content(prepare()) as store,
        _files_as_errors(),
        _progress("writing", None) as told,
        whole(file) as part,
        part.open("wb") as out,
    ):
        for piece in store.export_car(*cids):
            out.write(piece)
            told(len(piece))


@click.command("import")
@click.argument("file", type=_FILE)
@click.pass_obj
def import_(prepare: Prepare, file: Path) -> None:
    """Keep what a CAR file holds; print its roots.

    Each block is checked; where one is corrupt or missing, no root is kept.
    """
    total = file.stat().st_size
    with open_content(prepare()) as store, _files_as_errors(), _progress("reading", total) as told:
        with _counted(file, told) as car:
            roots = store.import_car(car)
        click.echo("\n".join(roots))


@click.command()
@click.pass_obj
def collect(prepare: Prepare) -> None:
    """Drop the blocks that have expired.

    Those that others refer to which stay are kept. What was added, imported or named on chain never
    expires. The file does not shrink: its room is used again.
    """
    with EmbeddedStore(prepare().blocks) as blocks:
        click.echo(f"{blocks.collect(int(time.time()))} blocks dropped")


@click.command()
@click.pass_obj
def replicate(prepare: Prepare) -> None:
    """Copy all that is kept here to Kubo and the pinning service.

    For once after they are set: from then on everything new is copied as it comes. May be stopped
    and run again.
    """
    settings = prepare()
    if settings.ipfs == "embedded" and settings.pinning_url is None:
        raise Permanent("there is nowhere to copy to: set TROUPE_IPFS=kubo or TROUPE_PINNING_URL")
    with open_content(settings) as store:
        store.replicate(lambda done, of: click.echo(f"{done} of {of}"))


COMMANDS = [add, get, export, import_, collect, replicate]


class _Counted(io.RawIOBase):
    """A file that tells how many bytes were read of it, and closes it with itself."""

    def __init__(self, file: BinaryIO, told: Callable[[int], None]) -> None:
        self._file, self._told = file, told

    def readinto(self, buffer: Any) -> int:
        data = self._file.read(len(buffer))
        buffer[: len(data)] = data
        self._told(len(data))
        return len(data)

    def readable(self) -> bool:
        return True

    def close(self) -> None:
        self._file.close()
        super().close()


def _counted(file: Path, told: Callable[[int], None]) -> BinaryIO:
    return io.BufferedReader(_Counted(file.open("rb"), told), 1024**2)


@contextmanager
def _progress(label: str, total: int | None) -> Iterator[Callable[[int], None]]:
    """A bar on a terminal's standard error; takes the bytes that are done."""
    columns = TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn()
    console = Console(stderr=True)
    silent = not console.is_terminal
    with Progress(*columns, console=console, transient=True, disable=silent) as progress:
        task = progress.add_task(label, total=total)
        yield lambda size: progress.advance(task, size)


@contextmanager
def _files_as_errors() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise Permanent(f"{error.filename}: {error.strerror}") from error
