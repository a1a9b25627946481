"""A real worker process with simple works: ``python worker_process.py FOLDER CONCURRENCY [PORT]``.

FOLDER holds `operator.sqlite`, `broker.url`, and what the works leave: a line in `begun` and in
`done` for each time, by their first argument; beside it, where that is the path of a file.
"""

import logging
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from oracle.chain.node import connect
from oracle.engines.builtin.writer import BuiltinWriter
from oracle.errors import Fatal, Permanent, Transient
from oracle.ipfs.embedded import EmbeddedStore
from oracle.settings import Settings
from oracle.store.assignments import StoredAssignments
from oracle.store.operator import open_operator_store
from oracle.telemetry.measured import measured_works
from oracle.telemetry.metrics import WorkerMetrics
from oracle.telemetry.watch import Watch
from oracle.telemetry.watched import WatchedWorker
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


def works(folder: Path) -> dict[str, Callable[..., None]]:
    """The works by name; `answer` is the urgent one."""
    doing = Works(folder)
    return {"note": doing.note, "hold": doing.hold, "fail": doing.fail, "answer": doing.note}


if __name__ == "__main__":
    logging.basicConfig(level=logging.DEBUG)
    folder = Path(sys.argv[1])
    url = (folder / "broker.url").read_text()
    database = open_operator_store(folder / "operator.sqlite")
    assignments, metrics = StoredAssignments(database), WorkerMetrics()
    blocks = EmbeddedStore(folder / "blocks.sqlite")
    w3, engine = connect("http://127.0.0.1:1"), BuiltinWriter()
    watched = WatchedWorker(metrics, database, assignments, w3, blocks, engine)
    port = int(sys.argv[3]) if len(sys.argv) > 3 else None
    with closing(Watch(Settings(blocks=folder / "blocks.sqlite"), port, watched)):
        measured = measured_works(works(folder), metrics)
        sys.exit(serve(url, assignments, measured, int(sys.argv[2]), watched.heard))
