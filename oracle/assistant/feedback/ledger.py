"""The ledger: records that are never changed, each counted once, each taken back by another.

The command line's own only ever grows; an account's forgets posts, by wish or for want of room.
"""

import time
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Engine, delete, func
from sqlmodel import Session, col, select

from oracle.assistant.feedback.records import CHOICE, REVERSAL, About, Reversal, plain
from oracle.assistant.feedback.room import make_room
from oracle.assistant.feedback.standing import refuse_doubles, standing, told
from oracle.assistant.people.tables import Record
from oracle.domain.base import Part
from oracle.errors import Permanent
from oracle.store.database import snapshot, transaction

MAX_KEY = 200


class Ledger:
    """The records of one owner in a people database. `now` gives Unix seconds.

    `owner` is an account's address; None is the command line's own ledger. No ledger sees another's
    records, and an account's has no more than `make_room` leaves it.
    """

    def __init__(
        self, engine: Engine, owner: str | None = None, now: Callable[[], float] = time.time
    ) -> None:
        self._engine, self._owner, self._now = engine, owner, now

    def add(
        self,
        key: str,
        about: About,
        make: Callable[[Sequence[Record]], Part],
        *,
        instead: bool = False,
    ) -> Record:
        """Keep what `make` gives from the persona's records that stand, or what stands for `key`.

        The same thing told twice counts once: where the key stands, with the same data, that record
        is given. Where it stands with other data, that is taken back first with `instead`, else
        this raises `Permanent`. Raises as `make_room` does, and whatever `make` raises.
        """
        _check_key(key)
        with transaction(self._engine) as session:
            records = self._found(session, persona=about.persona)
            upright = standing(records)
            held = next((each for each in upright if each.key == key), None)
            data = plain(make([each for each in upright if each is not held]))
            if held is not None and told(held.data) == told(data):
                return held
            if held is not None and not instead:
                raise Permanent(
                    f"record {held.number} says otherwise for {key!r}: take it back first, with "
                    f"`feedback revert {held.number}`"
                )
            make_room(session, self._owner, about)
            if held is not None:
                self._reverse(session, held, "told anew")
            return self._keep(session, key, about, data)

    def revert(self, number: int, why: str) -> Record:
        """Take a record back, so that it counts no longer; a reversal too, which restores.

        Raises `Permanent` where there is none of that number, it does not stand, or restoring it
        would have something count twice.
        """
        with transaction(self._engine) as session:
            found = session.get(Record, number)
            if found is None or found.address != self._owner:
                raise Permanent(f"there is no record {number}: see `feedback history`")
            records = self._found(session, persona=found.persona)
            if found not in standing(records):
                raise Permanent(f"record {number} is taken back already")
            kept = self._reverse(session, found, why)
            refuse_doubles(standing([*records, kept]))
            return kept

    def take_back(self, key: str, post: str, why: str) -> bool:
        """Take back what stands for `key`, which is about that post; whether anything did."""
        with transaction(self._engine) as session:
            records = self._found(session, posts=[post])
            held = next((each for each in standing(records) if each.key == key), None)
            if held is not None:
                self._reverse(session, held, why)
            return held is not None

    def forget(self, post: str) -> bool:
        """Delete a post and all that was told of it, for good; whether there was one.

        Only an account's ledger forgets: the command line's loses nothing.
        """
        with transaction(self._engine) as session:
            mine = self._own(), col(Record.address).is_not(None), col(Record.post) == post
            return session.connection().execute(delete(Record).where(*mine)).rowcount > 0

    def records(
        self, persona: str | None = None, posts: Sequence[str] | None = None
    ) -> list[Record]:
        """All of them, or those of a persona or of posts, oldest first."""
        with snapshot(self._engine) as connection, Session(connection) as session:
            return self._found(session, persona, posts)

    def standing(
        self, persona: str | None = None, posts: Sequence[str] | None = None
    ) -> list[Record]:
        """Those that were not taken back; what takes back is of the same persona and post."""
        return standing(self.records(persona, posts))

    def choices(self, limit: int, before: int | None = None) -> list[Record]:
        """The newest `limit` choices with numbers below `before`, newest first."""
        query = select(Record).where(self._own(), Record.kind == CHOICE)
        if before is not None:
            query = query.where(col(Record.number) < before)
        with snapshot(self._engine) as connection, Session(connection) as session:
            return list(session.exec(query.order_by(col(Record.number).desc()).limit(limit)))

    def personas(self, limit: int | None = None, after: int = 0) -> list[tuple[int, str]]:
        """The personas that wrote, each with the number of its first choice, in that order.

        At most `limit` of those whose number is above `after`.
        """
        first = func.min(col(Record.number))
        query = select(first, Record.persona).where(self._own(), Record.kind == CHOICE)
        query = query.group_by(col(Record.persona)).having(first > after).order_by(first)
        with snapshot(self._engine) as connection, Session(connection) as session:
            return [(number or 0, persona) for number, persona in session.exec(query.limit(limit))]

    def _own(self) -> ColumnElement[bool]:
        return col(Record.address) == self._owner  # IS NULL, where it is None

    def _found(
        self, session: Session, persona: str | None = None, posts: Sequence[str] | None = None
    ) -> list[Record]:
        query = select(Record).where(self._own()).order_by(col(Record.number))
        if persona is not None:
            query = query.where(Record.persona == persona)
        if posts is not None:
            query = query.where(col(Record.post).in_(posts))
        return list(session.exec(query))

    def _reverse(self, session: Session, found: Record, why: str) -> Record:
        reversal = plain(Reversal(number=found.number or 0, why=why))
        about = About(REVERSAL, found.persona, found.post)
        return self._keep(session, f"revert:{found.number}", about, reversal)

    def _keep(self, session: Session, key: str, about: About, data: dict[str, Any]) -> Record:
        before = select(func.max(Record.again)).where(Record.key == key)
        again = session.exec(before).one()
        record = Record(
            address=self._owner,
            key=key,
            again=0 if again is None else again + 1,
            kind=about.kind,
            persona=about.persona,
            post=about.post,
            at=int(self._now()),
            data=data,
        )
        session.add(record)
        session.flush()
        return record


def _check_key(key: str) -> None:
    if not 1 <= len(key) <= MAX_KEY or not key.isprintable():
        raise Permanent(f"a key has 1 to {MAX_KEY} characters that print")
