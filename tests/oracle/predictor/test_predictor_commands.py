"""`python -m oracle predictor`, as a user runs it."""

import json
import shutil
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from oracle.__main__ import main
from oracle.domain import digest_of
from oracle.predictor.columns import COLUMNS
from oracle.predictor.files import promote, save
from oracle.predictor.keeping import compare
from oracle.predictor.posts import Post
from oracle.predictor.words import WordsEmbedder
from oracle.predictor.workflow import train_and_promote
from oracle.scoring.forest import ForestPredictor
from tests.oracle.predictor.conftest import Trained

_KEYS = {
    "pairwise_accuracy",
    "spearman",
    "author_mean_spearman",
    "calibration_error",
    "interval_coverage_error",
    "rows",
    "data",
}


def predictor(*args: object) -> Result:
    return CliRunner(mix_stderr=False).invoke(main, ["predictor", *map(str, args)])


def write_csv(posts: list[Post], path: Path) -> Path:
    import csv

    names = [name for name in COLUMNS if name != "source"]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names)
        writer.writeheader()
        for post in posts:
            row: dict[str, Any] = {name: getattr(post, name, "") for name in names}
            row |= {"time": post.at.isoformat(), "platform": post.platform.name.lower()}
            writer.writerow(row | dict(post.outcomes))
    return path


