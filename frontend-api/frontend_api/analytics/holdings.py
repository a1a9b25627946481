"""Series of what is held over time, counted back from what there is now."""

from collections.abc import Mapping, Sequence
from itertools import accumulate
from operator import sub

from sqlmodel import col, select

from frontend_api.analytics.buckets import Span
from frontend_api.analytics.schemas import OperatorPoint, Series, TreasuryPoint
from frontend_api.analytics.sums import Sums, sums_in, totals_after
from frontend_api.governance.treasury import treasury_address
from frontend_api.projection.governance_tables import Holder
from frontend_api.projection.tables import Operator
from frontend_api.web.paging import read_page
from frontend_api.web.view import View

_WORK = ("questions", "answers", "refusals", "fees", "penalties", "bonds")


def treasury_series(view: View, span: Span) -> Series[TreasuryPoint]:
    """The reward tokens that the treasury received, spent and had."""
    names = ("received", "spent")
    totals, after = sums_in(view, span, names).totals, totals_after(view, span, names)
    moved = [(totals[time, "received", ""], totals[time, "spent", ""]) for time in span.times()]
    holder = view.session.get(Holder, treasury_address(view))
    now = int(holder.balance) if holder else 0
    last = now - after["received", ""] + after["spent", ""]
    had = _counted_back(last, [received - spent for received, spent in moved])
    return Series.of(
        span,
        [
            TreasuryPoint(time=time, received=str(received), spent=str(spent), balance=str(balance))
            for time, (received, spent), balance in zip(span.times(), moved, had, strict=True)
        ],
    )


def operators_series(view: View, span: Span, after: int, limit: int) -> Series[OperatorPoint]:
    """The work, fees, penalties and bond of operators that had a bond or any work, by number."""
    query = select(Operator).where(Operator.number > after).order_by(col(Operator.number))
    rows, more = read_page(view.session, query, limit, lambda row: row.number)
    who = [row.address for row in rows]
    sums = sums_in(view, span, _WORK, subjects=who)
    later = totals_after(view, span, ("bonds",), subjects=who)
    points = [point for row in rows for point in _operator(span, sums, later, row)]
    return Series.of(span, points, more)


def _operator(
    span: Span, sums: Sums, later: Mapping[tuple[str, str], int], row: Operator
) -> list[OperatorPoint]:
    who = row.address
    changes = [sums.totals[time, "bonds", who] for time in span.times()]
    bonds = _counted_back(int(row.bond) - later["bonds", who], changes)
    if not any(bonds) and who not in sums.subjects():
        return []
    return [
        OperatorPoint(
            time=time,
            operator=who,
            asked=sums.counts[time, "questions", who],
            answered=sums.counts[time, "answers", who],
            refused=sums.counts[time, "refusals", who],
            fees=str(sums.totals[time, "fees", who]),
            penalties=str(sums.totals[time, "penalties", who]),
            bond=str(bond),
        )
        for time, bond in zip(span.times(), bonds, strict=True)
    ]


def _counted_back(last: int, changes: Sequence[int]) -> list[int]:
    """What there was after each of the changes, where there was `last` after the last."""
    return list(accumulate(reversed(changes[1:]), sub, initial=last))[::-1]
