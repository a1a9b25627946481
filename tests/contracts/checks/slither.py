"""Static analysis of the contracts by Slither: fails with any finding that nobody explained.

A finding that stays has its reason and `slither-disable-next-line` right above it in the code. What
is switched off as a whole is listed here with the reason.
"""

import shutil
import subprocess
import sys
from pathlib import Path

from tests.contracts.checks.forge import ROOT, build_contracts, environment

BUILD = ROOT / ".forge" / "slither"

SWITCHED_OFF = {
    "timestamp": "block time is the protocol's clock (ERC-6372); windows last minutes at least",
    "assembly": "each block is short, memory-safe and says why it is there",
    "uninitialized-local": "Solidity sets locals to zero, and sums and counters begin there",
    "naming-convention": "style; CLOCK_MODE has its name from ERC-6372",
}
"""Detectors that are off, and why."""

UNREAD = "Impossible to generate IR"
"""What Slither prints of a function that it leaves out of the analysis."""


def main() -> None:
    """Run Slither as CI does: its findings, and its exit status."""
    shutil.rmtree(BUILD, ignore_errors=True)
    build_contracts(BUILD, "--build-info")
    slither = Path(sys.executable).with_name("slither")
    done = subprocess.run(
        [
            str(slither),
            ".",
            "--foundry-ignore-compile",
            f"--foundry-out-directory={BUILD / 'out'}",
            f"--exclude={','.join(SWITCHED_OFF)}",
        ],
        cwd=ROOT,
        env=environment(),
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
