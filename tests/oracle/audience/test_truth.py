"""The simulation against what is known: mathematics, what was planted, and the literature."""

import math
from dataclasses import replace

import numpy as np
import pytest

from oracle.audience.literature import figures
from oracle.audience.population import Population
from oracle.audience.post import ACTIONS, Post
from oracle.audience.posts import Shape, doubling_auc, fitted_rate, played
from oracle.audience.runs import simulate
from oracle.audience.truth import (
    branching,
    by_appeal,
    cascades,
    extinction,
    homogeneous,
    outbreaks,
    planted_ratio,
)


@pytest.mark.parametrize("r", [0.2, 0.5, 0.8])
def test_cascades__below_the_threshold__have_the_size_of_a_branching_process(r: float):
    for truth in branching(readers=20_000, runs=1_500, r=r, seed=11):
        assert truth.holds, truth


def test_cascades__below_the_threshold__have_the_distribution_of_borel():
    runs, r = 3_000, 0.5
    sizes = np.array([c.size for c in cascades(homogeneous(20_000, 8, 1), r / 8, runs, 1)])
    for size in range(1, 6):
        known = math.exp(-r * size) * (r * size) ** (size - 1) / math.factorial(size)
        error = math.sqrt(known * (1 - known) / runs)
        assert abs(np.mean(sizes == size) - known) < 4 * error, size


@pytest.mark.parametrize("r", [1.4, 2.0])
def test_cascades__above_the_threshold__break_out_as_often_and_as_far_as_known(r: float):
    for truth in outbreaks(readers=3_000, runs=200, r=r, seed=12):
        assert truth.holds, truth


def test_extinction__at_any_r__solves_its_equation():
    assert extinction(0.9) == extinction(1.0) == 1
    for r in (1.01, 1.5, 3, 10):
        assert extinction(r) == pytest.approx(math.exp(r * (extinction(r) - 1)))
        assert extinction(r) < 1


def test_appeal__when_higher__makes_a_post_go_further():
    found = by_appeal(readers=5_000, runs=60, seed=5, appeals=(0.5, 2, 8, 32))
    for numbers in zip(*found, strict=True):
        assert list(numbers) == sorted(numbers)
    assert found[-1][2] > 20 * found[0][2]


def test_interest__planted_in_half_of_the_readers__is_found_in_who_likes():
    assert planted_ratio(readers=20_000, runs=40, seed=4).holds


def test_topic__of_a_post__brings_it_before_those_who_love_it(population: Population):
    rates = dict.fromkeys(ACTIONS, 0.0) | {"like": 0.05}
    shares = []
    for topic in (3, 4):
        post = Post(rates, tuple(float(k == topic) for k in range(population.topics)))
        likes = simulate(population, post, followers=1_000, runs=30).totals("like")
        shares.append(likes.mean())
    even = Post(rates, (1 / population.topics,) * population.topics)
    base = simulate(population, even, followers=1_000, runs=30).totals("like").mean()
    assert min(shares) > 1.5 * base  # followers share the author's topic


def test_doubt__in_the_rates__widens_what_may_happen(population: Population):
    rates = dict.fromkeys(ACTIONS, 0.05)
    post = Post(rates, (1 / population.topics,) * population.topics)
    spreads, means = [], []
    for doubt in (0.0, 1.0):
        cast = simulate(population, replace(post, doubt=doubt), followers=2_000, runs=300)
        spreads.append(cast.totals("like").std())
        means.append(cast.totals("like").mean())
    assert spreads[1] > 2 * spreads[0]
    assert means[1] == pytest.approx(means[0], rel=0.3)


def test_fitted_rate__of_a_population__leaves_93_of_100_posts_alone(population: Population):
    shapes = played(population, fitted_rate(population), 3_000, 0, lambda _: None)
    assert np.mean([shape.size == 1 for shape in shapes]) == pytest.approx(0.93, abs=0.02)


def test_literature__beside_a_small_population__has_mostly_tiny_shallow_cascades(
    population: Population,
):
    told: list[int] = []
    found = {each.name: each for each in figures(population, 3_000, told=told.append)}
    assert sum(told) == 3_000
    assert found["posts that end within one step"].found > 0.95
    assert found["posts with 1 repost"].found < 0.1
    assert 1 <= found["steps of those reposted"].found < 1.5
    assert [each.name for each in found.values() if not each.given][:1] == ["posts with 1 repost"]
    assert all(each.source for each in found.values())


def test_doubling_auc__of_known_cascades__counts_pairs():
    def shape(fifth: float, reposts: int) -> Shape:
        hours = np.full(reposts, fifth, np.float32)
        return Shape(1 + reposts, 1, 2.0, hours)

    fast, slow = shape(1, 10), shape(9, 10)
    assert doubling_auc([fast, slow, shape(5, 6), shape(2, 3)]) == 0.5
    assert doubling_auc([fast, shape(5, 6), shape(7, 9)]) == 1
    assert doubling_auc([fast, shape(1, 6)]) == 0.5
    assert math.isnan(doubling_auc([fast]))
    assert math.isnan(doubling_auc([]))
