"""`python -m oracle audience`, as a user types it."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from oracle.__main__ import main
from tests.requires import requires_module

POST = "Solar energy is now on 3 roofs of our school. Would you put one on yours?"
FEW = ("--readers", "1000", "--runs", "20", "--followers", "100")


def run(*arguments: object) -> Result:
    runner = CliRunner(mix_stderr=False)
    return runner.invoke(main, ["audience", *map(str, arguments)])


def says(*arguments: object) -> str:
    done = run(*arguments)
    assert (done.exit_code, done.stderr) == (0, ""), done.stderr
    return done.stdout


def refuses(*arguments: object) -> str:
    done = run(*arguments)
    assert done.exit_code != 0
    assert "Traceback" not in done.stderr
    return done.stderr


def test_simulate__a_text__shows_a_distribution_and_says_that_readers_are_simulated():
    shown = says("simulate", POST, "--platform", "x", *FEW)
    assert "Simulated readers" in shown
    assert all(word in shown for word in ("median", "95%", "likes", "reposts", "≥ 100"))


def test_simulate__as_json__has_quantiles_and_chances_for_programs():
    found = json.loads(says("simulate", POST, "--platform", "x", *FEW, "--json", "--at-least", 5))
    assert found["simulated"] is True
    assert (found["runs"], found["followers"]) == (20, 100)
    quantiles = list(found["kinds"]["impressions"]["quantiles"].values())
    assert quantiles == sorted(quantiles)
    assert 0 <= found["kinds"]["like"]["chance_at_least"]["5"] <= 1


def test_simulate__with_a_predictors_rates__uses_them():
    given = ("--rate", "like=0.5", "--rate", "repost=0", "--json")
    found = json.loads(says("simulate", POST, "--platform", "x", *FEW, *given))
    assert (found["rates"]["like"], found["rates"]["repost"]) == (0.5, 0)
    assert found["kinds"]["repost"]["mean"] == 0
    assert found["kinds"]["like"]["mean"] > 1


def test_simulate__twice_with_a_seed__says_the_same():
    given = ("simulate", POST, "--platform", "x", *FEW, "--json", "--seed", 4)
    assert says(*given) == says(*given)
    assert says(*given[:-1], 5) != says(*given)


def test_simulate__from_files__takes_the_post_and_the_population_in_them(tmp_path: Path):
    readers, post = tmp_path / "readers.npz", tmp_path / "post.txt"
    post.write_text(POST)
    assert "2,000 simulated readers" in says("build", readers, "--readers", 2_000)
    found = says("simulate", post, "--platform", "x", "--population", readers, "--json")
    assert json.loads(found)["readers"] == 2_000
    assert "exists" in refuses("build", readers, "--readers", 2_000)


def test_simulate__with_a_plot__draws_a_png(tmp_path: Path):
    requires_module("matplotlib")
    plot = tmp_path / "post.png"
    shown = says("simulate", POST, "--platform", "x", *FEW, "--plot", plot)
    assert "Simulated readers" in shown
    assert plot.read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("simulate", "", "--platform", "x"), "empty"),
        (("simulate", "none.txt", "--platform", "x"), "there is no file none.txt"),
        (("simulate", "word " * 99, "--platform", "x"), "280"),
        (("simulate", POST, "--platform", "myspace"), "myspace"),
        (("simulate", POST, "--platform", "x", "--readers", "10"), "readers"),
        (("simulate", POST, "--platform", "x", "--readers", "999999999"), "readers"),
        (("simulate", POST, "--platform", "x", "--readers", "nan"), "nan"),
        (("simulate", POST, "--platform", "x", *FEW[:-1], "9999"), "9,999 followers"),
        (("simulate", POST, "--platform", "x", "--readers", "1000", "--runs", "0"), "runs"),
        (("simulate", POST, "--platform", "x", "--seed", "-1"), "seed"),
        (("simulate", POST, "--platform", "x", "--rate", "like"), "like=0.02"),
        (("simulate", POST, "--platform", "x", "--rate", "like=nan"), "like is nan"),
        (("simulate", POST, "--platform", "x", "--rate", "love=0.1"), "love"),
        (("simulate", POST, "--platform", "x", "--at-least", "0"), "at-least"),
        (("simulate", POST, "--platform", "x", "--population", "none.npz"), "none.npz"),
        (("simulate", POST, "--platform", "x", "--plot", "post.gif"), ".png"),
        (("simulate", POST, "--platform", "x", "--plot", "/none/post.png"), "folder"),
        (("build", "readers.npz", "--follows", "nan"), "follows"),
        (("build", "readers.npz", "--seed", "-1"), "seed"),
        (("validate", "--cascades", "1"), "cascades"),
    ],
)
def test_command__with_bad_input__is_refused_in_a_line(arguments: tuple[str, ...], why: str):
    assert why in refuses(*arguments)


def test_simulate__from_a_file_that_is_no_text__is_refused(tmp_path: Path):
    binary, huge = tmp_path / "binary", tmp_path / "huge"
    binary.write_bytes(b"\xff\xfe\x00")
    huge.write_bytes(b"a" * 10**6)
    assert "UTF-8" in refuses("simulate", binary, "--platform", "x")
    assert "has over" in refuses("simulate", huge, "--platform", "x")


def test_validate__as_json__has_truths_that_hold_and_figures_with_sources():
    found = json.loads(says("validate", "--readers", 2_000, "--cascades", 500, "--json"))
    assert all(truth["holds"] for truth in found["truths"])
    assert [each["reposts"] for each in found["appeal"]] == sorted(
        each["reposts"] for each in found["appeal"]
    )
    assert all(figure["source"] for figure in found["literature"])
