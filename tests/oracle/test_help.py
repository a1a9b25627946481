"""``python -m … --help``: what everyone waits for."""

import re
import subprocess
import sys

import pytest

_HEAVY = {
    "fastapi",
    "lightgbm",
    "matplotlib",
    "pandas",
    "scipy",
    "siwe",
    "sklearn",
    "torch",
    "web3",
}


@pytest.mark.parametrize("name", ["oracle", "frontend_api"])
def test_help__asked_for__loads_no_heavy_library(name: str) -> None:
    program = (
        "import runpy, sys\n"
        f"sys.argv = [{name!r}, '--help']\n"
        "try:\n"
        f"    runpy.run_module({name!r}, run_name='__main__')\n"
        "finally:\n"
        f"    print(*sorted({_HEAVY!r} & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], check=False, capture_output=True, text=True
    )
    assert (done.returncode, done.stderr.split()) == (0, [])
    assert re.match(rf"Usage: .*{name} ", done.stdout)
