"""What the projection added up by the hour, by buckets."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select
from sqlmodel import col

from frontend_api.analytics.buckets import Span
from frontend_api.projection.tables import Measure
from frontend_api.web.view import View

_Key = tuple[int, str, str]


@dataclass
class Sums:
    """Counts and totals by the beginning of a bucket, name and subject."""

    counts: dict[_Key, int] = field(default_factory=lambda: defaultdict(int))
    totals: dict[_Key, int] = field(default_factory=lambda: defaultdict(int))

    def subjects(self) -> list[str]:
        """All subjects that there is anything of."""
        return sorted({subject for _, _, subject in self.counts})


def sums_in(
    view: View,
    span: Span,
    names: Sequence[str],
    *,
    subjects: Sequence[str] | None = None,
    by_subject: bool = True,
) -> Sums:
    """The sums in a span, of some subjects alone where they are given; without `by_subject` those
    of all together, as subject ""."""
    query = _of(names, subjects, Measure.hour >= span.start, Measure.hour < span.end)
    sums = Sums()
    for hour, name, subject, count, total in view.session.exec(query):
        key = span.begin(hour), name, subject if by_subject else ""
        sums.counts[key] += count
        sums.totals[key] += int(total)
    return sums


def counts_before(
    view: View, span: Span, names: Sequence[str], subjects: Sequence[str]
) -> dict[tuple[str, str], int]:
    """Counts of subjects before a span, by name and subject."""
    rows = _of(names, subjects, Measure.hour < span.start).subquery()
    counts: Any = select(rows.c.name, rows.c.subject, func.sum(rows.c.count))
    found = view.session.exec(counts.group_by(rows.c.name, rows.c.subject))
    return {(name, subject): int(count) for name, subject, count in found}


def totals_after(
    view: View, span: Span, names: Sequence[str], subjects: Sequence[str] | None = None
) -> dict[tuple[str, str], int]:
    """Totals by name and subject after a span, as of `sums_in`; 0 where there is none."""
    totals = defaultdict[tuple[str, str], int](int)
    rows = view.session.exec(_of(names, subjects, Measure.hour >= span.end))
    for _hour, name, subject, _count, total in rows:
        totals[name, subject] += int(total)
    return totals


def _of(names: Sequence[str], subjects: Sequence[str] | None, *conditions: Any) -> Any:
    """Rows' columns: objects for so many would take most of the time."""
    columns = map(col, (Measure.hour, Measure.name, Measure.subject, Measure.count, Measure.total))
    query = select(*columns).where(*conditions, col(Measure.name).in_(names))
    return query if subjects is None else query.where(col(Measure.subject).in_(subjects))
