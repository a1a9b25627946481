"""Posts with their outcomes, in the columns from which the predictor learns."""

import csv
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from oracle.assistant.feedback.records import CHOICE, OUTCOME, Choice, choice_in, rewarded_in
from oracle.assistant.feedback.rewards import Engagement
from oracle.assistant.people.tables import Record
from oracle.errors import Permanent
from oracle.ipfs.tree import whole

COLUMNS = (
    *("time", "text", "platform", "author", "topic", "media", "followers", "source"),
    *("impressions", "likes", "replies", "reposts", "quotes", "clicks"),
)
"""Those of `oracle.predictor.columns`; an empty cell means that nobody counted."""

_COUNTS = ("impressions", "likes", "replies", "reposts", "quotes", "clicks")


def export_posts(upright: Sequence[Record], path: Path) -> int:
    """Write a new CSV or Parquet file of the posts with real engagement; gives how many.

    A post of which several figures stand is written once, with the latest. Raises `Permanent` where
    there are none, the file is there already, can't be written, or ends with neither.
    """
    rows = rows_of(upright)
    if not rows:
        raise Permanent("no post has real engagement yet: see `feedback record --help`")
    if path.suffix.casefold() not in (".csv", ".parquet"):
        raise Permanent(f"{path.name} must end with .csv or .parquet")
    write = _csv if path.suffix.casefold() == ".csv" else _parquet
    try:
        with whole(path) as part:
            write(part, rows)
    except OSError as error:
        raise Permanent(f"{error.filename or path}: {error.strerror}") from None
    return len(rows)


def rows_of(upright: Sequence[Record]) -> list[dict[str, Any]]:
    """The posts with real engagement, by `COLUMNS`, in the order in which they were drafted."""
    choices = {each.post: each for each in upright if each.kind == CHOICE}
    found = {
        each.post: outcome
        for each in upright
        if each.kind == OUTCOME
        and isinstance(outcome := rewarded_in(each).outcome, Engagement)
        and each.post in choices
    }
    ordered = (each for each in choices.values() if each.post in found)
    return [_row(each, choice_in(each), found[each.post]) for each in ordered]


def _row(record: Record, choice: Choice, outcome: Engagement) -> dict[str, Any]:
    published = outcome.published or datetime.fromtimestamp(record.at, UTC)
    return {
        "time": published.isoformat(),
        "text": choice.text,
        "platform": choice.platform,
        "author": choice.persona,
        "topic": outcome.topic,
        "media": outcome.media,
        "followers": outcome.followers,
        "source": outcome.source or choice.platform,
        **{name: getattr(outcome, name) for name in _COUNTS},
    }


def _csv(path: Path, rows: Sequence[dict[str, Any]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(rows)


def _parquet(path: Path, rows: Sequence[dict[str, Any]]) -> None:
    try:
        import pyarrow as pa
        from pyarrow.parquet import write_table
    except ImportError as error:
        raise Permanent(
            f"Parquet needs pyarrow ({error}): run `make predict`, or name a .csv"
        ) from None
    kinds = {name: pa.int64() for name in ("followers", *_COUNTS)} | {"media": pa.bool_()}
    schema = pa.schema([(name, kinds.get(name, pa.string())) for name in COLUMNS])
    write_table(pa.Table.from_pylist(list(rows), schema), path)
