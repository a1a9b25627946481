"""An answer under way: it comes from a thread, and whoever asked may look at it at any time."""

import logging
from collections.abc import Callable, Iterable, Iterator
from threading import Event, Lock

from oracle.assistant.people.tables import Message
from oracle.domain import EngineInfo
from oracle.errors import Transient, TroupeError
from oracle.ports import Answer, Talker, TalkRequest, Tokens
from oracle.work.threads import DaemonThreads

log = logging.getLogger(__name__)

_WAITING_PER_THREAD = 4


class Busy(Transient):
    """More is asked for than can be answered now."""


class Speaking:
    """One answer. `text` only grows; once `is_done`, nothing changes any more.

    `cut` is whether it is not all that was to be said: it was stopped, became too long, or broke
    off, and then `error` says why. `message` is what was kept of it.
    """

    def __init__(self, heard: Callable[[], None]) -> None:
        self.text = ""
        self.engine: EngineInfo | None = None
        self.tokens: Tokens | None = None
        self.cut = True
        self.error: TroupeError | None = None
        self.message: Message | None = None
        self._heard, self._stopped, self._done = heard, Event(), Event()
        self._answer: Answer | None = None
        self._lock = Lock()

    def is_done(self) -> bool:
        """Whether it ended, and what was to be kept of it is."""
        return self._done.is_set()

    def stop(self) -> None:
        """Say no more; what was said stays."""
        with self._lock:
            self._stopped.set()
            if self._answer is not None:
                self._answer.hang_up()

    def speak(self, talker: Talker, request: TalkRequest, stops: tuple[str, ...]) -> None:
        """Take the answer until it ends, is stopped, or comes to one of the `stops`."""
        if self._stopped.is_set():
            return
        with talker.answer(request) as answer:
            self.engine = answer.engine
            try:
                self._hang_on(answer)
                self._take(answer, stops)
            except Transient:
                if not self._stopped.is_set():
                    raise
            finally:
                self._hang_on(None)

    def _hang_on(self, answer: Answer | None) -> None:
        with self._lock:
            self._answer = answer
            if answer is not None and self._stopped.is_set():
                answer.hang_up()

    def _take(self, answer: Answer, stops: tuple[str, ...]) -> None:
        pieces = Until(answer, stops)
        for piece in pieces:
            if self._stopped.is_set():
                return
            self.text += piece if self.text else piece.lstrip()
            self._heard()
        self.cut = not pieces.reached and answer.finish == "length"
        self.tokens = answer.tokens

    def end(self) -> None:
        """It is done, however that came."""
        self._done.set()
        self._heard()


class Until:
    """Pieces of a text up to the first of `stops`, no part of which is given; `reached` says if."""

    def __init__(self, pieces: Iterable[str], stops: tuple[str, ...]) -> None:
        self._pieces, self._stops = pieces, stops
        self.reached = False

    def __iter__(self) -> Iterator[str]:
        held, left = max(map(len, self._stops), default=1) - 1, ""
        for piece in self._pieces:
            left += piece
            places = [place for stop in self._stops if (place := left.find(stop)) >= 0]
            if places:
                self.reached, left = True, left[: min(places)]
                break
            if len(left) > held:
                yield left[: len(left) - held]
                left = left[len(left) - held :]
        if left:
            yield left


class Speakers:
    """Threads in which answers are spoken: so many at once, and four times as many that wait."""

    def __init__(self, talker: Talker, threads: int) -> None:
        self._talker = talker
        self._threads = DaemonThreads("chat", threads)
        self._most, self._under_way = threads * (1 + _WAITING_PER_THREAD), 0
        self._lock = Lock()

    def close(self) -> None:
        """Begin no more."""
        self._threads.close()

    def begin(
        self,
        request: TalkRequest,
        stops: tuple[str, ...],
        heard: Callable[[], None],
        finish: Callable[[Speaking], None],
    ) -> Speaking:
        """An answer that is spoken as soon as a thread is free; `finish` is told when it ended.

        `heard` is called in that thread whenever there is more, and at the end. What goes wrong is
        the answer's `error`. Raises `Busy` where too many wait.
        """
        with self._lock:
            if self._under_way >= self._most:
                raise Busy("too many people talk with personas now: try again in a minute")
            self._under_way += 1
        speaking = Speaking(heard)
        self._threads.submit(lambda: self._speak(speaking, request, stops, finish))
        return speaking

    def _speak(
        self,
        speaking: Speaking,
        request: TalkRequest,
        stops: tuple[str, ...],
        finish: Callable[[Speaking], None],
    ) -> None:
        _guarded(speaking, lambda: speaking.speak(self._talker, request, stops))
        _guarded(speaking, lambda: finish(speaking))
        with self._lock:
            self._under_way -= 1
        speaking.end()


def _guarded(speaking: Speaking, part: Callable[[], None]) -> None:
    try:
        part()
    except TroupeError as error:
        speaking.error = speaking.error or error
    except Exception:
        log.exception("an answer failed")
        speaking.error = speaking.error or Transient("this is our fault: try again")
