"""Threaded servers on loopback that can be shut and opened again on the same port."""

from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread


class Server(ThreadingHTTPServer):
    """Serves until `close`; `shut` has connections refused until `open`."""

    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 64

    def handle_error(self, *_: object) -> None:
        """A client that went away, or was killed, is nothing to report."""


class Switchable:
    """A port with a handler behind it, or nothing."""

    def __init__(self, handler: type[BaseHTTPRequestHandler]) -> None:
        self._handler = handler
        self._server: Server | None = None
        self._port = 0
        self.open()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    @property
    def is_open(self) -> bool:
        return self._server is not None

    def open(self) -> None:
        if self._server is None:
            self._server = Server(("127.0.0.1", self._port), self._handler)
            self._port = self._server.server_port
            run = {"poll_interval": 0.02}
            Thread(target=self._server.serve_forever, kwargs=run, daemon=True).start()

    def shut(self) -> None:
        if self._server is not None:
            server, self._server = self._server, None
            server.shutdown()
            server.server_close()
