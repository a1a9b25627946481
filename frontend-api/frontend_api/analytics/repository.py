"""Series over time, from what the projection added up by the hour."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlmodel import col, func, select

from frontend_api.analytics.buckets import Span
from frontend_api.analytics.schemas import (
    CriteriaPoint,
    RevenuePoint,
    RoundsPoint,
    Series,
    StandingPoint,
)
from frontend_api.projection.tables import Measure
from frontend_api.web.view import View
from oracle.domain import Criterion

_Key = tuple[int, str, str]
_ROUNDS = ("rounds", "settled", "expired", "failed", "bounties", "prizes", "votes")
_WORK = ("asked", "revealed", "contributions")


@dataclass
class _Sums:
    """Counts and totals by the beginning of a bucket, name and subject."""

    counts: dict[_Key, int] = field(default_factory=lambda: defaultdict(int))
    totals: dict[_Key, int] = field(default_factory=lambda: defaultdict(int))

    def subjects(self) -> list[str]:
        return sorted({subject for _, _, subject in self.counts})


def rounds_series(view: View, span: Span) -> Series[RoundsPoint]:
    """What happened in rounds."""
    sums = _sums(view, span, (*_ROUNDS, *_WORK), by_subject=False)
    return Series.of(
        span,
        [
            RoundsPoint(
                time=time,
                bounties=str(sums.totals[time, "bounties", ""]),
                prizes=str(sums.totals[time, "prizes", ""]),
                vote_weight=str(sums.totals[time, "votes", ""]),
                **{
                    name: sums.counts[time, name, ""]
                    for name in (*_ROUNDS, *_WORK)
                    if name not in ("bounties", "prizes")
                },
            )
            for time in span.times()
        ],
    )


def standings_series(view: View, span: Span) -> Series[StandingPoint]:
    """The standing of every persona that was in a settled round by the end."""
    sums = _sums(view, span, ("finals", "wins", "prizes"))
    before = _before(view, span, ("finals", "wins"))
    personas = {int(subject) for subject in (*sums.subjects(), *(s for _, s in before))}
    return Series.of(
        span,
        [point for persona in sorted(personas) for point in _standing(span, sums, before, persona)],
    )


def criteria_series(view: View, span: Span) -> Series[CriteriaPoint]:
    """The averages of the criteria."""
    sums = _sums(view, span, ("criteria",))
    return Series.of(
        span, [CriteriaPoint(time=t, averages=_averages(sums, t)) for t in span.times()]
    )


def revenue_series(view: View, span: Span) -> Series[RevenuePoint]:
    """Income and claims of every asset that the vaults had any of in that time."""
    sums = _sums(view, span, ("income", "claims"))
    return Series.of(
        span,
        [
            RevenuePoint(
                time=time,
                asset=asset,
                income=str(sums.totals[time, "income", asset]),
                claimed=str(sums.totals[time, "claims", asset]),
            )
            for asset in sums.subjects()
            for time in span.times()
        ],
    )


def _sums(view: View, span: Span, names: Sequence[str], *, by_subject: bool = True) -> _Sums:
    query = select(Measure).where(
        Measure.hour >= span.start, Measure.hour < span.end, col(Measure.name).in_(names)
    )
    sums = _Sums()
    for row in view.session.exec(query):
        key = span.begin(row.hour), row.name, row.subject if by_subject else ""
        sums.counts[key] += row.count
        sums.totals[key] += int(row.total)
    return sums


def _before(view: View, span: Span, names: Sequence[str]) -> dict[tuple[str, str], int]:
    """Counts by name and subject before a span."""
    query = (
        select(Measure.name, Measure.subject, func.sum(Measure.count))
        .where(Measure.hour < span.start, col(Measure.name).in_(names))
        .group_by(Measure.name, Measure.subject)
    )
    return {(name, subject): int(count) for name, subject, count in view.session.exec(query)}


def _standing(
    span: Span, sums: _Sums, before: dict[tuple[str, str], int], persona: int
) -> list[StandingPoint]:
    subject = str(persona)
    rounds, wins = before.get(("finals", subject), 0), before.get(("wins", subject), 0)
    points = []
    for time in span.times():
        here = sums.counts[time, "finals", subject]
        rounds, wins = rounds + here, wins + sums.counts[time, "wins", subject]
        points.append(
            StandingPoint(
                time=time,
                persona_id=persona,
                rounds=rounds,
                wins=wins,
                average_final=sums.totals[time, "finals", subject] // here if here else None,
                prizes=str(sums.totals[time, "prizes", subject]),
            )
        )
    return points


def _averages(sums: _Sums, time: int) -> dict[Criterion, int] | None:
    counts = {each: sums.counts[time, "criteria", each.value] for each in Criterion}
    if not all(counts.values()):
        return None
    return {
        each: sums.totals[time, "criteria", each.value] // count for each, count in counts.items()
    }
