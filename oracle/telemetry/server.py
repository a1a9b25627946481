"""HTTP for whoever watches an operator: it only hands out what was seen already."""

import json
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socket import SHUT_RDWR
from socket import socket as Socket
from threading import BoundedSemaphore, Thread, Timer
from typing import Any

from oracle.errors import Fatal
from oracle.telemetry.health import State

_MOST_CLIENTS = 16
_LONGEST_S = 3.0
_TEXT = "text/plain; version=0.0.4; charset=utf-8"

Answer = tuple[int, str, bytes]
Page = Callable[[], Answer]


def state_page(state: Callable[[], State]) -> Page:
    """A page with a state as JSON: status 200 where it is good, 503 where it is not."""

    def page() -> Answer:
        now = state()
        body = json.dumps({"ok": now.ok, "wrong": now.wrong}).encode() + b"\n"
        return 200 if now.ok else 503, "application/json", body

    return page


def text_page(text: Callable[[], bytes]) -> Page:
    """A page in Prometheus's text format."""
    return lambda: (200, _TEXT, text())


class WatchServer:
    """Serves pages by path to at most 16 clients at once, each for at most three seconds."""

    def __init__(self, host: str, port: int, pages: dict[str, Page]) -> None:
        """Raises `Fatal` where the port can't be had."""
        try:
            self._server = _Server((host, port), _handler(pages))
        except OSError as error:
            raise Fatal(
                f"port {port} of {host} can't be had ({error.strerror}): set TROUPE_HEALTH_PORT, "
                "of a worker TROUPE_WORKER_HEALTH_PORT, to one that is free"
            ) from error
        Thread(target=self._server.serve_forever, args=(0.1,), daemon=True).start()

    def close(self) -> None:
        """Stop listening."""
        self._server.shutdown()
        self._server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 2 * _MOST_CLIENTS

    def __init__(self, address: tuple[str, int], handler: type[BaseHTTPRequestHandler]) -> None:
        self._room = BoundedSemaphore(_MOST_CLIENTS)
        super().__init__(address, handler)

    def process_request(self, request: Any, client_address: Any) -> None:
        if self._room.acquire(blocking=False):
            super().process_request(request, client_address)
        else:
            self.shutdown_request(request)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        guard = Timer(_LONGEST_S, _cut, [request])
        guard.daemon = True
        guard.start()
        try:
            super().process_request_thread(request, client_address)
        finally:
            guard.cancel()
            self._room.release()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that goes away is no news."""


def _cut(connection: Socket) -> None:
    try:
        connection.shutdown(SHUT_RDWR)
    except OSError:
        return  # it has ended by itself


def _handler(pages: dict[str, Page]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        server_version, sys_version = "troupe", ""
        timeout = _LONGEST_S

        def do_GET(self) -> None:
            page = pages.get(self.path.partition("?")[0])
            names = " ".join(pages).encode() + b"\n"
            status, kind, body = page() if page else (404, _TEXT, names)
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Cache-Control", "no-store")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Who watches is no news."""

    return Handler
