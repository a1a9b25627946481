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


def measure(session: Session, rows: Iterable[Counted]) -> None:
    """Add new rows of the log to their hours; what they are about is folded before."""
    sums = _Sums(Counting.of(session))
    sums.add(session, rows)
    sums.store(session)


def measure_again(session: Session, since: int) -> None:
    """Make the hours from that of `since` (Unix seconds) on anew."""
    first = since - since % HOUR_S
    session.exec(delete(Measure).where(col(Measure.hour) >= first))
    session.expire_all()
    sums = _Sums(Counting.of(session))
    ours = sums.counting.treasury
    of_treasury = or_(col(Transfer.sender) == ours, col(Transfer.receiver) == ours)
    for events in _since(session, Event, first):
        sums.add(session, events)
    for votes in _since(session, Vote, first):
        sums.add(session, votes)
    for transfers in _since(session, Transfer, first, of_treasury):
        sums.add(session, transfers)
    sums.store(session)


def _since(session: Session, table: type[R], first: int, *conditions: Any) -> Iterator[Sequence[R]]:
    """The rows of the log from a time on, some at a time, which the session does not keep."""
    query = select(table).where(col(table.timestamp) >= first, *conditions)
    for part in session.exec(query.execution_options(yield_per=_BATCH)).partitions():
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

    def store(self, session: Session) -> None:
        for key, count in self.counts.items():
            row = session.get(Measure, key)
            if row is None:
                row = Measure(hour=key[0], name=key[1], subject=key[2])
                session.add(row)
            row.count += count
            row.total = str(int(row.total) + self.totals[key])


def _entries(session: Session, rows: Iterable[Counted]) -> dict[int, list[Entry]]:
    """The entries of the rounds that rows settle."""
    settled = {r.round_id for r in rows if isinstance(r, Event) and r.name == "RoundSettled"}
    found = defaultdict[int, list[Entry]](list)
    if settled:
        for entry in session.exec(select(Entry).where(col(Entry.round_id).in_(settled))):
            found[entry.round_id].append(entry)
    return found
