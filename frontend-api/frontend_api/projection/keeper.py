"""Keeps the documents that the chain names, and drops those that it never named."""

import logging
import time
from collections.abc import Sequence
from threading import Event as Flag

from sqlalchemy import Engine
from sqlmodel import col, select

from frontend_api.projection.tables import Change, Wanted
from oracle.errors import Transient, TroupeError
from oracle.ipfs.embedded import EmbeddedStore
from oracle.store.database import transaction

_logger = logging.getLogger(__name__)
_MOST_DOUBLINGS = 9  # about eight minutes between two tries
_BATCH = 50


class Keeper:
    """Makes wanted blocks permanent: from `local`, else from `remote`, which asks gateways.

    Both are the same file. Runs beside the projector, so that no gateway holds the projection up.
    """

    def __init__(self, engine: Engine, local: EmbeddedStore, remote: EmbeddedStore) -> None:
        self._engine, self._local, self._remote = engine, local, remote

    def run(self, stop: Flag, poll_seconds: float) -> None:
        """Work until `stop` is set; whatever goes wrong is tried again."""
        while not stop.is_set():
            try:
                self.work(int(time.time()))
            except TroupeError as error:
                _logger.warning("documents can't be kept now: %s", error)
            stop.wait(poll_seconds)

    def work(self, now: int) -> None:
        """Try each document that is due once, and drop what has expired by `now` (Unix seconds).

        Raises `Transient` or `Fatal` where the projection or the store fails.
        """
        for document in self._due(now):
            self._try(document, now)
        self._local.collect(now)

    def _due(self, now: int) -> Sequence[Wanted]:
        query = select(Wanted).where(Wanted.retry_at <= now).order_by(col(Wanted.retry_at))
        with transaction(self._engine) as session:
            return session.exec(query.limit(_BATCH)).all()

    def _try(self, document: Wanted, now: int) -> None:
        late = document.attempts > 0 or not _keep(self._local, document.digest)
        if late and not _keep(self._remote, document.digest):
            self._postpone(document, now)
            return
        with transaction(self._engine) as session:
            session.delete(session.merge(document))
            if late:
                session.add(Change())

    def _postpone(self, document: Wanted, now: int) -> None:
        with transaction(self._engine) as session:
            document = session.merge(document)
            document.retry_at = now + 2 ** min(document.attempts, _MOST_DOUBLINGS)
            document.attempts += 1


def _keep(store: EmbeddedStore, digest: str) -> bool:
    try:
        store.keep(digest)
    except Transient:
        return False
    return True
