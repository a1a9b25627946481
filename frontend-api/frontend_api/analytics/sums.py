"""What the projection added up by the hour, by buckets."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlmodel import col, func, select

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


def sums_in(view: View, span: Span, names: Sequence[str], *, by_subject: bool = True) -> Sums:
    """The sums in a span; without `by_subject` those of all subjects together, as subject ""."""
    query = select(Measure).where(
        Measure.hour >= span.start, Measure.hour < span.end, col(Measure.name).in_(names)
    )
    sums = Sums()
    for row in view.session.exec(query):
        key = span.begin(row.hour), row.name, row.subject if by_subject else ""
        sums.counts[key] += row.count
        sums.totals[key] += int(row.total)
    return sums


def counts_before(view: View, span: Span, names: Sequence[str]) -> dict[tuple[str, str], int]:
    """Counts by name and subject before a span."""
    query = (
        select(Measure.name, Measure.subject, func.sum(Measure.count))
        .where(Measure.hour < span.start, col(Measure.name).in_(names))
        .group_by(Measure.name, Measure.subject)
    )
    return {(name, subject): int(count) for name, subject, count in view.session.exec(query)}


def totals_after(view: View, span: Span, names: Sequence[str]) -> dict[tuple[str, str], int]:
    """Totals by name and subject after a span; 0 where there is none."""
    query = select(Measure).where(Measure.hour >= span.end, col(Measure.name).in_(names))
    totals = defaultdict[tuple[str, str], int](int)
    for row in view.session.exec(query):
        totals[row.name, row.subject] += int(row.total)
    return totals
