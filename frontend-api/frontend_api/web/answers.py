"""The latest answers that are of the projection alone, as they were sent."""

import time
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass
from threading import Lock

_MOST, _MOST_BYTES = 256, 128 * 1024
_MOST_S = 2


@dataclass(frozen=True)
class _Answer:
    moment: Hashable
    kept_at: float
    body: bytes


class Answers:
    """The latest answers of a web worker, 256 at most; safe to share between threads.

    One holds at the moment of the projection that it was made at. After two seconds it is made
    again all the same, for a document that it lacked may have come.
    """

    def __init__(self) -> None:
        self._answers: OrderedDict[Hashable, _Answer] = OrderedDict()
        self._lock = Lock()

    def find(self, asked: Hashable, moment: Hashable) -> bytes | None:
        """The answer that was kept for what is asked, if it holds at that moment."""
        found = self._answers.get(asked)
        if found is None or found.moment != moment or time.monotonic() > found.kept_at + _MOST_S:
            return None
        return found.body

    def keep(self, asked: Hashable, moment: Hashable, body: bytes) -> None:
        """Keep an answer that was made at a moment."""
        if len(body) > _MOST_BYTES:
            return
        with self._lock:
            self._answers[asked] = _Answer(moment, time.monotonic(), body)
            self._answers.move_to_end(asked)
            if len(self._answers) > _MOST:
                self._answers.popitem(last=False)
