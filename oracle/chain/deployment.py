"""Where the contracts are: deployments/<chain-id>.json and the ABIs that come with the code."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic.alias_generators import to_camel

from oracle.domain import Address, Digest
from oracle.errors import Fatal

# ABIs belong to the code, wherever the manifests of deployments are kept.
ABI_FOLDER = Path(__file__).parents[2] / "deployments" / "abi"

FOLLOWED = (
    "GenerationRounds",
    "OracleCommittee",
    "PersonaRegistry",
    "ContributionNFT",
    "TrainingJobs",
)
"""Whose events an operator follows, and whose errors it can name."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, alias_generator=to_camel, extra="ignore")


class DeployedContract(_Part):
    """Where and how one contract was deployed."""

    address: Address
    block: int = Field(ge=0)
    tx: Digest


class Deployment(_Part):
    """A finished deployment on one chain. `start_block` is the first that can hold its logs."""

    chain_id: int = Field(ge=1)
    genesis_hash: Digest
    contracts: dict[str, DeployedContract]
    start_block: int = Field(ge=0)
    scoring_profile: Digest
    complete: bool

    def address(self, name: str) -> str:
        """The address of the contract of that name. Raises `Fatal` where it was not deployed."""
        if name not in self.contracts:
            raise Fatal(f"the deployment on chain {self.chain_id} has no {name}: deploy again")
        return self.contracts[name].address


def load_deployment(folder: Path, chain_id: int) -> Deployment:
    """The deployment on that chain.

    Raises `Fatal`, with what to do, where there is none or it is unfinished or malformed.
    """
    path = folder / f"{chain_id}.json"
    try:
        deployment = Deployment.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        raise Fatal(
            f"{path} is missing: check TROUPE_CHAIN_ID and TROUPE_DEPLOYMENTS, get the file from "
            f"whoever deployed, or run `ape run deploy` on a chain {chain_id} of your own"
        ) from None
    except OSError as error:
        raise Fatal(f"{path} can't be read: {error.strerror}") from error
    except ValidationError as error:
        raise Fatal(f"{path} is malformed ({error.error_count()} errors): deploy again") from error
    if not deployment.complete:
        raise Fatal(f"{path} is of an unfinished deployment: run `ape run deploy` again")
    if deployment.chain_id != chain_id:
        raise Fatal(f"{path} is of chain {deployment.chain_id}: rename it, or deploy again")
    return deployment


@cache
def load_abi(name: str) -> list[dict[str, Any]]:
    """The ABI of the contract of that name. Raises `Fatal` where it is missing."""
    path = ABI_FOLDER / f"{name}.json"
    try:
        abi: list[dict[str, Any]] = json.loads(path.read_bytes())
    except FileNotFoundError:
        raise Fatal(f"{path} is missing: run `ape run export_abi`") from None
    return abi
