"""Files of strangers on their way in: bounded in size, in pace and in number."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from tempfile import TemporaryFile
from typing import BinaryIO, cast

from fastapi import Request
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

_CLOSE = {"Connection": "close"}


@dataclass(frozen=True)
class Intake:
    """The bounds of uploads. A file waits on the disk until it is whole, so memory stays flat.

    A sender has `grace_seconds`, and one more for each `slowest` bytes that came; `at_once` files
    may come at one time, `at_once_of_one` of them from one sender.
    """

    most_bytes: int
    room: int
    grace_seconds: float = 15
    slowest: int = 16 * 1024
    at_once: int = 8
    at_once_of_one: int = 2
    _senders: list[str] = field(default_factory=list)

    @asynccontextmanager
    async def receive(self, request: Request, sender: str) -> AsyncIterator[BinaryIO]:
        """The body as a file, read from its start. Raises 408, 413, 422, 429 and 503."""
        if self._senders.count(sender) >= self.at_once_of_one:
            raise HTTPException(429, "files of yours are on their way: wait for one", _retry(10))
        if len(self._senders) >= self.at_once:
            raise HTTPException(503, "many files come in: send yours in a moment", _retry(10))
        self._refuse_declared(request)
        self._senders.append(sender)
        try:
            with TemporaryFile() as file:
                await self._read(request, cast(BinaryIO, file))
                yield cast(BinaryIO, file)
        finally:
            self._senders.remove(sender)

    async def _read(self, request: Request, file: BinaryIO) -> None:
        size, clock = 0, asyncio.get_running_loop().time
        began = clock()
        try:
            async with asyncio.timeout(self.grace_seconds) as patience:
                async for chunk in request.stream():
                    size += len(chunk)
                    if size > self.most_bytes:
                        raise self._too_large()
                    await asyncio.to_thread(file.write, chunk)
                    patience.reschedule(began + self.grace_seconds + size / self.slowest)
        except TimeoutError:
            raise HTTPException(408, "the file came too slowly: send it again", _CLOSE) from None
        except ClientDisconnect:
            raise HTTPException(400, "the connection was cut: send the file again") from None
        if not size:
            raise HTTPException(422, "the file is empty: choose another")
        file.seek(0)

    def _refuse_declared(self, request: Request) -> None:
        declared = request.headers.get("content-length", "")
        if declared.isdigit() and int(declared) > self.most_bytes:
            raise self._too_large()

    def _too_large(self) -> HTTPException:
        return HTTPException(413, f"send at most {self.most_bytes} bytes", _CLOSE)


def _retry(seconds: int) -> dict[str, str]:
    return {"Retry-After": str(seconds)}
