"""Forge as the npm package brings it."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]


def forge(*arguments: str, **environment: str) -> str:
    """Runs forge in the project's folder; what it printed. Exits, and says why, where it fails."""
    path = f"{ROOT / 'node_modules' / '.bin'}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["forge", *arguments],
        cwd=ROOT,
        env={**os.environ, "PATH": path, "NO_COLOR": "1", **environment},
        capture_output=True,
        text=True,
    )
    if done.returncode:
        sys.exit(f"{done.stdout[-8000:]}\n{done.stderr[-2000:]}\nforge {arguments[0]} failed")
    return done.stdout
