"""Whether it learns, in the made-up world where the truth is known."""

import json
import math
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from oracle.assistant.feedback.outward import simulate as command
from oracle.assistant.feedback.world import World, learning, make_world, play, static
from oracle.errors import Permanent
from tests.requires import requires_module

PERSONAS, VARIANTS, POSTS, RUNS = 4, 5, 300, 20
# The difference of two shares of N posts each has a standard error of at most sqrt(1 / (2 N)).
# Five of them come by chance in under 3 of 10 million.
MARGIN = 5 * math.sqrt(1 / (2 * POSTS * RUNS * PERSONAS))


def test_world__made__has_another_best_variant_for_each_persona():
    world = make_world(PERSONAS, VARIANTS, 7)
    best = world.chances.argmax(axis=1)
    assert len(set(best.tolist())) == PERSONAS
    assert 0 not in best
    assert (world.best - world.chances[:, 0] >= 0.15).all()


@pytest.mark.parametrize("seed", [7, 8])
def test_learning__against_a_static_prompt__wins_more_and_gives_away_ever_less(seed: int):
    world = make_world(PERSONAS, VARIANTS, seed)
    learnt = play(world, learning, POSTS, RUNS, seed)
    still = play(world, static, POSTS, RUNS, seed + 100)
    assert learnt.win_rate() - still.win_rate() > MARGIN
    regret, flat = (each.regret(world).mean(axis=1) for each in (learnt, still))
    first, second = regret[POSTS // 2 - 1], regret[-1] - regret[POSTS // 2 - 1]
    assert second < first / 2  # linear regret would give away as much again
    assert flat[-1] == pytest.approx(2 * flat[POSTS // 2 - 1])
    late = learnt.chosen[-POSTS // 4 :] == world.chances.argmax(axis=1)
    assert late.mean() > 2 / VARIANTS


def test_learning__where_all_variants_are_alike__claims_no_gain():
    world = World(np.full((PERSONAS, VARIANTS), 0.4))
    rates = [play(world, policy, POSTS, RUNS, 3).win_rate() for policy in (learning, static)]
    assert abs(rates[0] - rates[1]) < MARGIN
    assert play(world, learning, POSTS, RUNS, 3).regret(world)[-1].max() == 0


def test_command__simulate__says_that_it_is_simulated_and_draws_it(tmp_path: Path):
    requires_module("matplotlib")
    png = tmp_path / "plots" / "curves.png"
    small = ["--posts", "40", "--runs", "3", "--plot", str(png)]
    runner = CliRunner(mix_stderr=False)
    said = json.loads(runner.invoke(command, [*small, "--json"]).stdout)
    assert said["data"].startswith("simulated")
    assert png.read_bytes().startswith(b"\x89PNG")
    done = runner.invoke(command, small)
    assert "simulated" in done.stdout
    assert f"plot: {png}" in done.stderr
    assert said == json.loads(runner.invoke(command, [*small, "--json"]).stdout)


def test_command__simulate_where_no_plot_can_be__says_so_after_the_table(tmp_path: Path):
    requires_module("matplotlib")
    (tmp_path / "file").touch()
    given = ["--posts", "10", "--runs", "2", "--plot", str(tmp_path / "file" / "a.png")]
    done = CliRunner(mix_stderr=False).invoke(command, given)
    assert "simulated" in done.stdout
    assert isinstance(done.exception, Permanent)
