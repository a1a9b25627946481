"""Where work is done: here in threads, or by workers on other machines."""

from dataclasses import dataclass
from typing import Protocol

Plain = str | int | bool


@dataclass(frozen=True)
class Task:
    """A piece of work by its name and plain arguments, for whatever process does it.

    Doing it twice is the same as doing it once: it keeps its result where it belongs.
    """

    name: str
    args: tuple[Plain, ...]


class Job(Protocol):
    """A task that was given to an executor; as `concurrent.futures.Future`, as far as it goes."""

    def done(self) -> bool:
        """Whether it has ended, well or badly. Raises nothing."""

    def exception(self) -> BaseException | None:
        """Wait until it has ended; what it raised, if anything."""

    def cancel(self) -> bool:
        """Nobody wants it any more: don't begin it, if it has not begun; whether that was so."""


class Executor(Protocol):
    """Does tasks, several at once."""

    def start(self, task: Task) -> Job:
        """See to it that the task is done. Raises `Transient` where nobody takes it now."""

    def close(self) -> None:
        """Take no more tasks; those that have begun keep no process from ending."""
