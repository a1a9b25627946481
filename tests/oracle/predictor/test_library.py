"""LightGBM that is installed but can't be loaded, as without libgomp."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

_MISSING = "libgomp.so.1: cannot open shared object file"
_FORECAST = """
from pathlib import Path
from sys import argv
from oracle.assistant.simulation.performance import PredictorInUse
from oracle.assistant.simulation.usual import Usual
from oracle.domain import Platform
print(PredictorInUse(Path(argv[1])).forecast("Tea?", Platform.X, Usual()))
"""


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """A folder for the path of modules, with a predictor that someone trained."""
    library = tmp_path / "lightgbm" / "__init__.py"
    library.parent.mkdir()
    library.write_text(f"raise OSError({_MISSING!r})")
    sums = tmp_path / "model" / "SHA256SUMS"
    sums.parent.mkdir()
    sums.write_text("of some model")
    return tmp_path


def python(broken: Path, *line: object) -> subprocess.CompletedProcess[str]:
    paths = os.pathsep.join([str(broken), *sys.path])
    return subprocess.run(
        [sys.executable, *map(str, line)],
        env=os.environ | {"PYTHONPATH": paths},
        capture_output=True,
        text=True,
        check=False,
    )


def test_command__lightgbm_that_cannot_be_loaded__says_what_to_install(broken: Path):
    ended = python(broken, "-m", "oracle", "predictor", "train", "--folder", broken)
    assert ended.returncode == 1
    assert _MISSING in ended.stderr
    assert "libgomp1" in ended.stderr


def test_forecast__lightgbm_that_cannot_be_loaded__is_none_with_the_reason_in_the_log(broken: Path):
    ended = python(broken, "-c", _FORECAST, broken)
    assert (ended.returncode, _MISSING in ended.stderr) == (0, True)
    assert "can't be used now" in ended.stdout
