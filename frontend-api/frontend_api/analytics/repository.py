"""Series over time, from what the projection added up by the hour."""

from sqlmodel import col, select

from frontend_api.analytics.buckets import Span
from frontend_api.analytics.schemas import (
    CriteriaPoint,
    RevenuePoint,
    RoundsPoint,
    Series,
    StandingPoint,
)
from frontend_api.analytics.sums import Sums, counts_before, sums_in
from frontend_api.projection.tables import Persona
from frontend_api.web.paging import read_page
from frontend_api.web.view import View
from oracle.domain import Criterion

_ROUNDS = ("rounds", "settled", "expired", "failed", "bounties", "prizes", "votes")
_WORK = ("asked", "revealed", "contributions")


def rounds_series(view: View, span: Span) -> Series[RoundsPoint]:
    """What happened in rounds."""
    sums = sums_in(view, span, (*_ROUNDS, *_WORK), by_subject=False)
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


def standings_series(view: View, span: Span, after: int, limit: int) -> Series[StandingPoint]:
    """The standing of personas that were in a settled round by the end, by id."""
    query = select(Persona.id).where(Persona.id > after, Persona.rounds > 0)
    query = query.order_by(col(Persona.id))
    ids, more = read_page(view.session, query, limit, lambda persona: persona)
    subjects = [str(persona) for persona in ids]
    sums = sums_in(view, span, ("finals", "wins", "prizes"), subjects=subjects)
    before = counts_before(view, span, ("finals", "wins"), subjects)
    known = {*sums.subjects(), *(subject for _, subject in before)}
    points = [
        point
        for persona in ids
        if str(persona) in known
        for point in _standing(span, sums, before, persona)
    ]
    return Series.of(span, points, more)


def criteria_series(view: View, span: Span) -> Series[CriteriaPoint]:
    """The averages of the criteria."""
    sums = sums_in(view, span, ("criteria",))
    return Series.of(
        span, [CriteriaPoint(time=t, averages=_averages(sums, t)) for t in span.times()]
    )


def revenue_series(view: View, span: Span) -> Series[RevenuePoint]:
    """Income and claims of every asset that the vaults had any of in that time."""
    sums = sums_in(view, span, ("income", "claims"))
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


def _standing(
    span: Span, sums: Sums, before: dict[tuple[str, str], int], persona: int
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


def _averages(sums: Sums, time: int) -> dict[Criterion, int] | None:
    counts = {each: sums.counts[time, "criteria", each.value] for each in Criterion}
    if not all(counts.values()):
        return None
    return {
        each: sums.totals[time, "criteria", each.value] // count for each, count in counts.items()
    }
