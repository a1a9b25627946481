"""Populations: the same from a plan, heavy-tailed, drawn to their own, and flat in memory."""

import math
import resource
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oracle.audience.building import build_population
from oracle.audience.plan import PopulationPlan
from oracle.audience.population import Population
from oracle.audience.shape import tail_exponent
from oracle.errors import Permanent
from tests.oracle.audience.conftest import PLAN


def test_population__drawn_twice_from_a_plan__is_the_same(population: Population):
    again = build_population(PLAN)
    for name in ("interests", "activity", "starts", "followers"):
        assert getattr(again, name).tobytes() == getattr(population, name).tobytes()
    other = build_population(replace(PLAN, seed=8))
    assert other.followers.tobytes() != population.followers.tobytes()


def test_follows__of_any_reader__are_of_others_and_not_repeated(population: Population):
    authors = np.repeat(np.arange(population.readers), population.follower_counts())
    assert (authors != population.followers).all()
    pairs = authors.astype(np.int64) * population.readers + population.followers
    assert (np.diff(pairs) > 0).all()


def test_follows__on_average__are_what_the_plan_says(population: Population):
    dropped = 1 - len(population.followers) / (PLAN.readers * PLAN.follows)
    assert 0 < dropped < 0.15  # repeated ones, and the mean of a rounded lognormal


def test_followers__of_many_readers__have_the_exponent_of_the_plan():
    for exponent in (2.276, 3.0):
        drawn = build_population(PopulationPlan(readers=50_000, follower_exponent=exponent))
        counts = drawn.follower_counts()
        found = tail_exponent(counts, int(4 * np.median(counts)))
        assert found == pytest.approx(exponent, abs=0.15)


def test_homophily__when_planned__makes_followers_alike():
    shared = []
    for homophily in (0.0, 0.5, 1.0):
        drawn = build_population(replace(PLAN, homophily=homophily))
        authors = np.repeat(np.arange(drawn.readers), drawn.follower_counts())
        alike = drawn.interests[drawn.followers, drawn.main_topics[authors]]
        shared.append(float(alike.mean()))
    assert shared[0] == pytest.approx(1 / PLAN.topics, rel=0.1)
    assert shared[0] * 2 < shared[1] < shared[2]


def test_memory__of_a_population__is_what_its_docstring_says(population: Population):
    follows = len(population.followers)
    assert population.nbytes == 4 * (PLAN.readers * (PLAN.topics + 2) + follows + 1)


def test_memory__while_drawing_300_000_readers__stays_below_400_mib():
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    build_population(PopulationPlan(readers=300_000))
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 400 * 1024


@settings(max_examples=15, deadline=None)
@given(
    readers=st.integers(100, 400),
    topics=st.integers(1, 64),
    follows=st.floats(1, 200),
    exponent=st.floats(2.05, 5),
    interest=st.floats(0.01, 100),
    activity=st.floats(0.001, 1),
    homophily=st.floats(0, 1),
    seed=st.integers(0, 2**63 - 1),
)
def test_population__of_any_possible_plan__passes_its_own_check(
    readers: int,
    topics: int,
    follows: float,
    exponent: float,
    interest: float,
    activity: float,
    homophily: float,
    seed: int,
):
    plan = PopulationPlan(readers, seed, topics, follows, exponent, interest, activity, homophily)
    drawn = build_population(plan)
    drawn.check()
    assert drawn.readers == readers


@pytest.mark.parametrize("name", [n for n in vars(PLAN) if n != "seed"])
@pytest.mark.parametrize("value", [-1, 0, math.nan, math.inf, -math.inf, 10**12])
def test_plan__with_a_silly_value__is_refused_by_name(name: str, value: float):
    if (name, value) == ("homophily", 0):
        return
    with pytest.raises(Permanent, match=name):
        replace(PLAN, **{name: value})


def test_plan__with_too_many_follows_in_all__is_refused():
    with pytest.raises(Permanent, match="fewer"):
        PopulationPlan(readers=5_000_000, follows=100)