@pytest.fixture(scope="session")
def history(trained: Trained, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_csv(list(trained.dataset.posts), tmp_path_factory.mktemp("history") / "posts.csv")


@pytest.fixture
def folder(trained: Trained, tmp_path: Path) -> Path:
    shutil.copytree(trained.folder / "model", tmp_path / "model")
    return tmp_path


def test_evaluate__own_history__prints_one_object_and_writes_a_report(
    folder: Path, history: Path, trained: Trained
) -> None:
    ended = predictor("evaluate", "--folder", folder, "--data", history, "--json")
    found = json.loads(ended.stdout)
    assert found.keys() >= _KEYS
    assert (found["rows"], found["data"]) == (len(trained.held.posts), "own")
    assert ended.exit_code == (1 if found["missed"] else 0)
    page = Path(found["report"]).read_text()
    assert "own post history" in page
    assert all((folder / "report" / name).read_bytes()[:4] == b"\x89PNG" for name in _plots(page))


def test_evaluate__own_history_by_a_synthetic_model__says_both(
    folder: Path, history: Path, trained: Trained
) -> None:
    facts = trained.model.facts.model_copy(update={"data": "synthetic"})
    save(replace(trained.model, facts=facts), {}, folder / "model")
    ended = predictor("evaluate", "--folder", folder, "--data", history)
    assert "data: own post history\ntrained on: synthetic data" in ended.stdout
    page = (folder / "report" / "index.html").read_text()
    assert "Data: own post history" in page
    assert "a made-up world" in page


def _plots(page: str) -> list[str]:
    names = [part.split("'")[0] for part in page.split("<img src='")[1:]]
    assert len(names) == 4
    return names


def test_train__gate_missed__ends_with_1_and_the_old_model_stays(
    folder: Path, trained: Trained
) -> None:
    before = (folder / "model" / "SHA256SUMS").read_bytes()
    posts = [replace(p, text="the same", outcomes={"likes": 3}) for p in trained.dataset.posts]
    history = write_csv(posts[:500], folder / "dull.csv")
    ended = predictor("train", "--folder", folder, "--data", history)
    assert ended.exit_code == 1, ended.output
    assert "likes, replies, reposts" in ended.stderr
    assert (folder / "model" / "SHA256SUMS").read_bytes() == before


def test_train_and_promote__too_few_rounds__names_the_gate_and_keeps_the_candidate(
    folder: Path, trained: Trained
) -> None:
    before = (folder / "model" / "SHA256SUMS").read_bytes()
    dataset = replace(trained.dataset, posts=trained.dataset.posts[:600], data="synthetic")
    found = train_and_promote(dataset, WordsEmbedder(), "words", folder, rounds=1)
    assert not found["promoted"]
    assert any("pairwise accuracy" in wrong for wrong in found["missed"])
    assert (folder / "model" / "SHA256SUMS").read_bytes() == before
    assert (folder / "candidate" / "SHA256SUMS").exists()
    (training,) = (folder / "trainings.jsonl").read_text().splitlines()
    assert json.loads(training)["missed"] == found["missed"]
    assert "says nothing about real readers" in Path(found["report"]).read_text()


def test_train__folder_that_cannot_be_made__is_refused_in_a_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    ended = predictor("train", "--folder", tmp_path / "file" / "models", "--rows", 400)
    assert (ended.exit_code, ended.stdout) == (1, "")
    assert ended.stderr.endswith("or name another --folder\n")
    assert len(ended.stderr.splitlines()) == 1


def test_evaluate__history_that_tells_little__says_what_it_cannot_tell(
    folder: Path, trained: Trained
) -> None:
    """Only likes, each by another author: nobody's median is known, and no two can be compared."""
    posts = [
        replace(post, author=f"author {n}", topic="", outcomes={"likes": post.outcomes["likes"]})
        for n, post in enumerate(trained.dataset.posts)
    ]
    asked = ("--folder", folder, "--data", write_csv(posts, folder / "few.csv"))
    ended = predictor("evaluate", *asked, "--json")
    assert ended.exit_code == 1
    found = json.loads(ended.stdout, parse_constant=lambda name: pytest.fail(f"{name} is no JSON"))
    assert found.keys() >= _KEYS
    assert found["pairwise_accuracy"] is None
    assert found["calibration_error"] is None
    assert (set(found["coverage"]), set(found["actions_error"])) == ({"likes"}, {"like"})
    assert "calibration error can't be told from these posts" in ended.stderr
    said = predictor("evaluate", *asked).stdout
    assert "calibration error of the chances: these posts can't tell" in said
    assert "nan" not in said


def test_predict__a_text__is_kept_and_later_compared(folder: Path, trained: Trained) -> None:
    posts = list(trained.dataset.posts)
    history = write_csv(posts, folder / "posts.csv")
    asked = ("--folder", folder, "--data", history, "--author", posts[-1].author)
    ended = predictor("predict", "How to begin.", *asked, "--at", "2026-06-01T12:00:00Z", "--json")
    assert ended.exit_code == 0, ended.output
    said = json.loads(ended.stdout)
    assert set(said) == {"data", "interactions", "ranges", "beats", "chances"}
    likes = said["ranges"]["likes"][1]
    outcomes = {"likes": likes, "impressions": 10 * likes + 10}
    at = datetime(2100, 1, 1, tzinfo=UTC)
    came = replace(posts[-1], at=at, text="How to begin.", outcomes=outcomes)
    later = write_csv([*posts, came], folder / "later.csv")
    ended = predictor("evaluate", "--folder", folder, "--data", later, "--json")
    kept = json.loads(ended.stdout)["kept"]
    assert kept["matched"] == 1
    assert kept["inside"]["likes"] == 1
    known = [*posts, replace(came, at=posts[-1].at)]
    assert compare(folder, known)["matched"] == 0  # it was out when the forecast was made


def test_predict__for_people__says_what_the_data_is(folder: Path, history: Path) -> None:
    ended = predictor("predict", "How to begin.", "--folder", folder, "--data", history)
    assert "learnt from own post history" in ended.output
    assert "in 9 of 10 cases" in ended.output


def test_predict__from_a_file__is_of_the_text_in_it(folder: Path, history: Path) -> None:
    (folder / "post.txt").write_text("How to begin.")
    asked = ("--folder", folder, "--data", history, "--at", "2026-06-01T12:00:00Z")
    in_it = predictor("predict", folder / "post.txt", *asked)
    assert in_it.exit_code == 0, in_it.output
    assert in_it.output == predictor("predict", "How to begin.", *asked).output
    assert "there is no file" in predictor("predict", "missing.txt", *asked).stderr


def test_explain__a_text__gives_reasons(folder: Path, history: Path) -> None:
    asked = ("--folder", folder, "--data", history)
    assert "× " in predictor("explain", "How to begin.", *asked).output
    found = json.loads(predictor("explain", "How to begin.", *asked, "--json").stdout)
    assert {"feature", "value", "factor"} == set(found["reasons"][0])


@pytest.mark.parametrize("text", ["", " \u3000\n", "a" * 10_001])
def test_predict__no_post__is_refused(folder: Path, history: Path, text: str) -> None:
    ended = predictor("predict", text, "--folder", folder, "--data", history)
    assert ended.exit_code == 1
    assert "1 to 10,000 characters" in ended.stderr


def test_predict__new_author__needs_a_platform(folder: Path, history: Path) -> None:
    asked = ("--folder", folder, "--data", history, "--author", "nobody")
    assert "--platform" in predictor("predict", "Hello", *asked).stderr
    ended = predictor("predict", "Hello", *asked, "--platform", "lens", "--followers", 100)
    assert ended.exit_code == 0, ended.output
    assert "too few known posts" in ended.output


def test_export__model_in_use__is_a_document_with_its_digest(folder: Path, tmp_path: Path) -> None:
    ended = predictor("export", tmp_path / "forest", "--folder", folder)
    data = (tmp_path / "forest").read_bytes()
    assert ended.output.strip() == digest_of(data)
    assert ForestPredictor.parse(data).data == "own"


def test_undo__two_models__change_places(trained: Trained, folder: Path) -> None:
    assert "no earlier model" in predictor("undo", "--folder", folder).stderr
    sums = (folder / "model" / "SHA256SUMS").read_bytes()
    save(trained.model, {}, folder / "candidate")
    promote(folder / "candidate", folder / "model")
    assert (folder / "model" / "SHA256SUMS").read_bytes() != sums
    assert predictor("undo", "--folder", folder).exit_code == 0
    assert (folder / "model" / "SHA256SUMS").read_bytes() == sums


def test_commands__no_model__say_what_to_run(tmp_path: Path) -> None:
    for command in (("predict", "Hello"), ("explain", "Hello"), ("export", tmp_path / "x")):
        ended = predictor(*command, "--folder", tmp_path)
        assert ended.exit_code == 1
        assert "predictor train" in ended.stderr


def test_predict__own_model_without_its_posts__asks_for_them(folder: Path) -> None:
    assert "--data" in predictor("predict", "Hello", "--folder", folder).stderr
