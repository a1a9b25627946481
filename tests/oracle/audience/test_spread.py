"""One cascade: what may and what may not happen in it."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oracle.audience.cascade import Cascade
from oracle.audience.forecast import KINDS, outcome
from oracle.audience.population import Population
from oracle.audience.post import ACTIONS, Post, match
from oracle.audience.runs import simulate
from oracle.audience.shape import depths, structural_virality, tail_exponent
from oracle.audience.spread import Spreader
from oracle.audience.timing import Timing
from oracle.errors import Permanent

WIDE = {"like": 0.2, "reply": 0.05, "repost": 0.2, "click": 0.3}


def about(population: Population, topic: int | None = None) -> tuple[float, ...]:
    if topic is None:
        return (1 / population.topics,) * population.topics
    return tuple(float(k == topic) for k in range(population.topics))


@pytest.fixture(scope="module")
def busy(population: Population) -> Population:
    return replace(population, activity=np.full(population.readers, 0.7, np.float32))


def play(population: Population, seed: int, timing: Timing | None = None) -> Cascade:
    spreader = Spreader(population, Post(WIDE, about(population)), timing or Timing())
    rng = np.random.default_rng(seed)
    author = int(rng.integers(population.readers))
    return spreader.run(population.followers_of(author), rng, author)


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_cascade__of_a_wide_post__is_a_tree_of_people_who_saw_it(busy: Population, seed: int):
    cascade = play(busy, seed)
    assert cascade.parents[0] == 0
    assert (cascade.parents[1:] < np.arange(1, cascade.size)).all()
    assert cascade.size == 1 + len(cascade.acts["repost"].readers)
    for acts in (cascade.seen, *cascade.acts.values()):
        assert ((acts.hours >= 0) & (acts.hours <= Timing().window)).all()
    seen = set(cascade.seen.readers.tolist())
    for name in ACTIONS:
        readers = cascade.acts[name].readers
        assert len(np.unique(readers)) == len(readers)
        assert seen.issuperset(readers.tolist())


def test_reposts__of_followers__come_after_what_they_repost(busy: Population):
    cascade = play(busy, 3)
    hours = np.concatenate([[0], cascade.acts["repost"].hours])
    assert cascade.size > 50
    assert (hours >= hours[cascade.parents]).all()


def test_spreader__used_again__starts_afresh(busy: Population):
    spreader = Spreader(busy, Post(WIDE, about(busy)), Timing())
    audience = busy.followers_of(int(busy.follower_counts().argmax()))
    first, *_, last = [spreader.run(audience, np.random.default_rng(5)) for _ in range(3)]
    assert np.array_equal(first.seen.readers, last.seen.readers)
    assert np.array_equal(first.parents, last.parents)


def test_author__among_their_followers_followers__does_not_act(busy: Population):
    author = int(busy.follower_counts().argmax())
    spreader = Spreader(busy, Post(WIDE, about(busy)), Timing())
    cascade = spreader.run(busy.followers_of(author), np.random.default_rng(1), author)
    assert author in cascade.seen.readers
    assert all(author not in acts.readers for acts in cascade.acts.values())


def test_post__before_nobody__is_seen_by_nobody(busy: Population):
    spreader = Spreader(busy, Post(WIDE, about(busy)), Timing())
    cascade = spreader.run(np.empty(0, np.int32), np.random.default_rng(1))
    assert (cascade.size, len(cascade.seen.readers)) == (1, 0)


def test_fatigue__of_one_half__halves_the_chance_of_each_further_exposure(busy: Population):
    always = replace(busy, activity=np.ones(busy.readers, np.float32))
    post = Post(dict.fromkeys(ACTIONS, 0.0) | {"like": 0.3}, about(busy))
    spreader = Spreader(always, post, Timing(window=math.inf), fatigue=0.5)
    everybody = np.arange(busy.readers, dtype=np.int32)
    thrice = np.repeat(everybody, 3)
    rng = np.random.default_rng(0)
    found = np.mean([len(spreader.run(thrice, rng).acts["like"].readers) for _ in range(20)])
    chance = np.minimum(1, 0.3 * match(always, post).astype(np.float64))
    expected = 1 - (1 - chance) * (1 - chance / 2) * (1 - chance / 4)
    spread = math.sqrt(float((expected * (1 - expected)).sum()) / 20)
    assert abs(found - expected.sum()) < 4 * spread


def test_delays__drawn__have_the_median_hour_and_three_quarters_in_a_day():
    drawn = Timing().draw(np.random.default_rng(0), 200_000)
    assert np.mean(drawn <= 1) == pytest.approx(0.5, abs=0.01)
    assert np.mean(drawn <= 24) == pytest.approx(0.75, abs=0.01)
    assert np.mean(drawn <= 168) == pytest.approx(Timing().within_window(), abs=0.01)


def test_match__of_any_post__is_one_on_average(population: Population):
    for topic in (None, 0, 5):
        found = match(population, Post(WIDE, about(population, topic)))
        assert float(found.mean()) == pytest.approx(1, abs=1e-4)


def test_match__with_other_topics__is_refused(population: Population):
    with pytest.raises(Permanent, match="topics"):
        match(population, Post(WIDE, (0.5, 0.5)))


@pytest.mark.parametrize("rate", [-0.1, 1.1, math.nan, math.inf])
def test_post__with_an_impossible_rate__is_refused(rate: float):
    with pytest.raises(Permanent, match="like"):
        Post(WIDE | {"like": rate}, (1.0,))


@pytest.mark.parametrize("topics", [(), (0.5,), (2.0, -1.0), (math.nan, 1.0)])
def test_post__with_impossible_topics__is_refused(topics: tuple[float, ...]):
    with pytest.raises(Permanent, match="about"):
        Post(WIDE, topics)


def test_forecast__with_more_threads__is_the_same(population: Population):
    post = Post(WIDE, about(population), doubt=1.0)
    one, two = (
        simulate(population, post, followers=100, runs=20, seed=3, workers=workers)
        for workers in (1, 2)
    )
    assert np.array_equal(one.counts, two.counts)
    assert np.array_equal(one.virality, two.virality)


def test_forecast__of_runs__only_grows_with_time_and_counts_readers_once(population: Population):
    post = Post(WIDE, about(population))
    cast = simulate(population, post, followers=300, runs=30)
    assert (np.diff(cast.counts, axis=2) >= 0).all()
    assert (cast.totals("readers") <= cast.totals("impressions")).all()
    assert (cast.totals("like") <= cast.totals("readers")).all()
    assert cast.quantiles("like") == sorted(cast.quantiles("like"))
    assert cast.chance("impressions", 10**9) == 0
    assert cast.chance("impressions", 0) == 1


def test_readers__who_see_a_post_several_times__count_once(busy: Population):
    spreader = Spreader(busy, Post(WIDE, about(busy)), Timing())
    audience = busy.followers_of(int(busy.follower_counts().argmax()))
    cascade = spreader.run(audience, np.random.default_rng(9))
    counts = dict(zip(KINDS, outcome(cascade).counts, strict=True))
    different = len(np.unique(cascade.seen.readers))
    assert counts["readers"][-1] == different < counts["impressions"][-1]
    assert counts["impressions"][-1] == len(cascade.seen.readers)


@pytest.mark.parametrize(
    "silly",
    [{"runs": 0}, {"runs": 10**9}, {"followers": -1}, {"followers": 10**9}, {"workers": 0}],
)
def test_forecast__of_silly_numbers__is_refused(population: Population, silly: dict[str, int]):
    with pytest.raises(Permanent, match="give"):
        simulate(population, Post(WIDE, about(population)), **{"followers": 10} | silly)


@settings(max_examples=30, deadline=None)
@given(data=st.data(), size=st.integers(2, 40))
def test_structural_virality__of_any_tree__is_the_mean_of_all_distances(
    data: st.DataObject, size: int
):
    parents = np.array([0, *(data.draw(st.integers(0, node - 1)) for node in range(1, size))])
    far = np.full((size, size), np.inf)
    np.fill_diagonal(far, 0)
    far[np.arange(1, size), parents[1:]] = far[parents[1:], np.arange(1, size)] = 1
    for node in range(size):
        far = np.minimum(far, far[:, [node]] + far[[node], :])
    assert structural_virality(parents) == pytest.approx(far.sum() / (size * (size - 1)))
    assert depths(parents).tolist() == far[0].tolist()


def test_tail_exponent__of_drawn_powers__is_theirs():
    drawn = np.floor((1 - np.random.default_rng(0).random(50_000)) ** (-1 / 1.5) * 10)
    assert tail_exponent(drawn.astype(np.int64), 20) == pytest.approx(2.5, abs=0.05)
    assert math.isnan(tail_exponent(np.array([1, 2, 3]), 2))
