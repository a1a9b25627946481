"""Forge as the npm package brings it."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]


def environment(**more: str) -> dict[str, str]:
    """The environment with forge on its path."""
    path = f"{ROOT / 'node_modules' / '.bin'}{os.pathsep}{os.environ['PATH']}"
    return {**os.environ, "PATH": path, "NO_COLOR": "1", **more}


def forge(*arguments: str, **more: str) -> str:
    """Runs forge in the project's folder; what it printed. Exits, and says why, where it fails."""
    done = subprocess.run(
        ["forge", *arguments],
        cwd=ROOT,
        env=environment(**more),
        capture_output=True,
        text=True,
    )
    if done.returncode:
        sys.exit(f"{done.stdout[-8000:]}\n{done.stderr[-2000:]}\nforge {arguments[0]} failed")
    return done.stdout


def build_contracts(folder: Path, *arguments: str, **more: str) -> None:
    """Compiles our contracts, without tests and without Ape's copies of dependencies."""
    forge(
        "build",
        "contracts",
        "--skip=contracts/.cache/**",
        *arguments,
        FOUNDRY_OUT=str(folder / "out"),
        FOUNDRY_CACHE_PATH=str(folder / "cache"),
        **more,
    )
