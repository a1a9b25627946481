"""Static analysis of the contracts by Slither: fails with any finding that nobody explained.

A finding that stays has its reason and `slither-disable-next-line` right above it in the code. What
is switched off as a whole is listed here with the reason.
"""

import os
import subprocess
import sys
from pathlib import Path

from tests.contracts.checks.forge import ROOT

BUILD = ROOT / ".forge" / "slither"

SWITCHED_OFF = {
    "timestamp": "block time is the protocol's clock (ERC-6372); windows last minutes at least",
    "assembly": "each block is short, memory-safe and says why it is there",
    "uninitialized-local": "Solidity sets locals to zero, and sums and counters begin there",
}
"""Detectors that are off, and why."""

UNREAD = "Impossible to generate IR"
"""What Slither prints of a function that it leaves out of the analysis."""


def main() -> None:
    """Run Slither as CI does: its findings, and its exit status."""
    path = f"{ROOT / 'node_modules' / '.bin'}{os.pathsep}{os.environ['PATH']}"
    build = {"FOUNDRY_OUT": f"{BUILD}/out", "FOUNDRY_CACHE_PATH": f"{BUILD}/cache"}
    slither = Path(sys.executable).with_name("slither")
    done = subprocess.run(
        [str(slither), ".", "--exclude", ",".join(SWITCHED_OFF)],
        cwd=ROOT,
        env={**os.environ, "PATH": path, **build},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    sys.stdout.write(done.stdout)
    if UNREAD in done.stdout:
        sys.exit("Slither left a function out: write it in a way that Slither can read")
    sys.exit(done.returncode)


if __name__ == "__main__":
    main()
