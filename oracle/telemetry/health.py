"""Whether an operator works, and whether it could answer a question now."""

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
    """Beats with completed work alone. `poll` is the pause between two looks, in seconds."""

    def __init__(self, poll: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._longest, self._clock = _SILENT_S + 10 * poll, clock
        self._beat = clock()
        self._beaten = False

    def beat(self) -> None:
        """A look at the chain was completed."""
        self._beat, self._beaten = self._clock(), True

    def alive(self) -> State:
        """Whether the loop has completed a look lately; a process gets as long for its first."""
        silent = self._clock() - self._beat
        if silent <= self._longest:
            return State(True, {})
        return State(False, {"loop": f"no look at the chain was completed for {silent:.0f} s"})

    def ready(self, parts: Mapping[str, str | None]) -> State:
        """Whether all the parts are as they should be; each with its trouble, or None."""
        wrong = {name: trouble for name, trouble in parts.items() if trouble is not None}
        if not self._beaten:
            wrong["loop"] = "no look at the chain was completed yet"
        wrong |= self.alive().wrong
        return State(not wrong, wrong)
