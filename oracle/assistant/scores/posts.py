"""Posts from a file: their texts and times."""

import csv
import json
import math
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from oracle.errors import Permanent
from oracle.scoring.bursts import Post

MAX_POSTS = 200_000
_MOST_BYTES = 512 * 1024**2
_LATEST = 4_102_444_800.0  # the year 2100


def posts_in(path: Path) -> tuple[list[Post], int]:
    """The posts in a CSV file or a JSONL file (by its ending), and how many rows were none.

    A row has a `text` and a `time`: ISO 8601, in UTC where it says no zone, or seconds since 1970.
    Raises `Permanent` for a file that can't be read, or with over 200,000 rows.
    """
    posts, spoiled = [], 0
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise Permanent(f"{path} has over {_MOST_BYTES:,} bytes: cut it into fewer days")
        for number, row in enumerate(_rows(path)):
            if number >= MAX_POSTS:
                raise Permanent(f"{path} has over {MAX_POSTS:,} rows: cut it into fewer days")
            post = _post(row)
            posts += [post] if post else []
            spoiled += post is None
    except OSError as error:
        raise Permanent(f"{path}: {error.strerror}") from None
    except csv.Error as error:
        raise Permanent(f"{path} is no CSV: {error}") from None
    return posts, spoiled


def _rows(path: Path) -> Iterator[Any]:
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        if path.suffix.lower() not in (".jsonl", ".ndjson"):
            yield from csv.DictReader(file)
            return
        for line in file:
            if line.strip():
                yield _object(line)


def _object(line: str) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None


def _post(row: Any) -> Post | None:
    if not isinstance(row, dict) or not isinstance(row.get("text"), str):
        return None
    time = _seconds(row.get("time"))
    return None if time is None else Post(row["text"], time)


def _seconds(value: Any) -> float | None:
    try:
        seconds = float(value)
    except (TypeError, ValueError, OverflowError):
        seconds = _iso(value)
    return seconds if math.isfinite(seconds) and 0 <= seconds <= _LATEST else None


def _iso(value: Any) -> float:
    try:
        time = datetime.fromisoformat(value)
        return (time if time.tzinfo else time.replace(tzinfo=UTC)).timestamp()
    except (TypeError, ValueError, OverflowError):
        return math.nan
