"""What is committed or configured twice says the same."""

import tomllib
from pathlib import Path

import yaml

from scripts.export_abi import CONTRACTS, stale_abis

ROOT = Path(__file__).parents[2]


def test_abis__as_committed__are_those_of_the_contracts() -> None:
    assert stale_abis() == []


def test_abis__every_deployable_contract__is_exported() -> None:
    assert {path.stem for path in (ROOT / "contracts").glob("*.sol")} == set(CONTRACTS)


def test_compiler_settings__ape_and_forge__are_the_same() -> None:
    ape = yaml.safe_load((ROOT / "ape-config.yaml").read_text())["solidity"]
    forge = tomllib.loads((ROOT / "foundry.toml").read_text())["profile"]["default"]

    assert ape["evm_version"] == forge["evm_version"]
    assert ape["optimize"] == forge["optimizer"]
    assert ape["optimization_runs"] == forge["optimizer_runs"]
    assert ape.get("via_ir", False) == forge.get("via_ir", False)


def test_compiler_version__ape_npm_and_sources__is_the_same() -> None:
    ape = yaml.safe_load((ROOT / "ape-config.yaml").read_text())["solidity"]
    # Ape keeps its copies of dependencies in contracts/.cache.
    found = (ROOT / "contracts").rglob("*.sol")
    sources = [path for path in found if ".cache" not in path.parts]

    assert f'"solc": "{ape["version"]}"' in (ROOT / "package.json").read_text()
    assert all(f"pragma solidity {ape['version']};" in path.read_text() for path in sources)
