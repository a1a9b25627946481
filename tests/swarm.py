"""Many WebSocket clients in one event loop, cheap enough to hold a thousand."""

import asyncio
import base64
import os
import socket
from collections.abc import Callable
from urllib.parse import urlsplit

_TEXT, _PING = 0x81, 0x89
_PONG = b"\x8a\x80\x00\x00\x00\x00"


class Client(asyncio.Protocol):
    """One client of unfragmented text frames (RFC 6455); `heard` is given each, in order."""

    def __init__(self, path: str, address: str, heard: Callable[[bytes], None]) -> None:
        self._path, self._address, self._heard = path, address, heard
        self._buffer = bytearray()
        self.opened: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.closed = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        key = base64.b64encode(os.urandom(16)).decode()
        transport.write(
            f"GET {self._path} HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
            f"Connection: Upgrade\r\nSec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n"
            f"X-Forwarded-For: {self._address}\r\n\r\n".encode()
        )

    def connection_lost(self, exc: Exception | None) -> None:
        self.closed = True
        if not self.opened.done():
            self.opened.set_exception(exc or ConnectionError("closed before it was opened"))

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        if not self.opened.done():
            head, found, rest = bytes(self._buffer).partition(b"\r\n\r\n")
            if not found:
                return
            self._buffer = bytearray(rest)
            self._open(head)
        while (end := self._end()) <= len(self._buffer):
            frame, self._buffer = bytes(self._buffer[:end]), self._buffer[end:]
            if frame[0] == _TEXT:
                self._heard(frame[4:] if frame[1] == 126 else frame[2:])
            elif frame[0] == _PING:
                self._transport.write(_PONG)

    def close(self) -> None:
        """Leave without a word."""
        self._transport.abort()

    def stop_reading(self) -> None:
        """Take nothing any more."""
        self._transport.pause_reading()

    def _open(self, head: bytes) -> None:
        status = head.split(b"\r\n")[0]
        if b" 101 " in status:
            self.opened.set_result(None)
        else:
            self.opened.set_exception(ConnectionError(status.decode()))

    def _end(self) -> int:
        """Where the frame ends that the buffer begins with."""
        buffer = self._buffer
        if len(buffer) < 2 or (buffer[1] == 126 and len(buffer) < 4):
            return len(buffer) + 1
        return 4 + int.from_bytes(buffer[2:4]) if buffer[1] == 126 else 2 + buffer[1]


async def connect(
    url: str, path: str, number: int, heard: Callable[[bytes], None], small: bool = False
) -> Client:
    """The `number`th client, connected, with an address of its own (behind a loopback proxy).

    `small`: its kernel takes little for it, so that it is soon full if it does not read.
    """
    host, port = urlsplit(url).hostname, urlsplit(url).port
    assert host
    assert port
    sock = socket.socket()
    if small:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
    sock.setblocking(False)
    loop = asyncio.get_running_loop()
    await loop.sock_connect(sock, (host, port))
    address = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
    _, client = await loop.create_connection(lambda: Client(path, address, heard), sock=sock)
    await client.opened
    return client
