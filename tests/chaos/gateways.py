"""The gateways through which operators read one another's blocks, each from its own store."""

import time
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from threading import Lock

from oracle.errors import TroupeError
from oracle.ipfs.cid import digest_of_cid
from oracle.ipfs.embedded import EmbeddedStore
from tests.chaos.servers import Switchable

HANG_S = 1.3


class Gateways:
    """Serves `stores` by their owner's number; `faults` says what goes wrong for a reader.

    A fault is one of `plan.IPFS`. Paths are ``/<reader>/<owner>/ipfs/<cid>``.
    """

    def __init__(self, stores: Mapping[int, Path]) -> None:
        self._paths = stores
        self._stores: dict[int, EmbeddedStore] = {}
        self._lock = Lock()
        self.faults: dict[int, str] = {}
        self._switch = Switchable(self._handler())

    def urls(self, reader: int) -> str:
        """The setting of an operator: everybody else's gateway."""
        others = [owner for owner in self._paths if owner != reader]
        return ",".join(f"{self._switch.url}/{reader}/{owner}" for owner in others)

    def close(self) -> None:
        self._switch.shut()
        for store in self._stores.values():
            store.close()

    def answer(self, path: str) -> tuple[int, bytes]:
        """Status and body."""
        _, reader, owner, _, cid = path.split("?")[0].split("/")
        fault = self.faults.get(int(reader))
        if fault == "refuse":
            return 502, b"bad gateway"
        if fault == "lie":
            return 200, b"these are other bytes"
        block = self._read(int(owner), digest_of_cid(cid))
        if fault == "hang":
            time.sleep(HANG_S)
        return (404, b"not found") if block is None else (200, block)

    def _read(self, owner: int, digest: str) -> bytes | None:
        path = self._paths[owner]
        with self._lock:
            if owner not in self._stores and path.exists():
                self._stores[owner] = EmbeddedStore(path)
        try:
            return self._stores[owner].get(digest) if owner in self._stores else None
        except TroupeError:
            return None

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        gateways = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True
            wbufsize = -1

            def do_GET(self) -> None:
                status, data = gateways.answer(self.path)
                try:
                    self.send_response(status)
                    self.send_header("Content-Length", str(len(data)))
                    self.end_headers()
                    self.wfile.write(data)
                except OSError:
                    self.close_connection = True

            def log_message(self, *_: object) -> None:
                pass

        return Handler
