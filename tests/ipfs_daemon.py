"""A real IPFS daemon with Kubo's RPC, from npm, on a free port: see tests/servers/ipfs."""

import os
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.ports import free_port
from tests.requires import require
from tests.wait import PATIENCE_S

_FOLDER = Path(__file__).parent / "servers/ipfs"


class Daemon:
    """`url` is that of its RPC; it may be stopped and started again over the same repository."""

    def __init__(self, repository: Path) -> None:
        self._repository, self._port = repository, free_port()
        self.url = f"http://127.0.0.1:{self._port}"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Return when it answers."""
        log = self._repository.parent / "log"
        environment = os.environ | {
            "IPFS_PATH": str(self._repository),
            "IPFS_API_PORT": str(self._port),
        }
        with log.open("wb") as output:
            self._process = subprocess.Popen(
                ["node", "daemon.mjs"], cwd=_FOLDER, env=environment, stdout=output, stderr=output
            )
        deadline = time.monotonic() + PATIENCE_S
        while f"ready {self._port}" not in (said := log.read_text()):
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"the IPFS daemon did not start: {said}")
            time.sleep(0.02)

    def stop(self) -> None:
        """Return when it has ended in good order, so that it can be started again."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait(PATIENCE_S)

    def kill(self) -> None:
        """Return when it has ended, in whatever order."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()


@contextmanager
def running_daemon() -> Iterator[Daemon]:
    """A new daemon, offline and empty, ended with the block."""
    require(
        (_FOLDER / "node_modules/ipfs-core").is_dir(),
        "no js-ipfs: run `npm ci --prefix tests/servers/ipfs`",
    )
    with tempfile.TemporaryDirectory() as folder:
        daemon = Daemon(Path(folder) / "repository")
        daemon.start()
        try:
            yield daemon
        finally:
            daemon.kill()
