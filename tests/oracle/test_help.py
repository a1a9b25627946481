"""``python -m oracle --help``: what everyone waits for."""

import subprocess
import sys

_HEAVY = {"lightgbm", "matplotlib", "pandas", "scipy", "sklearn", "torch", "web3"}


def test_help__asked_for__loads_no_heavy_library() -> None:
    program = (
        "import runpy, sys\n"
        "sys.argv = ['oracle', '--help']\n"
        "try:\n"
        "    runpy.run_module('oracle', run_name='__main__')\n"
        "finally:\n"
        f"    print(*sorted({_HEAVY!r} & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], check=False, capture_output=True, text=True
    )
    assert (done.returncode, done.stderr.split()) == (0, [])
    assert "Usage: python -m oracle" in done.stdout
