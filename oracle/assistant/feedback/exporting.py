"""Posts with their outcomes, in the columns from which the predictor learns."""

import csv
from collections.abc import Sequence
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import Any

from oracle.assistant.feedback.records import CHOICE, OUTCOME, Choice, choice_in, rewarded_in
from oracle.assistant.feedback.rewards import Engagement
from oracle.assistant.people.tables import Record
from oracle.errors import Permanent
from oracle.ipfs.tree import whole
from oracle.predictor.columns import COLUMNS
from oracle.predictor.posts import OUTCOMES

Row = dict[str, Any]
"""A post by `COLUMNS` of the predictor; None where nobody counted."""


def export_posts(rows: Sequence[Row], path: Path) -> None:
    """Write a new CSV or Parquet file, readable by its owner only.

    Raises `Permanent` where there are no rows, the file is there already, can't be written, or ends
    with neither.
    """
    if not rows:
        raise Permanent("no post has real engagement yet: see `feedback export --help`")
    if path.suffix.casefold() not in (".csv", ".parquet"):
        raise Permanent(f"{path.name} must end with .csv or .parquet")
    try:
        with whole(path) as part:
            part.touch(mode=0o600)
            if path.suffix.casefold() == ".csv":
                part.write_text(csv_of(rows), encoding="utf-8", newline="")
            else:
                _parquet(part, rows)
    except OSError as error:
        raise Permanent(f"{error.filename or path}: {error.strerror}") from None


def csv_of(rows: Sequence[Row]) -> str:
    """The rows as CSV below a header."""
    text = StringIO(newline="")
    writer = csv.DictWriter(text, list(COLUMNS))
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def rows_of(upright: Sequence[Record], author: str | None = None) -> list[Row]:
    """The posts with real engagement, in the order in which they were drafted.

    A post of which several figures stand is there once, with the latest. `author` is who published
    them; None: each persona what it wrote.
    """
    choices = {each.post: each for each in upright if each.kind == CHOICE}
    found = {
        each.post: outcome
        for each in upright
        if each.kind == OUTCOME
        and isinstance(outcome := rewarded_in(each).outcome, Engagement)
        and each.post in choices
    }
    ordered = (each for each in choices.values() if each.post in found)
    return [_row(each, choice_in(each), found[each.post], author) for each in ordered]


def _row(record: Record, choice: Choice, outcome: Engagement, author: str | None) -> Row:
    published = outcome.published or datetime.fromtimestamp(record.at, UTC)
    return {
        "time": published.isoformat(),
        "text": choice.text,
        "platform": choice.platform,
        "author": author or choice.persona,
        "topic": outcome.topic,
        "media": outcome.media,
        "followers": outcome.followers,
        "source": outcome.source or choice.platform,
        **{name: getattr(outcome, name) for name in OUTCOMES},
    }


def _parquet(path: Path, rows: Sequence[Row]) -> None:
    try:
        import pyarrow as pa
        from pyarrow.parquet import write_table
    except ImportError as error:
        raise Permanent(
            f"Parquet needs pyarrow ({error}): run `make predict`, or name a .csv"
        ) from None
    kinds = {name: pa.int64() for name in ("followers", *OUTCOMES)} | {"media": pa.bool_()}
    schema = pa.schema([(name, kinds.get(name, pa.string())) for name in COLUMNS])
    write_table(pa.Table.from_pylist(list(rows), schema), path)
