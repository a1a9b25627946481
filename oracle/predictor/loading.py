"""A user's own post history, from a CSV or Parquet file: strangers' bytes, checked row by row."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from oracle.errors import Fatal, Permanent
from oracle.predictor.columns import columns_of
from oracle.predictor.posts import Post, in_order
from oracle.predictor.rows import MAX_TEXT, WrongRow, post_of

MAX_BYTES = 256 * 2**20
MAX_ROWS = 200_000
_SHOWN = 20
_BATCH = 1_000

Row = tuple[int, Mapping[str, str]]


@dataclass(frozen=True)
class Loaded:
    """The posts of a file by time, how many rows were skipped, and why the first of them were."""

    posts: list[Post]
    skipped: int
    reasons: tuple[str, ...]


def load_posts(path: Path) -> Loaded:
    """The posts in a CSV (UTF-8, with a header) or Parquet file of `columns.COLUMNS`.

    A wrong row is skipped and counted; the first 20 are named by their line, in Parquet their row.
    Raises `Permanent` where the file is missing, too big (256 MiB, 200,000 rows) or none such.
    """
    posts: list[Post] = []
    skipped, reasons = 0, list[str]()
    for line, row in _rows(path):
        try:
            posts.append(post_of(row))
        except WrongRow as error:
            skipped += 1
            if len(reasons) < _SHOWN:
                reasons.append(f"line {line}: {error}")
    return Loaded(in_order(posts), skipped, tuple(reasons))


def _rows(path: Path) -> Iterator[Row]:
    try:
        if (size := path.stat().st_size) > MAX_BYTES:
            raise Permanent(f"{path.name} has {size:,} bytes: split it, {MAX_BYTES:,} are taken")
        found = _parquet(path) if path.suffix.casefold() == ".parquet" else _csv(path)
        yield from islice(found, MAX_ROWS)
        if next(found, None) is not None:
            raise Permanent(f"{path.name} has over {MAX_ROWS:,} rows: split it")
    except OSError as error:
        raise Permanent(f"{path}: {error.strerror or 'is no Parquet file'}") from error
    except UnicodeDecodeError:
        raise Permanent(f"{path.name} is no text in UTF-8: export it as UTF-8") from None
    except csv.Error as error:
        raise Permanent(f"{path.name} is no CSV file: {error}") from None


def _csv(path: Path) -> Iterator[Row]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file)
        header = next(reader, [])
        names = columns_of(header)
        for cells in reader:
            if cells:
                pairs = zip(header, cells, strict=False)
                yield reader.line_num, {names[n]: c for n, c in pairs if n in names}


def _parquet(path: Path) -> Iterator[Row]:
    try:
        from pyarrow import ArrowException
        from pyarrow.parquet import ParquetFile
    except ImportError as error:
        raise Fatal(f"Parquet needs pyarrow ({error}): `make predict`, or export CSV") from None
    try:
        with ParquetFile(path) as file:
            columns = [file.schema.column(i) for i in range(len(file.schema))]
        coded = [each.path for each in columns if each.physical_type == "BYTE_ARRAY"]
        with ParquetFile(path, read_dictionary=coded) as file:
            groups = (file.metadata.row_group(i) for i in range(file.metadata.num_row_groups))
            if sum(group.total_byte_size for group in groups) > 4 * MAX_BYTES:
                raise Permanent(f"{path.name} is over {4 * MAX_BYTES:,} bytes unpacked: split it")
            names = columns_of(file.schema_arrow.names)
            number = 0
            for batch in file.iter_batches(_BATCH, columns=list(names)):
                for cells in _cut(batch).to_pylist():
                    number += 1
                    yield number, {names[n]: _said(cell) for n, cell in cells.items()}
    except ArrowException as error:
        raise Permanent(f"{path.name} is no Parquet file that can be read: {error}") from None


def _cut(batch: Any) -> Any:
    """The batch without the ends of long texts: a text of megabytes may stand there once, and in
    a thousand rows.
    """
    from pyarrow import DictionaryArray, types
    from pyarrow.compute import binary_slice, utf8_slice_codeunits

    for place, column in enumerate(batch.columns):
        if isinstance(column, DictionaryArray):
            cut = utf8_slice_codeunits if types.is_string(column.dictionary.type) else binary_slice
            short = cut(column.dictionary, 0, MAX_TEXT + 1)
            column = DictionaryArray.from_arrays(column.indices, short)
            batch = batch.set_column(place, batch.schema.names[place], column)
    return batch


def _said(cell: Any) -> str:
    if cell is None:
        return ""
    return cell.isoformat() if hasattr(cell, "isoformat") else str(cell)
