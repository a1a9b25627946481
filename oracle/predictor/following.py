"""A published post and its reshares, from a CSV file."""

import csv
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from oracle.errors import Permanent
from oracle.predictor.hawkes import MAX_SEEN, FollowUp, follow
from oracle.predictor.rows import WrongRow, count_in, time_in


def follow_file(path: Path, now: datetime) -> FollowUp:
    """What becomes of the post in the first row, from the rows after it that are not after `now`.

    `followers` count where every reshare has them. Raises `Permanent` where a row is wrong, or
    there are too many.
    """
    rows = list(_rows(path))
    if not rows:
        raise Permanent(f"{path.name} is empty: the first row is the post")
    (posted, _), *reshares = rows
    seen = [(at, followers) for at, followers in reshares if at <= now]
    times = [(at - posted).total_seconds() for at, _ in seen]
    followers = [float(count) for _, count in seen if count is not None]
    known = followers if len(followers) == len(seen) else None
    return follow(times, (now - posted).total_seconds(), known)


def _rows(path: Path) -> Iterator[tuple[datetime, int | None]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            for number, row in enumerate(reader):
                if number > MAX_SEEN:
                    raise Permanent(f"{path.name} has over {MAX_SEEN:,} reshares: cut it there")
                cells = {name: cell for name, cell in row.items() if isinstance(cell, str)}
                try:
                    yield time_in(cells), count_in(cells, "followers")
                except WrongRow as error:
                    raise Permanent(f"{path.name}, line {reader.line_num}: {error}") from None
    except OSError as error:
        raise Permanent(f"{path}: {error.strerror}") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise Permanent(f"{path.name} is no CSV file in UTF-8: {error}") from None
