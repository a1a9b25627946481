"""A real local chain: Anvil, from npm, on a free port."""

import re
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.wait import PATIENCE_S

_ANVIL = Path(__file__).parents[1] / "node_modules/@foundry-rs/anvil-linux-amd64/bin/anvil"
_STARTED = re.compile(r"Listening on (\S+)")


@contextmanager
def running_anvil(*options: str) -> Iterator[str]:
    """The URL of a new chain (id 31337, Anvil's usual funded accounts), ended with the block.

    It mines a block for each transaction, and its finalized block trails the head by 2;
    ``"--no-mining"`` leaves mining to `anvil_mine`, ``"--block-time", "1"`` to the clock.
    """
    command = [str(_ANVIL), "--port", "0", "--slots-in-an-epoch", "1", *options]
    with tempfile.TemporaryFile("w+") as output:
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT)
        try:
            yield "http://" + _address(process, Path(f"/proc/self/fd/{output.fileno()}"))
        finally:
            process.kill()
            process.wait()


def _address(process: subprocess.Popen[bytes], output: Path) -> str:
    deadline = time.monotonic() + PATIENCE_S
    while not (started := _STARTED.search(output.read_text())):
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"anvil did not start: {output.read_text()}")
        time.sleep(0.01)
    return started[1]
