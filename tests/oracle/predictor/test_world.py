"""The synthetic world keeps the truth that it documents."""

import numpy as np
import pytest

from oracle.domain import Platform
from oracle.predictor.measures import (
    calibration_error,
    explained,
    pairwise_accuracy,
    spearman,
)
from oracle.predictor.world import World, make_world


def test_world__same_seed__is_the_same() -> None:
    one, two, other = (make_world(seed, rows=60, authors=5) for seed in (3, 3, 4))
    assert one.posts == two.posts
    assert one.posts != other.posts


def test_world__its_truth__orders_pairs_as_well_as_published_figures_allow(world: World) -> None:
    groups = [(post.author, post.topic) for post in world.posts]
    happened = np.array([post.interactions for post in world.posts], float)
    assert 0.66 <= pairwise_accuracy(groups, happened, world.truth) <= 0.75


def test_world__posts__are_whole_and_in_order(world: World) -> None:
    posts = world.posts
    assert [post.at for post in posts] == sorted(post.at for post in posts)
    assert Platform.X not in {post.platform for post in posts}
    for post in posts:
        shown = post.outcomes["impressions"]
        assert all(0 <= count <= shown for count in post.outcomes.values())
        assert post.at.tzinfo is not None
        assert "{" not in post.text


def test_pairwise_accuracy__known_pairs__are_counted() -> None:
    groups = ["a", "b", "a", "a", "b"]
    truth = np.array([1.0, 5.0, 2.0, 2.0, 4.0])
    # Pairs of a: (1, 2) right, (1, 2) tied in what is said; equal truths make none. Of b: right.
    said = np.array([0.0, 9.0, 1.0, 0.0, 8.0])
    assert pairwise_accuracy(groups, truth, said) == pytest.approx(2.5 / 3)


def test_calibration_error__known_bins__is_their_mean_gap() -> None:
    chance = np.array([0.2] * 150 + [0.8] * 150)
    happened = np.array([0.0] * 105 + [1.0] * 45 + [1.0] * 90 + [0.0] * 60)
    assert calibration_error(happened, chance) == pytest.approx((0.1 + 0.2) / 2)
    # As one bin, being too low here and too high there cancel out.
    assert calibration_error(happened[::2], chance[::2]) == pytest.approx(0.05, abs=0.01)


def test_measures__constant_prediction__is_worth_nothing() -> None:
    truth = np.arange(10.0)
    assert spearman(truth, np.zeros(10)) == 0
    assert explained(truth, np.full(10, 4.5), np.full(10, 4.5)) == 0
    assert np.isnan(explained(np.ones(10), np.zeros(10), np.ones(10)))
    assert np.isnan(pairwise_accuracy(list(range(10)), truth, truth))
