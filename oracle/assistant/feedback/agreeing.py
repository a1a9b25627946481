"""Accounts that agreed that their posts teach the predictor of the service.

None has until its owner says so, and whoever takes that back is left out from then on. A predictor
that has learnt before stays as it is.
"""

import secrets
import time
from collections.abc import Callable, Iterator
from hashlib import blake2b

from sqlalchemy import Engine, select, update
from sqlmodel import col

from oracle.assistant.feedback.exporting import Row, rows_of
from oracle.assistant.feedback.ledger import Ledger
from oracle.assistant.people.tables import Account
from oracle.predictor.loading import MAX_ROWS
from oracle.store.database import snapshot, transaction


def agreed_since(engine: Engine, address: str) -> int | None:
    """Since when (Unix seconds) an account agrees; None where it does not."""
    wanted = select(col(Account.agreed)).where(col(Account.address) == address)
    with snapshot(engine) as connection:
        return connection.execute(wanted).scalar_one_or_none()


def agree(
    engine: Engine, address: str, agreed: bool, now: Callable[[], float] = time.time
) -> int | None:
    """Let an account agree, or no longer; since when it does. Said again it changes nothing.

    Raises `Transient` where the database is locked.
    """
    change = update(Account).where(col(Account.address) == address)
    if agreed:
        change = change.where(col(Account.agreed).is_(None))
    with transaction(engine) as session:
        session.connection().execute(change.values(agreed=int(now()) if agreed else None))
    return agreed_since(engine, address)


def rows_of_accounts(engine: Engine) -> list[Row]:
    """The posts with real engagement of all accounts that agree, as `rows_of` has them, by time.

    They are the newest, as many as the predictor's loader takes. An author is a digest of the
    address under a key that nobody keeps: it holds together the posts of one account in these rows
    alone. The texts are as they were written.
    """
    return sorted(_rows(engine), key=lambda row: str(row["time"]))[-MAX_ROWS:]


def _rows(engine: Engine) -> Iterator[Row]:
    wanted = select(col(Account.address)).where(col(Account.agreed).is_not(None))
    with snapshot(engine) as connection:
        addresses = connection.execute(wanted).scalars().all()
    key = secrets.token_bytes(32)
    for address in addresses:
        author = blake2b(address.encode(), key=key, digest_size=8).hexdigest()
        yield from rows_of(Ledger(engine, address).standing(), author)
