"""An answer that comes from a thread, as one coroutine hears it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress

from oracle.assistant.chat import Speaking


class Hearing:
    """Make it in the coroutine; `heard` may then be called from any thread.

    There is no queue: the answer itself, which is bounded, is all that is held. Who takes its
    pieces slowly gets fewer and longer ones, and holds up nobody.
    """

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._news = asyncio.Event()

    def heard(self) -> None:
        """There is more."""
        with suppress(RuntimeError):  # the loop has ended: nobody hears it any more
            self._loop.call_soon_threadsafe(self._news.set)

    async def end(self, speaking: Speaking) -> None:
        """Once the answer has ended, and what is kept of it is kept."""
        self._news.clear()
        while not speaking.is_done():
            await self._news.wait()
            self._news.clear()

    async def pieces(self, speaking: Speaking) -> AsyncIterator[str]:
        """The answer's text, to its end. Cancelled, or closed, it stops the answer."""
        told = 0
        try:
            while True:
                self._news.clear()
                done, text = speaking.is_done(), speaking.text
                if len(text) > told:
                    yield text[told:]
                    told = len(text)
                if done and len(speaking.text) == told:
                    return
                if not done:
                    await self._news.wait()
        finally:
            speaking.stop()
