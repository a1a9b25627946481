"""Writes the contracts' ABIs to deployments/abi/, for Python and TypeScript."""

import json
from pathlib import Path

import click

FOLDER = Path(__file__).parent.parent / "deployments" / "abi"
CONTRACTS = (
    "ContributionNFT",
    "GenerationRounds",
    "OracleCommittee",
    "PersonaRegistry",
    "RevenueFactory",
    "RevenueVault",
    "RewardToken",
    "Timelock",
    "TrainingJobs",
    "TroupeGovernor",
)


@click.command(short_help="Write the contracts' ABIs to deployments/abi/")
@click.option("--check", is_flag=True, help="Write nothing; fail where a file is out of date.")
def cli(check: bool) -> None:
    """Write the contracts' ABIs to deployments/abi/.

    The files are committed; run this after changing a contract.
    """
    stale = stale_abis()
    if check and stale:
        raise click.ClickException(
            f"out of date: {', '.join(stale)}; run `ape run export_abi` and commit the result"
        )
    for name in stale:
        FOLDER.mkdir(parents=True, exist_ok=True)
        _path(name).write_text(_abi_text(name))
    click.echo(f"{len(stale)} written, {len(CONTRACTS) - len(stale)} up to date")


def stale_abis() -> list[str]:
    """The contracts whose committed ABI is missing or out of date."""
    return [name for name in CONTRACTS if _differs(name)]


def _differs(name: str) -> bool:
    path = _path(name)
    return not path.is_file() or path.read_text() != _abi_text(name)


def _path(name: str) -> Path:
    return FOLDER / f"{name}.json"


def _abi_text(name: str) -> str:
    from scripts._project import contract_named

    abi = contract_named(name).contract_type.abi
    entries = [item.model_dump(mode="json", by_alias=True, exclude_none=True) for item in abi]
    return json.dumps(entries, indent=1) + "\n"
