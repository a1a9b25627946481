"""One row of a post history, checked."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime

from oracle.domain import Platform
from oracle.platforms import X_NAMES, platform_from_slug
from oracle.predictor.posts import OUTCOMES, Post
from oracle.printable import one_line

MAX_TEXT = 10_000
_MAX_COUNT = 10**12
_MAX_WORD = 200
_COUNT = re.compile(r"[0-9]{1,13}(?:\.0{1,6})?")
_NOTHING = frozenset({"", "nan", "none", "null", "n/a", "-"})
_FLAGS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False, "": False}
_YEARS = range(2000, 2101)


class WrongRow(ValueError):
    """Why a row can't be used."""


def post_of(row: Mapping[str, str]) -> Post:
    """The post in a row of cells by the names of `columns.COLUMNS`.

    Raises `WrongRow` with the reason where it is none, or may not be used.
    """
    platform = _platform(row)
    counts = {name: count_in(row, name) for name in (*OUTCOMES, "followers")}
    followers = counts.pop("followers")
    outcomes = {name: count for name, count in counts.items() if count is not None}
    if not outcomes:
        raise WrongRow(f"none of {', '.join(OUTCOMES)} is given")
    shown = outcomes.get("impressions")
    for name, count in outcomes.items():
        if shown is not None and name != "impressions" and count > shown:
            raise WrongRow(f"{count} {name} of {shown} impressions: leave out what is not known")
    return Post(
        author=_short(row, "author") or "me",
        at=time_in(row),
        platform=platform,
        text=_text(row),
        topic=_short(row, "topic"),
        media=_flag(row),
        followers=followers,
        outcomes=outcomes,
    )


def _platform(row: Mapping[str, str]) -> Platform:
    name = _cell(row, "platform").casefold()
    source = _cell(row, "source").casefold()
    if source in X_NAMES or (name in X_NAMES and not source):
        raise WrongRow("X's data may not train models (a source other than X may be named)")
    if name in X_NAMES:
        return Platform.X
    try:
        return platform_from_slug(name[:_MAX_WORD])
    except ValueError as error:
        raise WrongRow(one_line(str(error), 200)) from None


def _text(row: Mapping[str, str]) -> str:
    text = row.get("text", "").strip()
    if not 1 <= len(text) <= MAX_TEXT:
        raise WrongRow(f"a text of {len(text)} characters: 1 to {MAX_TEXT} are taken")
    return text


def time_in(row: Mapping[str, str]) -> datetime:
    """The cell ``time`` in UTC. Raises `WrongRow` where it is none, has no zone or is far off."""
    said = _cell(row, "time")
    try:
        at = datetime.fromisoformat(said[:40])
        if at.tzinfo is None:
            raise WrongRow(f"the time {said[:40]} has no zone: write 2026-01-31T12:00:00+01:00")
        at = at.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        if isinstance(error, WrongRow):
            raise
        shown = one_line(said, 40)
        raise WrongRow(f"{shown!r} is no time: write 2026-01-31T12:00:00+01:00") from None
    if at.year not in _YEARS:
        raise WrongRow(f"the year {at.year} is not in 2000 to 2100")
    return at


def count_in(row: Mapping[str, str], name: str) -> int | None:
    """The number in the cell of that name; None where nobody counted. Raises `WrongRow`."""
    said = _cell(row, name)
    if said.casefold() in _NOTHING:
        return None
    if not _COUNT.fullmatch(said) or (count := int(float(said))) > _MAX_COUNT:
        raise WrongRow(f"{one_line(said, 40)!r} is no number of {name}")
    return count


def _flag(row: Mapping[str, str]) -> bool:
    said = _cell(row, "media").casefold()
    if said not in _FLAGS:
        raise WrongRow(f"{one_line(said, 40)!r} does not say whether there is media: true or false")
    return _FLAGS[said]


def _short(row: Mapping[str, str], name: str) -> str:
    return one_line(row.get(name, ""), _MAX_WORD)


def _cell(row: Mapping[str, str], name: str) -> str:
    return row.get(name, "").strip()
