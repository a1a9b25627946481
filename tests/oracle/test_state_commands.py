"""`backup` and `restore` as an operator runs them."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from sqlmodel import select

from oracle.ipfs.embedded import EmbeddedStore
from oracle.store.database import transaction
from oracle.store.operator import bind, open_operator_store
from oracle.store.tables import Deployment
from tests.services.postgres import PASSWORD, Postgres
from tests.wait import PATIENCE_S

ROUNDS = "0x" + "Aa" * 20
DIGEST = "0x" + "11" * 32


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a deployment, an operator's database that was used, and its block store."""
    contract = {"address": ROUNDS, "block": 1, "tx": DIGEST}
    deployment = {
        "chainId": 31337,
        "genesisHash": DIGEST,
        "contracts": {"GenerationRounds": contract},
        "startBlock": 1,
        "scoringProfile": DIGEST,
        "complete": True,
    }
    (tmp_path / "deployments").mkdir()
    (tmp_path / "deployments" / "31337.json").write_text(json.dumps(deployment))
    engine = open_operator_store(tmp_path / "operator.sqlite")
    bind(engine, 31337, ROUNDS)
    engine.dispose()
    return tmp_path


def oracle(folder: Path, database: str, *command: str) -> subprocess.CompletedProcess[str]:
    settings = {"TROUPE_DATABASE": database, "TROUPE_BLOCKS": "blocks.sqlite"}
    return subprocess.run(
        [sys.executable, "-m", "oracle", *command],
        cwd=folder,
        env={"PATH": "/usr/bin", "PYTHONPATH": str(Path(__file__).parents[2]), **settings},
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )


def test_operator__moves_from_a_file_to_a_server__by_backup_and_restore(
    folder: Path, postgres: Postgres
):
    with EmbeddedStore(folder / "blocks.sqlite") as store:
        digest = store.put(b"a manifest")
        made = oracle(folder, "operator.sqlite", "backup", "a.backup", "--blocks", "a.blocks")
    assert made.returncode == 0, made.stderr
    assert (folder / "a.blocks").stat().st_mode & 0o777 == 0o600
    with EmbeddedStore(folder / "a.blocks") as copy:
        assert copy.get(digest) == b"a manifest"

    url = postgres.new_database()
    moved = oracle(folder, url, "restore", "a.backup")
    assert "`run` goes on from there" in moved.stdout, moved.stderr
    engine = open_operator_store(url)
    with transaction(engine) as session:
        assert session.exec(select(Deployment)).one().rounds == ROUNDS
    engine.dispose()

    lost = oracle(folder, "lost.sqlite", "backup", "b.backup")
    assert "lost.sqlite is not there" in lost.stderr
    again = oracle(folder, url, "restore", "a.backup")
    assert again.returncode == 1
    assert "holds an operator's state" in again.stderr
    assert PASSWORD not in again.stderr
