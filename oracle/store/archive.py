"""The file of a backup: what it is, the rows of each table, and a digest of all that.

It is gzip of lines of JSON: a `Header`, ``["table", [value, …]]`` for each row with bytes in
base64, and at last ``{"rows": …, "sha256": …}`` of the lines before. So it can be made from one
kind of database and restored into the other, and read without Troupe.
"""

import gzip
import hashlib
import json
import os
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from oracle.errors import Fatal, Transient

Row = tuple[str, list[Any]]

_MAX_LINE = 64 * 1024**2


class Header(BaseModel):
    """What a backup is of: a deployment, by its rounds contract, at a time (Unix seconds).

    `revision` is the migration its tables are of, `tables` has their columns in the rows' order.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    troupe: Literal["operator backup"] = "operator backup"
    format: Literal[1] = 1
    revision: str
    chain_id: int
    rounds: str
    made_at: int = Field(ge=0)
    tables: dict[str, list[str]]


def write_archive(path: Path, header: Header, rows: Iterable[Row]) -> int:
    """Write a backup to `path`, readable by its owner only; how many rows it has.

    It is there whole, or not at all. Raises `Fatal` where there is a file already,
    `Transient` where it can't be written: a full disk, no such folder.
    """
    if path.exists():
        raise Fatal(f"{path} is there already: choose another name")
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            count = _write(file, header, rows)
            os.fsync(file.fileno())
        part.rename(path)
        _sync_folder(path.parent)
    except OSError as error:
        raise Transient(
            f"{path} can't be written: {error.strerror}; make room, or choose another place"
        ) from error
    finally:
        part.unlink(missing_ok=True)
    return count


@contextmanager
def read_archive(path: Path) -> Iterator[tuple[Header, Iterator[Row], IO[bytes]]]:
    """A backup's header, its rows, and the file they come from, whose position is the progress.

    Only when the rows have ended is it known that they are whole: keep nothing of them before.
    Raises `Fatal`, then too, where it is no backup, damaged or cut off.
    """
    try:
        file = path.open("rb")
    except OSError as error:
        raise Fatal(f"{path} can't be read: {error.strerror}") from error
    with file, gzip.open(file) as lines:
        first = _line(lines, path)
        yield _header(first, path), _rows(lines, hashlib.sha256(first), path), file


def _write(file: IO[bytes], header: Header, rows: Iterable[Row]) -> int:
    digest, count = hashlib.sha256(), 0
    with gzip.GzipFile("", "wb", compresslevel=6, fileobj=file, mtime=0) as lines:

        def write(value: object) -> None:
            line = json.dumps(value, separators=(",", ":")).encode() + b"\n"
            digest.update(line)
            lines.write(line)

        write(header.model_dump())
        for row in rows:
            write(row)
            count += 1
        write({"rows": count, "sha256": digest.hexdigest()})
    file.flush()
    return count


def _rows(lines: gzip.GzipFile, digest: Any, path: Path) -> Iterator[Row]:
    count = 0
    while True:
        line = _line(lines, path)
        if not line.startswith(b"["):
            break
        digest.update(line)
        try:
            table, values = json.loads(line)
        except (ValueError, RecursionError):
            raise _damaged(path) from None
        count += 1
        yield table, values
    end = json.dumps({"rows": count, "sha256": digest.hexdigest()}, separators=(",", ":"))
    if line != end.encode() + b"\n" or _read(lines, path):
        raise _damaged(path)


def _header(line: bytes, path: Path) -> Header:
    try:
        return Header.model_validate_json(line)
    except ValidationError:
        raise Fatal(
            f"{path} is no backup of an operator that this Troupe can read: check which file it is"
        ) from None


def _line(lines: gzip.GzipFile, path: Path) -> bytes:
    line = _read(lines, path)
    if not line.endswith(b"\n"):
        raise _damaged(path)
    return line


def _read(lines: gzip.GzipFile, path: Path) -> bytes:
    try:
        return lines.readline(_MAX_LINE)
    except (EOFError, OSError, zlib.error):
        raise _damaged(path) from None


def _damaged(path: Path) -> Fatal:
    return Fatal(f"{path} is damaged or cut off: take another backup; nothing was changed")


def _sync_folder(folder: Path) -> None:
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
