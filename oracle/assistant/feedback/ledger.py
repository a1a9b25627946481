"""The ledger: records that are only ever added, each counted once, each taken back by another."""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session, select

from oracle.assistant.feedback.records import REVERSAL, Reversal, plain
from oracle.assistant.people.tables import Record
from oracle.domain.base import Part
from oracle.errors import Permanent
from oracle.store.database import transaction

MAX_KEY = 200


@dataclass(frozen=True)
class About:
    """What a record is about: its kind, its persona and its post, if any."""

    kind: str
    persona: str
    post: str


class Ledger:
    """The records in a people database. `now` gives Unix seconds."""

    def __init__(self, engine: Engine, now: Callable[[], float] = time.time) -> None:
        self._engine, self._now = engine, now

    def add(self, key: str, about: About, make: Callable[[Sequence[Record]], Part]) -> Record:
        """Keep what `make` gives from the persona's records that stand, or what stands for `key`.

        The same thing told twice counts once: where the key stands, with the same data, that record
        is given. Raises `Permanent` where it stands with other data, and whatever `make` raises.
        """
        _check_key(key)
        with transaction(self._engine) as session:
            records = _found(session, Record.persona == about.persona)
            upright = standing(records)
            same = [each for each in records if each.key == key]
            held = next((each for each in same if each in upright), None)
            data = plain(make([each for each in upright if each is not held]))
            if held is None:
                return self._keep(session, key, len(same), about, data)
            if _told(held.data) != _told(data):
                raise Permanent(
                    f"record {held.number} says otherwise for {key!r}: take it back first, with "
                    f"`feedback revert {held.number}`"
                )
            return held

    def revert(self, number: int, why: str) -> Record:
        """Take a record back, so that it counts no longer; a reversal too, which restores.

        Raises `Permanent` where there is none of that number, it does not stand, or restoring it
        would have something count twice.
        """
        with transaction(self._engine) as session:
            found = session.get(Record, number)
            if found is None:
                raise Permanent(f"there is no record {number}: see `feedback history`")
            records = _found(session, Record.persona == found.persona)
            if found not in standing(records):
                raise Permanent(f"record {number} is taken back already")
            about = About(REVERSAL, found.persona, found.post)
            reversal = Reversal(number=number, why=why)
            kept = self._keep(
                session, f"revert:{number}", _again(records, number), about, plain(reversal)
            )
            _refuse_doubles(standing([*records, kept]))
            return kept

    def records(self, persona: str | None = None, post: str | None = None) -> list[Record]:
        """All of them, or those of a persona or a post, oldest first."""
        wanted = [Record.persona == persona] if persona is not None else []
        wanted += [Record.post == post] if post is not None else []
        with transaction(self._engine) as session:
            return _found(session, *wanted)

    def standing(self, persona: str | None = None, post: str | None = None) -> list[Record]:
        """Those that were not taken back; what takes back is of the same persona and post."""
        return standing(self.records(persona, post))

    def _keep(
        self, session: Session, key: str, again: int, about: About, data: dict[str, Any]
    ) -> Record:
        record = Record(
            key=key,
            again=again,
            kind=about.kind,
            persona=about.persona,
            post=about.post,
            at=int(self._now()),
            data=data,
        )
        session.add(record)
        session.flush()
        return record


def standing(records: Sequence[Record]) -> list[Record]:
    """Those of `records` that no reversal which stands itself takes back.

    All are given that are of the same personas, or posts: what takes one back is of the same.
    """
    gone: set[int] = set()
    for each in sorted(records, key=_number, reverse=True):
        if each.kind == REVERSAL and _number(each) not in gone:
            gone.add(Reversal.model_validate(each.data).number)
    return [each for each in records if _number(each) not in gone]


def _number(record: Record) -> int:
    return record.number or 0


def _found(session: Session, *wanted: bool) -> list[Record]:
    query = select(Record).where(*wanted).order_by(Record.number)  # type: ignore[arg-type]
    return list(session.exec(query))


def _again(records: Iterable[Record], number: int) -> int:
    return sum(each.key == f"revert:{number}" for each in records)


def _told(data: dict[str, Any]) -> dict[str, Any]:
    """What was told, without what was made of it."""
    return {name: value for name, value in data.items() if name != "reward"}


def _check_key(key: str) -> None:
    if not 1 <= len(key) <= MAX_KEY or not key.isprintable():
        raise Permanent(f"a key has 1 to {MAX_KEY} characters that print")


def _refuse_doubles(upright: Sequence[Record]) -> None:
    keys = [each.key for each in upright if each.kind != REVERSAL]
    double = next((key for key in keys if keys.count(key) > 1), None)
    if double is not None:
        raise Permanent(f"{double!r} would count twice: take the newer record back first")
