"""Steps on many subjects, each of which may fail without stopping the others."""

import logging
from collections.abc import Callable, Mapping

from structlog.contextvars import bound_contextvars

from oracle.errors import Fatal, Permanent, Transient
from oracle.printable import one_line

_MAX_MESSAGE = 1_000


class Steps:
    """Takes steps and says what they do: a subject's news once, not at every tick."""

    def __init__(self, log: logging.Logger) -> None:
        self._log = log
        self._doing: dict[str, str] = {}
        self._trouble: dict[str, str] = {}

    def take(self, steps: Mapping[str, Callable[[], None]]) -> None:
        """Take one step on each subject; of what they raise only `Fatal` gets out.

        Other subjects are forgotten.
        """
        for known in (self._doing, self._trouble):
            for ended in known.keys() - steps.keys():
                del known[ended]
        for subject, step in steps.items():
            with bound_contextvars(**_named(subject)):
                self._take(subject, step)

    def _take(self, subject: str, step: Callable[[], None]) -> None:
        try:
            step()
        except Transient as error:
            self._report(logging.INFO, subject, f"later: {error}")
        except Permanent as error:
            self._report(logging.WARNING, subject, f"refused: {error}")
        except Fatal:
            raise
        except Exception as error:  # noqa: BLE001  one document must not stop everything
            self._report(logging.ERROR, subject, f"unexpected: {error!r}", error)

    def doing(self, subject: str, what: str) -> None:
        """Say what is being done about a subject."""
        if self._doing.get(subject) != what:
            self._doing[subject] = what
            self._log.info("%s", what)

    def _report(
        self, level: int, subject: str, message: str, unexpected: Exception | None = None
    ) -> None:
        message = one_line(message, _MAX_MESSAGE)
        if self._trouble.get(subject) != message:
            self._trouble[subject] = message
            self._log.log(level, "%s", message, exc_info=unexpected)


def _named(subject: str) -> dict[str, str]:
    """What is bound to a step's log lines, by name: ``round=3`` is round 3."""
    name, _, value = subject.rpartition("=")
    return {name or "subject": value}
