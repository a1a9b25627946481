"""A server that takes whatever comes and never answers."""

import socket
from threading import Thread
from typing import Self


class SilentServer:
    """Listens on a port of loopback until the end of the block; `asked` counts its clients."""

    def __init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._clients: list[socket.socket] = []
        self._thread = Thread(target=self._accept, daemon=True)
        self._thread.start()

    @property
    def address(self) -> str:
        """Its host and port."""
        return f"127.0.0.1:{self._listener.getsockname()[1]}"

    @property
    def asked(self) -> int:
        """How many clients have connected."""
        return len(self._clients)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        for each in (self._listener, *self._clients):
            each.close()

    def _accept(self) -> None:
        while True:
            try:
                self._clients.append(self._listener.accept()[0])
            except OSError:
                return
