"""`python -m oracle feedback`, and what it hands on to the predictor and to governance."""

import csv
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from oracle.assistant.feedback.commands import COMMANDS
from oracle.assistant.feedback.learning import Feedback
from oracle.domain import Card
from oracle.errors import Permanent
from oracle.personas.cards import default_cards
from oracle.predictor.columns import COLUMNS, columns_of
from oracle.predictor.loading import load_posts
from oracle.settings import Settings
from tests.oracle.assistant.conftest import a_choice
from tests.requires import require
from tests.wait import PATIENCE_S

Run = Callable[..., Result]
ENGAGED = ["impressions=1800", "likes=41", "replies=6", "published=2026-01-31T12:00:00+01:00"]


@pytest.fixture
def run(people: Path) -> Run:
    """Runs a command of the group."""
    group = click.Group(commands=COMMANDS)
    settings = Settings(_env_file=None, people=people)
    runner = CliRunner(mix_stderr=False)
    return lambda *given, **more: runner.invoke(
        group, list(map(str, given)), obj=lambda: settings, **more
    )


@pytest.fixture
def said(run: Run) -> Callable[..., Any]:
    """What a command says as JSON."""
    return lambda *given: json.loads(run(*given, "--json").stdout)


@pytest.fixture
def post(feedback: Feedback) -> str:
    """A draft that was kept."""
    return feedback.keep_choice(a_choice(text="It is said,\n“twice”."))


def test_commands__a_drafts_life__is_shown_and_reversible(run: Run, said: Any, post: str):
    assert run("thumbs", post, "up").stdout == "record 2: reward 1.00\n"
    assert run("record", post, "prize", "place=2", "entries=3").stdout == "record 3: reward 0.50\n"
    assert said("show")["pip"]["hook"]["outcomes"] == 2
    assert run("revert", 3, "--why", "of another round").stdout == "record 4\n"
    assert said("show", "--persona", "PIP")["pip".upper()]["hook"]["outcomes"] == 1
    history = said("history")
    assert [each["counts"] for each in history] == [True, True, False, True]
    shown = run("history").stdout
    assert "taken back" in shown
    assert "of another round" in " ".join(shown.split())
    assert "thumb: up; reward" in " ".join(shown.split())


def test_commands__nothing_known__say_so(run: Run, said: Any):
    assert "nothing is known yet" in run("show").stdout
    assert "nothing is known yet" in run("history").stdout
    assert "`feedback predicted`" in run("compare").stdout
    assert said("history") == said("compare") == []
    assert said("show", "--persona", "nobody")["nobody"]["static"]["mean"] == 0.5


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (["thumbs", "nothing", "up"], "no draft is called"),
        (["record", "{post}", "votes", "votes"], "write it as likes=41"),
        (["record", "{post}", "votes", "kind=thumb", "up=1"], "is no figure"),
        (["record", "{post}", "votes", "votes=1"], "see `feedback record --help`"),
        (["record", "{post}", "engagement", "likes=1", "likes=2"], "likes is given twice"),
        (["record", "{post}", "prize", "place=0", "entries=3"], "place: "),
        (["record", "{post}", "engagement", "likes=1e99"], "likes: "),
        (["thumbs", "{post}", "up", "--by", "x" * 300], "1 to 200 characters"),
        (["thumbs", "{post}", "up", "--by", "a\nb"], "characters that print"),
        (["revert", "99"], "no record 99"),
        (["export", "{folder}/posts.csv"], "no post has real engagement yet"),
        (["propose", "humorous", "{folder}/card.json"], "20 outcomes of static"),
        (["propose", "nobody", "{folder}/card.json"], "no default persona"),
        (["predicted", "{post}", "-"], "this is no"),
    ],
)
def test_commands__bad_input__is_refused_and_nothing_is_kept(
    run: Run, said: Any, post: str, tmp_path: Path, given: list[str], says: str
):
    done = run(*(each.format(post=post, folder=tmp_path) for each in given), input="[1")
    assert isinstance(done.exception, Permanent)
    assert says in str(done.exception)
    assert len(said("history")) == 1
    assert not list(tmp_path.glob("*.*"))


@pytest.mark.parametrize(
    "junk",
    [
        *("{}", '{"ranges": {}, "data": "d"}', '{"ranges": {"likes": [1, 2]}, "data": "d"}'),
        *('{"ranges": {"likes": [1, 2, NaN]}, "data": "d"}', '{"ranges": 7, "data": "d"}', "["),
        "[" * 9_999,
    ],
)
def test_predicted__what_is_no_prediction__is_refused(run: Run, post: str, junk: str):
    assert isinstance(run("predicted", post, "-", input=junk).exception, Permanent)


