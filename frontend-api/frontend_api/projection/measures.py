"""What happened in each hour, added up: what series over time are made of."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from sqlmodel import Session, col, delete, or_, select

from frontend_api.projection.facts import Counted, Counting
from frontend_api.projection.governance_tables import Transfer
from frontend_api.projection.tables import Entry, Event, Measure, Vote

R = TypeVar("R", Event, Vote, Transfer)
HOUR_S = 3_600
_BATCH = 1_000


def measure(session: Session, rows: Iterable[Counted], *, back: bool = False) -> None:
    """Add new rows of the log to their hours, or with `back` take them out again.

    What they are about has to be folded with them: after they come, and before they go.
    """
    sums = _Sums(Counting.of(session))
    sums.add(session, rows)
    sums.store(session, -1 if back else 1)


def measure_all(session: Session) -> None:
    """Make all hours anew from the whole log."""
    session.exec(delete(Measure))
    session.expire_all()
    sums = _Sums(Counting.of(session))
    ours = sums.counting.treasury
    of_treasury = or_(col(Transfer.sender) == ours, col(Transfer.receiver) == ours)
    for events in _all(session, Event):
        sums.add(session, events)
    for votes in _all(session, Vote):
        sums.add(session, votes)
    for transfers in _all(session, Transfer, of_treasury):
        sums.add(session, transfers)
    sums.store(session, 1)


def _all(session: Session, table: type[R], *conditions: Any) -> Iterator[Sequence[R]]:
    """The rows of the log, some at a time, which the session does not keep."""
    query = select(table).where(*conditions).execution_options(yield_per=_BATCH)
    for part in session.exec(query).partitions():
        yield part
        for row in part:
            session.expunge(row)


@dataclass
class _Sums:
    """Facts added up by hour, name and subject."""

    counting: Counting
    counts: dict[tuple[int, str, str], int] = field(default_factory=lambda: defaultdict(int))
    totals: dict[tuple[int, str, str], int] = field(default_factory=lambda: defaultdict(int))

    def add(self, session: Session, rows: Iterable[Counted]) -> None:
        rows = list(rows)
        entries = _entries(session, rows)
        for row in rows:
            for fact in self.counting.facts(row, entries):
                key = row.timestamp - row.timestamp % HOUR_S, fact.name, fact.subject
                self.counts[key] += fact.count
                self.totals[key] += fact.total

    def store(self, session: Session, sign: int) -> None:
        """Write down the sums, or with `sign` -1 their absence; an hour of nothing goes."""
        for key, count in self.counts.items():
            row = session.get(Measure, key)
            if row is None:
                row = Measure(hour=key[0], name=key[1], subject=key[2])
                session.add(row)
            row.count += sign * count
            row.total = str(int(row.total) + sign * self.totals[key])
            if (row.count, row.total) == (0, "0"):
                _forget(session, row)


def _forget(session: Session, row: Measure) -> None:
    if row in session.new:
        session.expunge(row)
    else:
        session.delete(row)


def _entries(session: Session, rows: Iterable[Counted]) -> dict[int, list[Entry]]:
    """The entries of the rounds that rows settle."""
    settled = {r.round_id for r in rows if isinstance(r, Event) and r.name == "RoundSettled"}
    found = defaultdict[int, list[Entry]](list)
    if settled:
        for entry in session.exec(select(Entry).where(col(Entry.round_id).in_(settled))):
            found[entry.round_id].append(entry)
    return found
