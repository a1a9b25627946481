"""What a pinning service is to pin: noted in the block store's file, and asked for beside the work.

A service that is down, full or slow holds nothing up: the blocks are in the embedded store.
"""

import logging
import time
from collections.abc import Sequence
from pathlib import Path
from threading import Event, Thread

from oracle.errors import TroupeError
from oracle.ipfs.blockfile import BlockFile
from oracle.ipfs.cid import Cid
from oracle.ipfs.pinning import PinningService
from oracle.ipfs.reader import Fetch

log = logging.getLogger(__name__)
_BATCH = 50
_LOOK_S = 1.0
_FIRST_S, _MOST_DOUBLINGS = 2, 10  # from two seconds to about half an hour
_DUE = "SELECT cid, attempts FROM wishes WHERE retry_at <= ? ORDER BY retry_at LIMIT ?"


class Wishes:
    """An `oracle.ipfs.content.Replica`: keeps a list, which a thread works off.

    `path` is the block store's file; several processes may share it. Closes the service too.
    """

    def __init__(self, path: Path, service: PinningService) -> None:
        self._service = service
        self._file = BlockFile(path)
        self._stop, self._news = Event(), Event()
        self._thread = Thread(target=self._run, name="pinning", daemon=True)
        self._thread.start()

    def keep(self, roots: Sequence[Cid], fetch: Fetch) -> None:  # noqa: ARG002 - it fetches itself
        """Note these down, to be asked for soon. Raises `Transient` where the file fails."""
        with self._file.transaction() as cursor:
            rows = [(bytes(cid),) for cid in roots]
            cursor.executemany("INSERT OR IGNORE INTO wishes (cid) VALUES (?)", rows)
        self._news.set()

    def left(self) -> int:
        """How many the service is not known to have pinned yet."""
        return int(self._file.read("SELECT count(*) FROM wishes")[0][0])

    def close(self) -> None:
        """Stop asking; what is left is asked for after the next start."""
        self._stop.set()
        self._news.set()
        self._thread.join()
        self._file.close()
        self._service.close()

    def _run(self) -> None:
        while not self._stop.is_set():
            self._news.clear()
            try:
                self._ask()
            except TroupeError as error:
                log.warning("pinning has to wait: %s", error)
            self._news.wait(_LOOK_S)

    def _ask(self) -> None:
        """Ask for what is due; where the service fails, the rest waits as well."""
        for data, attempts in self._file.read(_DUE, int(time.time()), _BATCH):
            if self._stop.is_set():
                return
            cid = Cid.from_bytes(data)
            if not self._claim(cid, attempts):
                continue
            status = self._service.pin(cid)
            if status == "pinned":
                self._forget(cid)
            elif status == "failed":
                log.warning(
                    "%s could not pin %s: does a node that it reaches have it?",
                    self._service.host,
                    cid,
                )

    def _claim(self, cid: Cid, attempts: int) -> bool:
        """Put off the next try before this one; False where another process is at it."""
        pause = _FIRST_S * 2 ** min(attempts, _MOST_DOUBLINGS)
        with self._file.transaction() as cursor:
            claimed = cursor.execute(
                "UPDATE wishes SET attempts = attempts + 1, retry_at = ? "
                "WHERE cid = ? AND attempts = ?",
                (int(time.time()) + pause, bytes(cid), attempts),
            )
            return claimed.rowcount == 1

    def _forget(self, cid: Cid) -> None:
        with self._file.transaction() as cursor:
            cursor.execute("DELETE FROM wishes WHERE cid = ?", (bytes(cid),))
