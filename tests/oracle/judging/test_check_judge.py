"""What `check` says of the judge that a scoring profile names."""

import json
from pathlib import Path
from typing import Any

import pytest

from oracle.check import Line, checks
from oracle.domain import Judge, ScoringProfile
from oracle.ipfs.embedded import EmbeddedStore
from oracle.judging.prompt import judge_prompt
from oracle.scoring.profile import default_profile
from oracle.settings import Settings
from tests.oracle.judging.judge_server import MODEL, JudgeServer, always
from tests.web_server import running

pytestmark = pytest.mark.usefixtures("patient_checks")

DOWN = "http://127.0.0.1:1"


def line(folder: Path, profile: ScoringProfile, **settings: Any) -> Line:
    """The line on the judge, of a deployment that scores by that profile."""
    with EmbeddedStore(folder / "blocks.sqlite") as store:
        digest = store.put(profile.to_bytes())
    place = {"address": "0x" + "22" * 20, "block": 0, "tx": "0x" + "33" * 32}
    deployment = {"chainId": 31337, "genesisHash": "0x" + "11" * 32, "startBlock": 0}
    contracts = {"contracts": {"GenerationRounds": place}, "scoringProfile": digest}
    (folder / "31337.json").write_text(json.dumps(deployment | contracts | {"complete": True}))
    chosen = Settings(
        deployments=folder,
        rpc_url=DOWN,
        blocks=folder / "blocks.sqlite",
        database=str(folder / "operator.sqlite"),
        _env_file=None,
        **settings,
    )
    return next(line for line in checks(chosen) if line.name == "judge")


@pytest.fixture
def judging() -> ScoringProfile:
    judge = Judge(model=MODEL, prompt=judge_prompt(), weight=0.25)
    return default_profile().model_copy(update={"judge": judge})


def test_check_judge__none_named__is_well(tmp_path: Path) -> None:
    assert line(tmp_path, default_profile()).ok


def test_check_judge__no_engine__says_which_to_serve(
    tmp_path: Path, judging: ScoringProfile
) -> None:
    found = line(tmp_path, judging)
    assert not found.ok
    assert f"serve {MODEL} at TROUPE_ENGINE_URL; until then" in found.says


def test_check_judge__its_model_is_served__is_well(tmp_path: Path, judging: ScoringProfile) -> None:
    with running(JudgeServer(always("1")).app()) as url:
        found = line(tmp_path, judging, engine="openai", engine_url=f"{url}/v1")
    assert found == Line("judge", True, f"{MODEL}, 25% beside each persona's taste")
