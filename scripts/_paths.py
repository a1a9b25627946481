"""Where the commands keep files; the environment may say otherwise."""

import os
from pathlib import Path

_ROOT = Path(__file__).parents[1]


def manifest_path(chain_id: int) -> Path:
    """The manifest of the deployment on that chain; TROUPE_DEPLOYMENTS redirects its folder."""
    folder = os.environ.get("TROUPE_DEPLOYMENTS") or _ROOT / "deployments"
    return Path(folder) / f"{chain_id}.json"


def blocks_path() -> Path:
    """The block store that scripts, operators and API share; TROUPE_BLOCKS redirects it."""
    return Path(os.environ.get("TROUPE_BLOCKS") or _ROOT / ".troupe" / "blocks.sqlite")
