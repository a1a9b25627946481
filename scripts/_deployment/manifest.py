"""deployments/<chain-id>.json: what was deployed, saved after every step."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic.alias_generators import to_camel

from oracle.domain import Address, Digest

ROOT = Path(__file__).parents[2]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", alias_generator=to_camel, populate_by_name=True)


class DeployedContract(_Part):
    """One contract. `args` are the constructor's, with every integer as a decimal string."""

    address: Address
    block: int = Field(ge=0)
    tx: Digest
    args: list[Any]


class DeployedPersona(_Part):
    """A persona of the deployment and the digest of its card."""

    id: int = Field(ge=1)
    card: Digest


class Pending(_Part):
    """A transaction that was signed and of which no receipt was seen; a creation has a name."""

    tx: Digest
    name: str | None
    args: list[Any]


class Manifest(_Part):
    """A deployment on one chain; other programs refuse it until it is `complete`.

    `profile` is the parameters as a file of deployments/profiles/ has them.
    """

    chain_id: int = Field(ge=1)
    genesis_hash: Digest
    commit: str | None
    deployer: Address
    contracts: dict[str, DeployedContract] = {}
    start_block: int = 0
    scoring_profile: Digest | None = None
    prompt_pool: Digest | None = None
    personas: list[DeployedPersona] = []
    profile: dict[str, Any] | None = None
    pending: Pending | None = None
    complete: bool = False

    @classmethod
    def load(cls, path: Path) -> "Manifest | None":
        """The manifest in that file, if there is one.

        Raises `ValueError` where it is malformed.
        """
        try:
            return cls.model_validate_json(path.read_bytes())
        except FileNotFoundError:
            return None
        except ValidationError as error:
            raise ValueError(f"{path} is malformed: move it away. {error}") from error

    def save(self, path: Path) -> None:
        """Write the file so that a reader finds the old one or the new one, never half of it."""
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_suffix(f".{os.getpid()}.tmp")
        temporary.write_text(
            json.dumps(self.model_dump(mode="json", by_alias=True), indent=2) + "\n"
        )
        temporary.replace(path)


def source_commit() -> str | None:
    """The commit that is checked out; None outside a git repository."""
    command = ["git", "-C", str(ROOT), "rev-parse", "HEAD"]
    try:
        run = subprocess.run(command, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    return run.stdout.strip()
