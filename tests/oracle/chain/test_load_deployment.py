"""The file that says where the contracts are: what is wrong with it is said with what to do."""

import json
from pathlib import Path
from typing import Any

import pytest

from oracle.chain.deployment import load_deployment
from oracle.errors import Fatal

DIGEST = "0x" + "11" * 32
CHAIN = 31337
GOOD = {
    "chainId": CHAIN,
    "genesisHash": DIGEST,
    "contracts": {"RewardToken": {"address": "0x" + "11" * 20, "block": 1, "tx": DIGEST}},
    "startBlock": 1,
    "scoringProfile": DIGEST,
    "complete": True,
}


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"complete": False}, "unfinished deployment: run `ape run deploy` again"),
        ({"chainId": 1}, "is of chain 1: rename it"),
        ({"genesisHash": "0x"}, "malformed"),
    ],
)
def test_load__not_whole__says_what_to_do(tmp_path: Path, changed: dict[str, Any], says: str):
    (tmp_path / f"{CHAIN}.json").write_text(json.dumps(GOOD | changed))
    with pytest.raises(Fatal, match=says):
        load_deployment(tmp_path, CHAIN)


def test_load__whole__has_its_contracts_and_names_one_that_it_lacks(tmp_path: Path):
    (tmp_path / f"{CHAIN}.json").write_text(json.dumps(GOOD))
    found = load_deployment(tmp_path, CHAIN)
    assert found.address("RewardToken") == "0x" + "11" * 20
    with pytest.raises(Fatal, match="has no OracleCommittee: deploy again"):
        found.address("OracleCommittee")


def test_load__missing__names_the_settings(tmp_path: Path):
    with pytest.raises(Fatal, match="check TROUPE_CHAIN_ID and TROUPE_DEPLOYMENTS"):
        load_deployment(tmp_path, CHAIN)


def test_load__can_not_be_read__says_so(tmp_path: Path):
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(Fatal, match="can't be read"):
        load_deployment(tmp_path / "file", CHAIN)
