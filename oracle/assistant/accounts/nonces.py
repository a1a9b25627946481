"""Nonces: what a wallet signs to sign in, once, from the browser that asked for it."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from sqlalchemy import Engine, delete
from sqlmodel import col

from oracle.assistant.accounts.tokens import digest_of_token, new_token
from oracle.assistant.people.tables import Nonce
from oracle.store.database import transaction

LIFETIME_S = 600
"""How long a nonce may be signed, in seconds."""


@dataclass(frozen=True)
class Issued:
    """A nonce, and the secret that its browser keeps; times are Unix seconds."""

    value: str
    secret: str = field(repr=False)
    issued: int
    expires: int


class Nonces:
    """The nonces in a people database. `now` gives Unix seconds."""

    def __init__(self, engine: Engine, now: Callable[[], float] = time.time) -> None:
        self._engine, self._now = engine, now

    def issue(self) -> Issued:
        """A nonce of 32 letters and digits. Raises `Transient` where the database is locked."""
        secret, now = new_token(), int(self._now())
        issued = Issued(nonce_of(secret), secret, now, now + LIFETIME_S)
        with transaction(self._engine) as session:
            session.add(Nonce(value=issued.value, expires=issued.expires))
        return issued

    def spend(self, value: str) -> bool:
        """Whether it was issued, is not expired and was not spent before; now it is."""
        wanted = col(Nonce.value) == value, col(Nonce.expires) > self._now()
        with transaction(self._engine) as session:
            return bool(session.connection().execute(delete(Nonce).where(*wanted)).rowcount)


def nonce_of(secret: str) -> str:
    """The nonce of the browser that keeps this secret.

    So nobody can have another's browser sign in with a nonce of one's own.
    """
    return digest_of_token(secret)[:32]
