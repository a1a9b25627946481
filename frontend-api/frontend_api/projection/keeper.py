"""Keeps the documents that the chain names, with the files that they name in turn.

What it never named is dropped.
"""

import logging
import time
from collections.abc import Sequence
from threading import Event as Flag

from sqlalchemy import Engine
from sqlmodel import col, select

from frontend_api.projection.tables import Change, Wanted
from oracle.domain import ContributionDocument
from oracle.errors import Permanent, Transient, TroupeError
from oracle.ipfs.cid import Cid
from oracle.ipfs.embedded import EmbeddedStore
from oracle.ipfs.reader import walk
from oracle.store.database import transaction

_logger = logging.getLogger(__name__)
_MOST_DOUBLINGS = 9  # about eight minutes between two tries
_BATCH = 50
_LEAST_OF_A_BLOCK = 4096


class Keeper:
    """Makes wanted blocks permanent: from `local`, else from `remote`, which asks gateways.

    Both are the same file. Runs beside the projector, so that no gateway holds the projection up.
    Of the files that contributions link, one from elsewhere is kept up to `most_bytes`.
    """

    def __init__(
        self, engine: Engine, local: EmbeddedStore, remote: EmbeddedStore, most_bytes: int
    ) -> None:
        self._engine, self._local, self._remote = engine, local, remote
        self._most_bytes = most_bytes

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
        late = document.attempts > 0 or not self._keep(self._local, document.digest)
        if late and not self._keep(self._remote, document.digest):
            self._postpone(document, now)
            return
        with transaction(self._engine) as session:
            session.delete(session.merge(document))
            if late:
                session.add(Change())

    def _keep(self, store: EmbeddedStore, digest: str) -> bool:
        """Whether the document and its file are kept now, or can never be."""
        try:
            store.keep(digest)
            file = _file_of(store.get(digest))
            if file is not None:
                _fetch(store, file, self._most_bytes)
                store.pin(file)
        except Transient:
            return False
        except Permanent as error:
            _logger.warning("what %s links is not kept: %s", digest, error)
        return True

    def _postpone(self, document: Wanted, now: int) -> None:
        with transaction(self._engine) as session:
            document = session.merge(document)
            document.retry_at = now + 2 ** min(document.attempts, _MOST_DOUBLINGS)
            document.attempts += 1


def _file_of(document: bytes) -> Cid | None:
    """The file that a contribution's document links; None for other documents."""
    try:
        media = ContributionDocument.parse(document).media
        return Cid.parse(media.cid) if media else None
    except ValueError:
        return None


def _fetch(store: EmbeddedStore, file: Cid, most: int) -> None:
    """Have all blocks of a file. Raises `Permanent` over `most` bytes, `Missing` without one.

    A block counts as 4 KiB at least: a stranger's file of a million tiny ones would be asked of the
    gateways for days, and hold up all that comes after it.
    """
    size = 0
    for block in walk(store.block, [file]):
        size += max(len(block.data), _LEAST_OF_A_BLOCK)
        if size > most:
            raise Permanent(f"{file} has over {most} bytes: pin it by hand to keep it")
