"""A real worker process whose works are simple: ``python worker_process.py FOLDER CONCURRENCY``.

FOLDER holds `operator.sqlite`, `broker.url`, and what the works leave: a line in `begun` and in
`done` for each time, by their first argument; beside it, where that is the path of a file.
"""

import logging
import sys
import time
from pathlib import Path

from oracle.errors import Fatal, Permanent, Transient
from oracle.store.assignments import StoredAssignments
from oracle.store.operator import open_operator_store
from oracle.workers.serve import serve


class Works:
    """What tests have done."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def note(self, name: str) -> None:
        """Be done at once."""
        self._say("begun", name)
        self._say("done", name)

    def hold(self, name: str) -> None:
        """Be done as soon as the file `go` is there."""
        self._say("begun", name)
        while not (self._folder / name).with_name("go").exists():
            time.sleep(0.02)
        self._say("done", name)

    def fail(self, name: str, kind: str) -> None:
        """Fail, in the way told."""
        self._say("begun", name)
        kinds = {"transient": Transient, "permanent": Permanent, "fatal": Fatal}
        raise kinds.get(kind, RecursionError)(name)

    def _say(self, what: str, name: str) -> None:
        place = self._folder / name
        with place.with_name(what).open("a") as file:
            file.write(f"{place.name}\n")


def works(folder: Path) -> dict[str, object]:
    """The works by name; `answer` is the urgent one."""
    doing = Works(folder)
    return {"note": doing.note, "hold": doing.hold, "fail": doing.fail, "answer": doing.note}


if __name__ == "__main__":
    logging.basicConfig(level=logging.DEBUG)
    folder = Path(sys.argv[1])
    url = (folder / "broker.url").read_text()
    database = open_operator_store(folder / "operator.sqlite")
    sys.exit(serve(url, StoredAssignments(database), works(folder), int(sys.argv[2])))
