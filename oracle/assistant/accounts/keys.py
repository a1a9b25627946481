"""API keys: how a person's programs show whose they are."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from uuid import uuid4

from sqlalchemy import Engine, delete, select
from sqlmodel import col
from sqlmodel import select as select_rows

from oracle.assistant.accounts.tokens import digest_of_token, new_token
from oracle.assistant.people.tables import ApiKey
from oracle.errors import Permanent
from oracle.store.database import snapshot, transaction

MOST = 20
"""The most keys of one account."""
_SIGN, _SHOWN = "troupe_", 12


@dataclass(frozen=True)
class Made:
    """A new key, and the secret that nobody sees again."""

    key: ApiKey
    secret: str = field(repr=False)


class Keys:
    """The API keys in a people database; they stay until they are revoked.

    `now` gives Unix seconds. Every method raises `Transient` where the database is locked.
    """

    def __init__(self, engine: Engine, now: Callable[[], float] = time.time) -> None:
        self._engine, self._now = engine, now

    def make(self, address: str, name: str) -> Made:
        """A new key of an account. Raises `Permanent` where it has the most already."""
        secret = _SIGN + new_token()
        key = ApiKey(
            id=uuid4().hex,
            address=address,
            name=name,
            start=secret[:_SHOWN],
            digest=digest_of_token(secret),
            created=int(self._now()),
        )
        with transaction(self._engine) as session:
            held = session.exec(select_rows(ApiKey.id).where(ApiKey.address == address)).all()
            if len(held) >= MOST:
                raise Permanent(f"you have {MOST} keys already: revoke one you don't use")
            session.add(key)
        return Made(key, secret)

    def of(self, address: str) -> Sequence[ApiKey]:
        """An account's keys, oldest first."""
        mine = select_rows(ApiKey).where(ApiKey.address == address)
        with transaction(self._engine) as session:
            return session.exec(mine.order_by(col(ApiKey.created), col(ApiKey.id))).all()

    def revoke(self, address: str, key_id: str) -> bool:
        """Whether the account had that key; now it has not."""
        wanted = col(ApiKey.address) == address, col(ApiKey.id) == key_id
        with transaction(self._engine) as session:
            return bool(session.connection().execute(delete(ApiKey).where(*wanted)).rowcount)

    def find(self, secret: str) -> str | None:
        """The checksum address of the account whose key that is."""
        wanted = col(ApiKey.digest) == digest_of_token(secret)
        with snapshot(self._engine) as connection:
            return connection.execute(
                select(col(ApiKey.address)).where(wanted)
            ).scalar_one_or_none()
