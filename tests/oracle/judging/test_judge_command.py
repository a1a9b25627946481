"""`python -m oracle judge` as people run it."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from oracle.__main__ import main
from tests.oracle.engines.conftest import TOKEN, chat_model, loaded, qwen3
from tests.oracle.judging.judge_server import MODEL, JudgeServer, always
from tests.oracle.scoring.scoring_rounds import OTHER, PLAIN, THIRD, card
from tests.ports import free_port
from tests.web_server import running

__all__ = ["chat_model", "loaded", "qwen3"]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, text in {
        "a.txt": PLAIN,
        "b.txt": OTHER,
        "c.txt": THIRD,
        "bad.txt": "x" * 400,
    }.items():
        (tmp_path / name).write_text(text)
    cheerful = card("Gladys", taste={"sentiment": 9, "readability": 0}, target_sentiment=1.0)
    (tmp_path / "gladys.json").write_bytes(cheerful.to_bytes())
    monkeypatch.chdir(tmp_path)
    return tmp_path


def judge(*arguments: str, **settings: str) -> Result:
    env = {f"TROUPE_{name.upper()}": value for name, value in settings.items()}
    return CliRunner(mix_stderr=False).invoke(main, ["judge", *arguments], env=env)


def judged(*arguments: str, **settings: str) -> Any:
    result = judge(*arguments, "--json", **settings)
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


@pytest.fixture
def url(chat_model: Any) -> Iterator[str]:
    from oracle.engines.server.app import create_app

    with running(create_app(chat_model, TOKEN)) as url:
        yield f"{url}/v1"


def test_judge__two_cards__each_has_preferences_and_a_vote(folder: Path) -> None:
    texts = ["a.txt", "b.txt", "c.txt"]
    found = judged(
        "--platform", "linkedin", "--card", "gladys.json", "--card", "contrarian", *texts
    )
    assert found["texts"] == texts
    assert [voter["by"] for voter in found["voters"]] == ["Gladys", "Max Thorne"]
    for voter in found["voters"]:
        assert voter["strengths"][voter["vote"]] == max(voter["strengths"])
        assert voter["matrix"][0][1] + voter["matrix"][1][0] == pytest.approx(1)
    assert found["judge"] is None
    assert "TROUPE_ENGINE" in found["no_judge"]


def test_judge__text_that_does_not_fit__loses_and_is_named(folder: Path) -> None:
    found = judged("--platform", "x", "a.txt", "bad.txt")
    assert found["voters"][0]["vote"] == 0
    assert "400 weighted characters" in found["barred"]["bad.txt"]
    assert "bad.txt could not compete" in judge("--platform", "x", "a.txt", "bad.txt").stdout


def test_judge__model_for_the_first_place__its_bias_is_shown_and_taken_out(folder: Path) -> None:
    server = JudgeServer(always("1"))
    with running(server.app()) as url:
        settings = {"engine": "openai", "engine_url": f"{url}/v1"}
        told = judge("--platform", "linkedin", "a.txt", "b.txt", "c.txt", **settings)
        found = judged("--platform", "linkedin", "a.txt", "b.txt", "c.txt", **settings)
    assert "preferred in 100% of answers" in told.stdout
    said = found["judge"]
    assert said["model"] == MODEL
    assert said["bias"]["first"] == 1
    assert {cell for row in said["preferences"]["matrix"] for cell in row} == {None, 0.5}


def test_judge__no_server_there__tastes_are_left_and_it_says_so(folder: Path) -> None:
    settings = {
        "engine": "openai",
        "engine_url": f"http://127.0.0.1:{free_port()}/v1",
        "engine_seconds": "1",
    }
    found = judged("--platform", "linkedin", "a.txt", "b.txt", **settings)
    assert found["judge"] is None
    assert "does not answer" in found["no_judge"]
    silent = judged("--platform", "linkedin", "a.txt", "b.txt")
    assert found["voters"] == silent["voters"]


def test_judge__real_model_at_the_engine_server__answers_what_it_can(
    folder: Path, url: str
) -> None:
    settings = {"engine": "openai", "engine_url": url, "engine_token": TOKEN}
    (folder / "d.txt").write_text("Solar panels are good.")
    (folder / "e.txt").write_text("Solar panels are dear.")
    found = judged("--platform", "x", "d.txt", "e.txt", **settings)["judge"]
    assert found["model"].startswith("troupe/tiny-qwen3@")
    # It has random weights: what it says is seldom an answer, and then it is no opinion.
    assert found["questions"] == 2
    assert 0 <= found["unanswered"] <= 2


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--platform", "x", "a.txt"], "give 2 to 16"),
        (["--platform", "x", "a.txt", "a.txt"], "give 2 to 16"),
        (["--platform", "x", "a.txt", "same.txt"], "are the same"),
        (["--platform", "x", "a.txt", "none.txt"], "No such file"),
        (
            ["--platform", "x", "a.txt", "b.txt", "--card", "Nobody"],
            "no such file, and no default persona",
        ),
        (["--platform", "x", "a.txt", "b.txt", "--card", "n" * 5_000], "no such file"),
        (["--platform", "x", "a.txt", "b.txt", "--card", "a.txt"], "no JSON"),
        (["--platform", "x", "a.txt", "b.txt", "--brief", "empty.txt"], "no brief"),
        (["--platform", "x", "a.txt", "huge.txt"], "holds over 10000"),
        (["--platform", "x", "a.txt", "binary.txt"], "holds no text"),
    ],
)
def test_judge__wrong_input__says_what_to_do(folder: Path, arguments: list[str], says: str) -> None:
    (folder / "same.txt").write_text(f"\n{PLAIN}\n")
    (folder / "empty.txt").write_text(" \n")
    (folder / "huge.txt").write_text("x" * 10_001)
    (folder / "binary.txt").write_bytes(b"\xff\xfe\x00\xd8")
    result = judge(*arguments)
    assert result.exit_code == 1
    assert says in result.stderr
    assert len(result.stderr.splitlines()) == 1
