"""Whether a process works, and whether it could do its part now."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

_SILENT_S = 60.0


@dataclass(frozen=True)
class State:
    """An answer: yes or no, and what is wrong, by part."""

    ok: bool
    wrong: dict[str, str]


class Health:
    """Beats with what was done alone: a `what`, every `pause` seconds or so."""

    def __init__(
        self, what: str, pause: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._what, self._longest, self._clock = what, _SILENT_S + 10 * pause, clock
        self._beat = clock()
        self._beaten = False

    def beat(self) -> None:
        """It was done."""
        self._beat, self._beaten = self._clock(), True

    def alive(self) -> State:
        """Whether it was done lately; a process gets as long for the first time."""
        silent = self._clock() - self._beat
        if silent <= self._longest:
            return State(True, {})
        return State(False, {"loop": f"no {self._what} for {silent:.0f} s"})

    def ready(self, parts: Mapping[str, str | None]) -> State:
        """Whether all the parts are as they should be; each with its trouble, or None."""
        wrong = {name: trouble for name, trouble in parts.items() if trouble is not None}
        if not self._beaten:
            wrong["loop"] = f"no {self._what} yet"
        wrong |= self.alive().wrong
        return State(not wrong, wrong)
