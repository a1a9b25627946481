"""A server whose answers' headers never end, or that sends any bytes whatever was asked for."""

import socket
from threading import Event, Thread
from typing import Self

_OK = b"HTTP/1.1 200 OK\r\n"


class CrawlingServer:
    """Sends a byte of a header every 50 ms, or `answer` compressed by gzip, so it says."""

    def __init__(self, answer: bytes | None = None) -> None:
        self._answer, self._end = answer, Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._threads = [Thread(target=self._accept)]
        self._threads[0].start()

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._end.set()
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for thread in self._threads:
            thread.join()

    @property
    def _told(self) -> str:
        # Without the last one a client may ask again on the connection just as it is closed.
        size = len(self._answer or b"")
        return f"Content-Encoding: gzip\r\nContent-Length: {size}\r\nConnection: close"

    def _accept(self) -> None:
        while True:
            try:
                client = self._listener.accept()[0]
            except OSError:
                return
            self._threads.append(Thread(target=self._serve, args=(client,)))
            self._threads[-1].start()

    def _serve(self, client: socket.socket) -> None:
        with client:
            try:
                if self._answer is not None:
                    _read_request(client)
                    client.sendall(_OK + self._told.encode() + b"\r\n\r\n" + self._answer)
                    return
                client.recv(65_536)
                client.sendall(_OK + b"X-Never: ")
                while not self._end.wait(0.05):
                    client.sendall(b"a")
            except OSError:
                return


def _read_request(client: socket.socket) -> None:
    """All of it: who closes a connection with something unread resets it."""
    with client.makefile("rb") as asked:
        lines = dict[bytes, bytes]()
        while line := asked.readline().strip():
            name, _, value = line.partition(b":")
            lines[name.lower()] = value
        asked.read(int(lines.get(b"content-length", 0)))