def test_predicted__kept_before_the_outcome__is_compared_with_it(run: Run, said: Any, post: str):
    ranges = {"likes": [10, 20, 40], "replies": [1, 4, 9], "reposts": [0, 1, 2]}
    ranges |= {"value": [0, 1, 2], "kind": [0, 1, 2], "published": [0, 1, 2]}  # are no figures
    forecast = json.dumps({"ranges": ranges, "data": "synthetic", "beats": {}})
    assert run("predicted", post, "-", input=forecast).stdout == "record 2\n"
    assert run("predicted", post, "-", input=forecast).stdout == "record 2\n"
    run("record", post, "engagement", *ENGAGED)
    late = forecast.replace("synthetic", "later")
    assert run("predicted", post, "-", input=late).exit_code == 0
    run("record", post, "engagement", *ENGAGED, "--by", "somebody else")
    found = {each["figure"]: each for each in said("compare")}
    assert {figure: each["inside"] for figure, each in found.items()} == {
        "likes": False,
        "replies": True,
    }
    assert found["likes"]["by"] == "predictor trained on synthetic posts"
    assert "1 of 2 figures in their interval" in run("compare").stdout


def test_export__as_csv__has_the_columns_that_the_predictor_reads(
    run: Run, post: str, tmp_path: Path
):
    run("record", post, "engagement", *ENGAGED)
    run("thumbs", post, "up")
    assert run("export", tmp_path / "posts.csv").stdout == "1 posts\n"
    with (tmp_path / "posts.csv").open(newline="") as file:
        [row] = csv.DictReader(file)
    assert list(row) == list(COLUMNS)
    assert set(columns_of(row).values()) == set(COLUMNS)
    assert (row["text"], row["likes"], row["reposts"]) == ("It is said,\n“twice”.", "41", "")
    assert row["time"] == "2026-01-31T11:00:00+00:00"
    again = run("export", tmp_path / "posts.csv")
    assert "is there already" in str(again.exception)


@pytest.mark.parametrize("name", ["posts.csv", "posts.parquet"])
def test_export__read_by_the_predictors_loader__is_the_same_post(
    run: Run, post: str, tmp_path: Path, name: str
):
    if name.endswith("parquet"):
        _needs_parquet()
    run("record", post, "engagement", *ENGAGED)
    assert run("export", tmp_path / name).exit_code == 0
    loaded = load_posts(tmp_path / name)
    assert (loaded.skipped, loaded.reasons) == (0, ())
    [read] = loaded.posts
    assert (read.author, read.text) == ("Pip", "It is said,\n“twice”.")
    assert dict(read.outcomes) == {"impressions": 1_800, "likes": 41, "replies": 6}


def _needs_parquet() -> None:
    """Parquet needs a pyarrow that works with the installed numpy."""
    try:
        import pyarrow  # noqa: F401
    except ImportError as error:
        require(False, f"no Parquet: {error}")


def test_export__another_ending__is_refused(run: Run, post: str, tmp_path: Path):
    run("record", post, "engagement", *ENGAGED)
    done = run("export", tmp_path / "posts.xlsx")
    assert "end with .csv or .parquet" in str(done.exception)


def test_propose__a_clear_winner__writes_the_card(run: Run, feedback: Feedback, tmp_path: Path):
    card = default_cards()[0]
    for variant, which in (("static", "down"), ("question", "up")):
        for _ in range(20):
            post = feedback.keep_choice(a_choice(persona=card.name, variant=variant))
            run("thumbs", post, which)
    done = run("propose", "humorous", tmp_path / "card.json")
    proposed = Card.parse((tmp_path / "card.json").read_bytes())
    assert proposed.style[-1].startswith("End with one question")
    assert proposed.digest in done.stdout
    assert f"ape run propose card NUMBER {tmp_path / 'card.json'}" in done.stdout
    assert "is there already" in str(run("propose", "humorous", tmp_path / "card.json").exception)


def test_module__feedback__says_nothing_but_its_result(tmp_path: Path):
    done = subprocess.run(
        [sys.executable, "-m", "oracle", "feedback", "history", "--json"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(Path.cwd())},
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "[]\n", "")
    assert (tmp_path / ".troupe" / "people.sqlite").exists()
