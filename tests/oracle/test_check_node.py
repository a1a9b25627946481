"""What `check` says of the node's endpoints."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from oracle.chain.node import connect
from oracle.check import Line, checks
from oracle.settings import Settings
from tests.anvil import running_anvil

pytestmark = pytest.mark.usefixtures("patient_checks")

DOWN = "http://127.0.0.1:1/secret"


@pytest.fixture(scope="module")
def anvil() -> Iterator[str]:
    with running_anvil() as url:
        yield url


@pytest.fixture(scope="module")
def stranger() -> Iterator[str]:
    with running_anvil("--timestamp", "1700000000") as url:
        yield url


def line(folder: Path, anvil: str, *fallbacks: str) -> Line:
    """The line on the node, of a deployment on the chain of `anvil`."""
    genesis = connect(anvil).eth.get_block(0)["hash"].to_0x_hex()
    found = {"chainId": 31337, "genesisHash": genesis, "contracts": {}, "startBlock": 0}
    found |= {"scoringProfile": "0x" + "11" * 32, "complete": True}
    names = ("GenerationRounds", "OracleCommittee", "PersonaRegistry", "ContributionNFT")
    for name in (*names, "TrainingJobs"):
        place = {"address": "0x" + "22" * 20, "block": 0, "tx": "0x" + "33" * 32}
        found["contracts"][name] = place
    (folder / "31337.json").write_text(json.dumps(found))
    settings = Settings(
        deployments=folder, rpc_url=fallbacks[0], rpc_fallbacks=fallbacks[1:], _env_file=None
    )
    return next(line for line in checks(settings) if line.name == "node")


def test_check_node__all_well__says_the_block(tmp_path: Path, anvil: str):
    assert line(tmp_path, anvil, anvil) == Line("node", True, "block 0")


def test_check_node__one_endpoint_down__is_named_without_its_key(tmp_path: Path, anvil: str):
    found = line(tmp_path, anvil, anvil, DOWN)
    assert found.ok
    assert "127.0.0.1:1 can't be reached" in found.says
    assert "secret" not in found.says


def test_check_node__one_endpoint_on_another_chain__fails(
    tmp_path: Path, anvil: str, stranger: str
):
    found = line(tmp_path, anvil, anvil, stranger)
    assert not found.ok
    assert "deploy again or set another URL" in found.says


def test_check_node__none_answers__fails(tmp_path: Path, anvil: str):
    assert not line(tmp_path, anvil, DOWN).ok
