"""Sessions: a browser that a wallet signed in."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from sqlalchemy import Engine, delete, insert, select
from sqlmodel import Session, col

from oracle.assistant.accounts.tokens import digest_of_token, new_token
from oracle.assistant.people.tables import Account, SignIn
from oracle.store.database import snapshot, transaction

LIFETIME_S = 7 * 24 * 3600
"""A session ends this many seconds after it was opened, whatever happens in it."""
MOST = 20
"""The most sessions of one account: another ends the oldest."""


@dataclass(frozen=True)
class Opened:
    """A new session: the token for its browser, and when it ends (Unix seconds)."""

    token: str = field(repr=False)
    expires: int


@dataclass(frozen=True)
class Held:
    """A session that is open: of which address (with checksum), and since and until when."""

    address: str
    created: int
    expires: int


class Sessions:
    """The sessions in a people database, each found by the token that only its browser has.

    `now` gives Unix seconds. Every method raises `Transient` where the database is locked.
    """

    def __init__(self, engine: Engine, now: Callable[[], float] = time.time) -> None:
        self._engine, self._now = engine, now

    def open(self, address: str) -> Opened:
        """A session for a checksum address, and its account where it had none."""
        now = int(self._now())
        opened = Opened(new_token(), now + LIFETIME_S)
        with transaction(self._engine) as session:
            if session.get(Account, address) is None:
                session.add(Account(address=address, created=now))
                session.flush()
            _end_oldest(session, address)
            values = {
                "digest": digest_of_token(opened.token),
                "address": address,
                "created": now,
                "expires": opened.expires,
            }
            session.connection().execute(insert(SignIn).values(values))
        return opened

    def find(self, token: str) -> Held | None:
        """The session of that token, unless it has ended."""
        wanted = col(SignIn.digest) == digest_of_token(token), col(SignIn.expires) > self._now()
        columns = col(SignIn.address), col(SignIn.created), col(SignIn.expires)
        with snapshot(self._engine) as connection:
            found = connection.execute(select(*columns).where(*wanted)).one_or_none()
        return None if found is None else Held(*found)

    def count(self, address: str) -> int:
        """How many sessions of an account are open."""
        wanted = col(SignIn.address) == address, col(SignIn.expires) > self._now()
        with snapshot(self._engine) as connection:
            return len(connection.execute(select(col(SignIn.digest)).where(*wanted)).all())

    def close(self, token: str) -> None:
        """End the session of that token, if there is one."""
        self._end(col(SignIn.digest) == digest_of_token(token))

    def close_all(self, address: str) -> None:
        """End all sessions of an account."""
        self._end(col(SignIn.address) == address)

    def _end(self, wanted: object) -> None:
        with transaction(self._engine) as session:
            session.connection().execute(delete(SignIn).where(wanted))  # type: ignore[arg-type]


def _end_oldest(session: Session, address: str) -> None:
    """Leave room for one more."""
    digest, made = col(SignIn.digest), col(SignIn.created)
    mine = select(digest).where(col(SignIn.address) == address).order_by(made.desc())
    oldest = mine.offset(MOST - 1).limit(-1)
    session.connection().execute(delete(SignIn).where(digest.in_(oldest)))
