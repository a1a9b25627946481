"""The operator's commands, as an operator types them."""

import sqlite3

import pytest

from oracle.domain import Brief
from oracle.ports import RoundState
from tests.e2e.conftest import Troupe

BONDED, STRANGER = 1, 9


@pytest.fixture(scope="module")
def bonded(bare_troupe: Troupe) -> Troupe:
    """One bonded operator; nothing is running."""
    bare_troupe.people.bond_operators([BONDED])
    return bare_troupe


def test_check__bonded_operator__is_ready(bonded: Troupe):
    result = bonded.check(**bonded.key_of(BONDED))
    lines = result.stdout.splitlines()
    assert [line for line in lines if not line.startswith("ok  ")] == []
    assert result.returncode == 0
    assert len(lines) >= 12


def test_check__stranger__is_told_to_bond(bonded: Troupe):
    result = bonded.check(**bonded.key_of(STRANGER))
    (failed,) = [line for line in result.stdout.splitlines() if line.startswith("FAIL")]
    assert "ape run bond" in failed
    assert result.returncode == 1


def test_check__nothing_right__says_every_remedy(bonded: Troupe):
    wrong = {"TROUPE_RPC_URL": "http://127.0.0.1:1", "TROUPE_DEPLOYMENTS": "/nowhere"}
    result = bonded.oracle("check", **wrong)
    assert "ape run deploy" in result.stdout
    assert "TROUPE_KEYSTORE" in result.stdout
    assert "Traceback" not in result.stdout + result.stderr
    assert result.returncode == 1


def test_run__not_deployed__is_one_clear_line(bonded: Troupe):
    result = bonded.oracle("run", TROUPE_DEPLOYMENTS="/nowhere", **bonded.key_of(BONDED))
    (line,) = result.stderr.splitlines()
    assert "ape run deploy" in line
    assert result.returncode == 1


def test_once__open_round__writes_and_submits_it_then_dry_run_sends_nothing(bonded: Troupe):
    brief = Brief(text="A post about the lighthouse at Cabo da Roca")
    round_id = bonded.propose(brief)
    block = bonded.w3.eth.block_number

    def final() -> bool:
        return bonded.w3.eth.get_block("finalized")["number"] >= block

    bonded.wait(final, "finality")
    dry = bonded.oracle("once", TROUPE_DATABASE=str(bonded.folder / "dry.sqlite"))
    assert "dry run" in dry.stderr
    assert bonded.state(round_id) == RoundState.OPEN

    result = bonded.oracle("once", **bonded.key_of(BONDED))
    assert result.returncode == 0, result.stderr
    bonded.wait(lambda: bonded.state(round_id) == RoundState.VOTING, "entries")
    database = sqlite3.connect(bonded.key_of(BONDED)["TROUPE_DATABASE"])
    (count,) = database.execute("SELECT count(*) FROM generated").fetchone()
    database.close()
    assert count == 1
