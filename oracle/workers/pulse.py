"""A worker's pulse: whether it waits for tasks at the broker."""

from collections.abc import Callable
from typing import Any

from celery.bootsteps import StartStopStep

_BEAT_S = 5.0


def pulse(heard: Callable[[bool], None]) -> type[StartStopStep]:
    """A step of Celery's consumer that calls `heard`: with True every few seconds while the loop
    that reads from the broker turns, with False when the connection is lost.
    """

    class Pulse(StartStopStep):  # type: ignore[misc]
        requires = ("celery.worker.consumer.tasks:Tasks",)
        _beat: Any = None

        def start(self, consumer: Any) -> None:
            heard(True)
            self._beat = consumer.timer.call_repeatedly(_BEAT_S, heard, (True,))

        def stop(self, _consumer: Any) -> None:
            heard(False)
            if self._beat is not None:
                self._beat.cancel()

    return Pulse
