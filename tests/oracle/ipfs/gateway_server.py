"""A real gateway on loopback that can be told to misbehave."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread

from oracle.ipfs.cid import Cid


class Gateway(ThreadingHTTPServer):
    """Serves `blocks` by digest; `behaviour` is serve, lie, hang, drip, flood, move or echo."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.blocks: dict[str, bytes] = {}
        self.behaviour = "serve"
        self.requests: list[tuple[str, str | None]] = []
        self.stopped = Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    server: Gateway

    def do_GET(self) -> None:
        self.server.requests.append((self.path, self.headers["Accept"]))
        getattr(self, f"_{self.server.behaviour}")()

    def _serve(self) -> None:
        cid = Cid.parse(self.path.removeprefix("/ipfs/").removesuffix("?format=raw"))
        block = self.server.blocks.get(cid.digest)
        if block is None:
            self.send_error(404)
        else:
            self._answer(block)

    def _lie(self) -> None:
        self._answer(b"these are other bytes")

    def _hang(self) -> None:
        self.server.stopped.wait(30)

    def _drip(self) -> None:
        self._answer(b"")
        while not self.server.stopped.wait(0.05):
            self._write(b".")

    def _flood(self) -> None:
        self._answer(b"")
        while self._write(b"." * 65_536):
            pass

    def _move(self) -> None:
        self.send_response(302)
        self.send_header("Location", "/elsewhere")
        self.end_headers()

    def _echo(self) -> None:
        self._write(self.raw_requestline + b"\r\n")

    def _answer(self, block: bytes) -> None:
        self.send_response(200)
        self.end_headers()
        self._write(block)

    def _write(self, data: bytes) -> bool:
        try:
            self.wfile.write(data)
        except OSError:
            self.server.stopped.set()
            return False
        return True

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def running_gateway() -> Iterator[Gateway]:
    with Gateway() as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.stopped.set()
            server.shutdown()
            thread.join()
