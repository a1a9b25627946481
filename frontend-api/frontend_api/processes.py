"""The processes of the API: the projection's loop, the web workers, or both in one."""

import logging
import resource
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event as Flag
from threading import Thread
from typing import Any

import uvicorn

from frontend_api.projection.database import open_to_write
from frontend_api.projection.keeper import Keeper
from frontend_api.projection.projector import Projector
from frontend_api.projection.source import Source
from frontend_api.settings import Settings
from frontend_api.web.connections import PromptProtocol
from oracle.errors import Fatal
from oracle.ipfs.embedded import EmbeddedStore

_logger = logging.getLogger(__name__)
_UNSENT_MS = 30_000
_NODES_BYTES = 64 * 1024  # what the blocks of a file have over its own bytes
_LIMITS: dict[str, Any] = {
    "access_log": False,
    "http": PromptProtocol,
    "limit_concurrency": 4_000,  # connections, WebSockets among them
    "server_header": False,
    "timeout_graceful_shutdown": 3,
    "timeout_worker_healthcheck": 30,  # one that loads its libraries on a busy machine is alive
    "ws_max_size": 256 * 1024,
    "ws_per_message_deflate": False,  # its windows would be most of what a client costs
}


def open_projector(settings: Settings) -> Projector:
    """A projector on the deployment of the node's chain. Raises `Fatal` and `Transient`."""
    source = Source(settings)
    return Projector(open_to_write(settings.projection), source)


def follow(settings: Settings) -> None:
    """Follow the chain until SIGINT or SIGTERM. Raises `Fatal`, and `Transient` at the start."""
    stop = Flag()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    _follow(settings, open_projector(settings), stop)


def serve_pages(settings: Settings, host: str, port: int, workers: int) -> None:
    """Serve until stopped. Raises `Fatal` where the port is taken."""
    from frontend_api.app import create_app  # seconds of libraries, which `follow` can do without

    create_app(settings).state.services.close()  # fails here, not in each worker
    with _listen(host, port) as listener:
        uvicorn.run(
            "frontend_api.app:create_app",
            factory=True,
            workers=workers,
            fd=listener.fileno(),
            **_LIMITS,
        )


def serve_and_follow(settings: Settings, host: str, port: int) -> None:
    """Serve, and follow the chain in a thread beside; either's end ends both. Raises `Fatal`."""
    from frontend_api.app import create_app

    projector = open_projector(settings)
    server = uvicorn.Server(uvicorn.Config(create_app(settings), **_LIMITS))
    with (
        _listen(host, port) as listener,
        _beside(lambda stop: _follow(settings, projector, stop), server),
    ):
        server.run(sockets=[listener])


def _follow(settings: Settings, projector: Projector, stop: Flag) -> None:
    with (
        EmbeddedStore(settings.blocks) as local,
        EmbeddedStore(settings.blocks, settings.gateways) as remote,
    ):
        engine = open_to_write(settings.projection)
        keeper = Keeper(engine, local, remote, settings.upload_bytes + _NODES_BYTES)
        keeping = Thread(target=keeper.run, args=(stop, settings.poll_seconds), daemon=True)
        keeping.start()
        try:
            projector.run(stop, settings.poll_seconds)
        finally:
            stop.set()
            keeping.join()


@contextmanager
def _beside(work: Callable[[Flag], None], server: uvicorn.Server) -> Iterator[None]:
    """Run `work` in a thread for as long as the server runs, and raise what it raised."""
    stop, failures = Flag(), list[Exception]()

    def target() -> None:
        try:
            work(stop)
        except Exception as error:  # noqa: BLE001 - raised again in the main thread
            failures.append(error)
        server.should_exit = True

    thread = Thread(target=target)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
    if failures:
        raise failures[0]


def _listen(host: str, port: int) -> socket.socket:
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))  # a file for each client
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if hasattr(socket, "TCP_USER_TIMEOUT"):  # who takes nothing for so long is let go of
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, _UNSENT_MS)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        reason = f"can't listen on {host} port {port} ({error.strerror}): choose another --port"
        raise Fatal(reason) from None
    _logger.info("listening on http://%s:%s", *listener.getsockname()[:2])
    return listener
