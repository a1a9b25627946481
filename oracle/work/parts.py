"""Parts of an operator's look at the chain, each of which may fail without stopping the others."""

import logging
from collections.abc import Callable

from oracle.errors import Fatal, Transient
from oracle.printable import one_line

_MAX_MESSAGE = 1_000


class Parts:
    """Does parts and says what keeps them waiting: once, not at every look."""

    def __init__(self, log: logging.Logger) -> None:
        self._log = log
        self._trouble: dict[str, str | None] = {}

    def do(self, part: Callable[[], None]) -> bool:
        """Do a part; whether it was done. Of what it raises only `Fatal` gets out.

        An error that nobody thought of is logged: no lie of a node may keep answers from the chain.
        """
        name = part.__qualname__
        try:
            part()
        except Transient as error:
            self._note(name, one_line(str(error), _MAX_MESSAGE))
            return False
        except Fatal:
            raise
        except Exception as error:  # noqa: BLE001
            self._note(name, one_line(f"unexpected: {error!r}", _MAX_MESSAGE), error)
            return False
        self._note(name, None)
        return True

    def _note(self, part: str, trouble: str | None, error: Exception | None = None) -> None:
        if trouble != self._trouble.get(part):
            if trouble:
                self._log.warning("waiting: %s", trouble, exc_info=error)
            else:
                self._log.info("going on")
        self._trouble[part] = trouble
