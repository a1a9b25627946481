"""What is committed or configured twice says the same."""

import json
import re
import subprocess
import sys
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from oracle.platforms import PLATFORMS
from scripts.export_abi import CONTRACTS, stale_abis
from scripts.propose import cli as propose

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text()


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


@pytest.mark.parametrize("folder", ["contracts", "contracts/interfaces"])
def test_natspec__what_is_public__has_it(folder) -> None:
    entrance = re.compile(r" {4}(function [^_]|receive\(|\w.* public .*;)")

    bare = [
        f"{path.name}: {line.strip()}"
        for path in (ROOT / folder).glob("*.sol")
        for above, line in pairwise(path.read_text().splitlines())
        if entrance.match(line) and not above.strip().startswith(("///", "// solhint"))
    ]

    assert bare == []


@pytest.mark.parametrize(
    ("file", "environment", "expected"),
    [
        ("", {}, "http://127.0.0.1:8545"),
        ("TROUPE_RPC_URL=http://a:1", {}, "http://a:1"),
        ("TROUPE_RPC_URL=http://a:1", {"TROUPE_RPC_URL": "http://b:2"}, "http://b:2"),
    ],
)
def test_ape_plugin__settings__are_the_environment_then_dotenv_then_default(
    tmp_path, file, environment, expected
) -> None:
    (tmp_path / ".env").write_text(file)
    code = "import os, ape_toolchain; print(os.environ['TROUPE_RPC_URL'])"

    found = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )

    assert found.stdout.strip() == expected


def test_readme__gas_table__says_what_the_snapshot_says() -> None:
    snapshot = json.loads((ROOT / "tests/contracts/snapshots/gas.json").read_text())
    rows = re.findall(r"^\| `(\w+\.\w+)` \|[^|]*\| ([\d,]+) \|", README, flags=re.MULTILINE)

    assert len(rows) > 15
    assert {name: int(gas.replace(",", "")) for name, gas in rows} == {
        name: snapshot[name] for name, _ in rows
    }


def test_propose__unknown_platform__names_those_of_the_oracle() -> None:
    result = CliRunner().invoke(propose, ["--platform", "nowhere"])

    assert result.exit_code == 2
    assert all(f"'{rules.slug}'" in result.output for rules in PLATFORMS.values())
