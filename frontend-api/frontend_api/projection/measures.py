"""What happened in each hour, added up: what series over time are made of."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from sqlmodel import Session, col, delete, select

from frontend_api.projection.tables import Entry, Event, Measure, Status, Vote
from oracle.domain import Criterion
from oracle.scoring.payload import decode_payload

R = TypeVar("R", Event, Vote)
HOUR_S = 3_600
_ENDS = {"RoundSettled": "settled", "RoundExpired": "expired", "RoundFailed": "failed"}
_SHEET_ROW, _SHEET_DIGEST = 2 * len(Criterion) + 1, 32
_BATCH = 1_000


@dataclass(frozen=True)
class Fact:
    """Something that counts: how often, and how much in all."""

    name: str
    subject: str = ""
    count: int = 1
    total: int = 0


def measure(session: Session, rows: Iterable[Event | Vote]) -> None:
    """Add new rows of the log to their hours; the rounds that they settle are folded before."""
    sums = _Sums(_reward(session))
    sums.add(session, rows)
    sums.store(session)


def measure_again(session: Session, since: int) -> None:
    """Make the hours from that of `since` (Unix seconds) on anew."""
    first = since - since % HOUR_S
    session.exec(delete(Measure).where(col(Measure.hour) >= first))
    session.expire_all()
    sums = _Sums(_reward(session))
    for events in _since(session, Event, first):
        sums.add(session, events)
    for votes in _since(session, Vote, first):
        sums.add(session, votes)
    sums.store(session)


def _since(session: Session, table: type[R], first: int) -> Iterator[Sequence[R]]:
    """The rows of the log from a time on, some at a time, which the session does not keep."""
    query = select(table).where(col(table.timestamp) >= first)
    for part in session.exec(query.execution_options(yield_per=_BATCH)).partitions():
        yield part
        for row in part:
            session.expunge(row)


def _reward(session: Session) -> str:
    return str(session.get_one(Status, 1).token["address"])


@dataclass
class _Sums:
    """Facts added up by hour, name and subject."""

    reward: str
    counts: dict[tuple[int, str, str], int] = field(default_factory=lambda: defaultdict(int))
    totals: dict[tuple[int, str, str], int] = field(default_factory=lambda: defaultdict(int))

    def add(self, session: Session, rows: Iterable[Event | Vote]) -> None:
        rows = list(rows)
        entries = _entries(session, rows)
        for row in rows:
            for fact in self._facts(row, entries):
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

    def _facts(self, row: Event | Vote, entries: dict[int, list[Entry]]) -> Iterator[Fact]:
        if isinstance(row, Vote):
            yield Fact("votes", total=int(row.weight))
            return
        match row.name:
            case "GenerationProposed":
                yield Fact("rounds")
                yield Fact("bounties", total=row.args["bounty"])
            case "BountyAdded":
                yield Fact("bounties", count=0, total=row.args["amount"])
            case "RoundSettled" | "RoundExpired" | "RoundFailed":
                yield Fact(_ENDS[row.name])
                if row.name == "RoundSettled":
                    yield from _standings(entries.get(row.round_id or 0, []))
            case "PrizePaid":
                yield Fact("prizes", str(row.args["personaId"]), total=row.args["amount"])
            case "QuestionOpened" if row.round_id is not None:
                yield Fact("asked", count=row.args["members"].bit_count())
            case "Revealed" if row.round_id is not None:
                yield Fact("revealed")
                yield from _criteria(row.args["payload"])
            case "ContributionMade":
                yield Fact("contributions")
            case "RevenueClaimed":
                yield Fact("claims", row.args["asset"], total=row.args["amount"])
            case "PaidIn" if row.args["asset"] != self.reward:
                yield Fact("income", row.args["asset"], total=row.args["amount"])
            case "Transfer" if row.contract == "RewardToken":
                yield Fact("income", self.reward, total=row.args["value"])


def _entries(session: Session, rows: Iterable[Event | Vote]) -> dict[int, list[Entry]]:
    """The entries of the rounds that rows settle."""
    settled = {r.round_id for r in rows if isinstance(r, Event) and r.name == "RoundSettled"}
    found = defaultdict[int, list[Entry]](list)
    if settled:
        for entry in session.exec(select(Entry).where(col(Entry.round_id).in_(settled))):
            found[entry.round_id].append(entry)
    return found


def _standings(entries: Iterable[Entry]) -> Iterator[Fact]:
    for entry in entries:
        yield Fact("finals", str(entry.persona_id), total=entry.final_score or 0)
        if entry.rank == 1:
            yield Fact("wins", str(entry.persona_id))


def _criteria(payload: str) -> Iterator[Fact]:
    sheet = bytes.fromhex(payload[2:])
    size = (len(sheet) - _SHEET_DIGEST) // _SHEET_ROW
    columns = zip(*decode_payload(sheet, size).criteria, strict=True)
    for criterion, values in zip(Criterion, columns, strict=True):
        yield Fact("criteria", criterion.value, count=size, total=sum(values))
