"""The deployed contracts of the connected chain, as Ape's contract instances."""

from typing import Any

# One name for each contract, for scripts and the console.
NAMES = {
    "token": "RewardToken",
    "timelock": "Timelock",
    "governor": "TroupeGovernor",
    "registry": "PersonaRegistry",
    "contributions": "ContributionNFT",
    "factory": "RevenueFactory",
    "committee": "OracleCommittee",
    "rounds": "GenerationRounds",
    "training": "TrainingJobs",
}


def present_manifest() -> Any:
    """The manifest of the connected chain's deployment.

    Raises `ValueError` where this chain has no finished deployment.
    """
    import ape

    from scripts._deployment.ledger import genesis_hash
    from scripts._deployment.manifest import Manifest
    from scripts._paths import manifest_path

    path = manifest_path(ape.chain.chain_id)
    manifest = Manifest.load(path)
    if manifest is None or not manifest.complete or manifest.genesis_hash != genesis_hash():
        raise ValueError(f"{path} is not of a deployment on this chain: run `ape run deploy`")
    return manifest


def deployed_contracts() -> dict[str, Any]:
    """The contracts by the names of `NAMES`.

    Raises `ValueError` where this chain has no finished deployment.
    """
    from scripts._project import contract_at

    manifest = present_manifest()
    return {
        short: contract_at(name, manifest.contracts[name].address) for short, name in NAMES.items()
    }
