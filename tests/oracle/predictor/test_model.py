"""A trained model: calibrated, without leaks, whole on disk, and calm about any text."""

import math
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import lightgbm as lgb
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oracle.domain import MAX_DOCUMENT_BYTES, Platform
from oracle.errors import Permanent
from oracle.predictor.calibrating import calibrate, widening
from oracle.predictor.evaluating import hold_out, measure
from oracle.predictor.features import KNOWN
from oracle.predictor.files import load
from oracle.predictor.forests import trees_of
from oracle.predictor.gates import missed
from oracle.predictor.history import SETTLED, Histories
from oracle.predictor.measures import spearman
from oracle.predictor.model import Model
from oracle.predictor.posts import Post
from oracle.predictor.single import Predictor
from oracle.predictor.split import split
from oracle.predictor.training import Dataset, train
from oracle.predictor.words import WordsEmbedder
from oracle.predictor.world import World
from oracle.scoring.forest import ForestPredictor, probabilities
from oracle.scoring.reading import read
from oracle.scoring.sentiment import compound
from oracle.scoring.text_features import TEXT_FEATURES, text_features
from tests.oracle.predictor.conftest import Trained, unheard

_ODD = ["🎉" * 300, "مرحبا بالعالم", "\u200b\u202e", "<b>10/10</b>", "A" * 10_000, "今日は" * 50]


def test_split__any_posts__is_by_time(world: World) -> None:
    parts = split(world.posts)
    times = [
        [p.at for p in world.posts[each]] for each in (parts.train, parts.calibrate, parts.test)
    ]
    assert max(times[0]) < min(times[1])
    assert max(times[1]) < min(times[2])


def test_hold_out__its_posts__are_later_than_all_that_was_learnt_from(trained: Trained) -> None:
    assert min(p.at for p in trained.held.posts) > trained.model.facts.until
    assert len(trained.held.posts) == len(trained.dataset.posts[split(trained.dataset.posts).test])


def test_forecast__whatever_happens_later__is_the_same(trained: Trained) -> None:
    posts = list(trained.dataset.posts)
    at = posts[1_500].at
    known = [
        replace(post, outcomes={"impressions": 9, "likes": 9}) if post.at > at - SETTLED else post
        for post in posts
    ]
    predictor = Predictor(trained.model, WordsEmbedder())
    one, two = (predictor.forecast(posts[1_500], Histories(each)) for each in (posts, known))
    assert one == two


def test_forecast__what_happened_before__counts(trained: Trained) -> None:
    posts = list(trained.dataset.posts)
    known = [replace(post, outcomes={"impressions": 9, "likes": 9}) for post in posts]
    predictor = Predictor(trained.model, WordsEmbedder())
    one, two = (predictor.forecast(posts[-1], Histories(each)) for each in (posts, known))
    assert one != two


def test_measure__small_world__beats_the_author_and_keeps_its_promises(trained: Trained) -> None:
    measured = measure(trained.held, "own", 7)
    assert measured.spearman > measured.author_mean_spearman
    assert measured.pairwise_accuracy > 0.55
    # 400 posts and 30 rounds: twice what a whole model is held to.
    assert measured.calibration_error < 0.1
    assert measured.interval_coverage_error < 0.05
    assert measured.explained_beyond_author < 0.5


def test_measure__its_baseline__is_the_mean_of_all_that_was_known_of_the_author(
    trained: Trained,
) -> None:
    means = []
    for post in trained.held.posts:
        earlier = [p for p in trained.dataset.posts if p.author == post.author]
        known = [math.log1p(p.interactions or 0) for p in earlier if p.at <= post.at - SETTLED]
        means.append(np.mean(known))
    measured, truth = measure(trained.held, "own", 7), trained.held.interactions
    assert measured.author_mean_spearman == pytest.approx(spearman(truth, np.array(means)))
    assert measured.explained > measured.explained_beyond_author


def test_gates__figures_on_either_side__are_told_apart(trained: Trained) -> None:
    good = replace(
        measure(trained.held, "own", 7),
        pairwise_accuracy=0.6,
        spearman=0.7,
        author_mean_spearman=0.6,
        calibration_error=0.05,
        interval_coverage_error=0.02,
        explained_beyond_author=0.3,
    )
    assert missed(good) == []
    bad = {
        "pairwise_accuracy": 0.59,
        "spearman": 0.6,
        "calibration_error": 0.051,
        "interval_coverage_error": 0.021,
        "explained_beyond_author": 0.51,
    }
    for name, value in bad.items():
        assert len(missed(replace(good, **{name: value}))) == 1
        assert len(missed(replace(good, **{name: math.nan}))) == 1


def test_gates__column_that_tells_the_outcome__is_called_a_leak(world: World) -> None:
    leaky = [replace(p, followers=(p.interactions or 0) * 50) for p in world.posts[:1_200]]
    dataset, embedder = Dataset(leaky, "own"), WordsEmbedder()
    model, _ = train(
        dataset, embedder, "words", embedded=unheard, read=unheard, learnt=unheard, rounds=150
    )
    held = hold_out(model, dataset, embedder, embedded=unheard, read=unheard)
    assert any("look for a column" in wrong for wrong in missed(measure(held, "own", 1)))


def test_train__same_posts__gives_the_same_model(trained: Trained) -> None:
    posts = trained.dataset.posts[:400]
    said = []
    for _ in range(2):
        dataset, embedder = Dataset(posts, "own", 1), WordsEmbedder()
        model, _ = train(
            dataset, embedder, "words", embedded=unheard, read=unheard, learnt=unheard, rounds=3
        )
        held = hold_out(model, dataset, embedder, embedded=unheard, read=unheard)
        said.append(held.said.interactions.tolist())
    assert said[0] == said[1]


def test_train__actions_that_nobody_counted__are_not_predicted(world: World) -> None:
    bare = [replace(p, outcomes={"likes": p.outcomes["likes"]}) for p in world.posts[:600]]
    dataset, embedder = Dataset(bare, "own"), WordsEmbedder()
    model, forest = train(
        dataset, embedder, "words", embedded=unheard, read=unheard, learnt=unheard, rounds=3
    )
    said = Predictor(model, embedder).forecast(bare[-1], Histories(bare))
    assert (set(said.ranges), set(said.chances)) == ({"likes"}, {"like"})
    assert forest is not None
    assert set(forest.actions) == {"like"}


def test_train__too_few_posts__says_how_many(world: World) -> None:
    with pytest.raises(Permanent, match="400"):
        train(
            Dataset(world.posts[:100], "own"),
            WordsEmbedder(),
            "words",
            embedded=unheard,
            read=unheard,
            learnt=unheard,
        )


def test_load__saved_model__says_the_same(trained: Trained) -> None:
    again = load(trained.folder / "model")
    assert again.facts == trained.model.facts
    said, before = again.predict(trained.held.table), trained.held.said
    assert np.array_equal(said.interactions, before.interactions)
    assert all(np.array_equal(said.chances[name], before.chances[name]) for name in said.chances)
    assert {file.suffix for file in (trained.folder / "model").iterdir()} == {".json", ".txt", ""}


@pytest.mark.parametrize("name", ["facts.json", "like.txt", "SHA256SUMS"])
def test_load__changed_file__is_refused(trained: Trained, tmp_path: Path, name: str) -> None:
    for file in (trained.folder / "model").iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / name).write_bytes((tmp_path / name).read_bytes()[:-30] + b"0" * 30)
    with pytest.raises(Permanent, match="train anew"):
        load(tmp_path)


def test_load__empty_folder__says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(Permanent, match="predictor train"):
        load(tmp_path)


def test_trees_of__a_booster__give_what_lightgbm_gives(trained: Trained) -> None:
    random = np.random.default_rng(1)
    rows = random.normal(size=(500, 5)).round(2)
    labels = (rows[:, 0] * rows[:, 1] + random.normal(size=500) > 0).astype(float)
    options = {"objective": "cross_entropy", "num_leaves": 8, "verbosity": -1, "num_threads": 1}
    booster = lgb.train(options, lgb.Dataset(rows, labels), 20)
    trees = trees_of(booster)
    ours = [math.fsum(tree.value(row) for tree in trees) for row in rows.tolist()]
    assert np.allclose(ours, booster.predict(rows, raw_score=True), atol=1e-9, rtol=0)


def test_forest__from_training__is_a_document_that_rounds_can_read(trained: Trained) -> None:
    data = trained.forest.to_bytes()
    assert len(data) <= MAX_DOCUMENT_BYTES
    again = ForestPredictor.parse(data)
    assert again.features == TEXT_FEATURES
    reading = read("How to begin with compost: start small.", Platform.BLUESKY)
    features = text_features(reading, compound(reading.text), Platform.BLUESKY)
    found = probabilities(again, features)
    assert set(found) == {"like", "reply", "repost", "quote", "click"}
    assert all(0 < chance < 0.5 for chance in found.values())


def test_forest__question__draws_replies(trained: Trained) -> None:
    texts = [f"How to begin with compost: start small. {end}" for end in ("Good.", "Who has?")]
    found = []
    for text in texts:
        reading = read(text, Platform.BLUESKY)
        features = text_features(reading, compound(reading.text), Platform.BLUESKY)
        found.append(probabilities(trained.forest, features)["reply"])
    assert found[1] > found[0]


def test_widening__same_scores__is_what_mapie_finds() -> None:
    from mapie.regression import ConformalizedQuantileRegressor
    from sklearn.linear_model import QuantileRegressor

    random = np.random.default_rng(2)
    rows = random.normal(size=(600, 1))
    truth = rows[:, 0] + random.normal(size=600) * (1 + np.abs(rows[:, 0]))
    fitted = [
        QuantileRegressor(quantile=q, alpha=0).fit(rows[:300], truth[:300])
        for q in (0.05, 0.95, 0.5)
    ]
    theirs = ConformalizedQuantileRegressor(fitted, confidence_level=0.9, prefit=True)
    theirs.conformalize(rows[300:], truth[300:])
    _, found = theirs.predict_interval(rows[:5], symmetric_correction=True)
    low, high = (fitted[i].predict(rows[300:]) for i in (0, 1))
    wider = widening(low, high, truth[300:], 0.9)
    assert found[:, 0, 0] == pytest.approx(fitted[0].predict(rows[:5]) - wider)
    assert found[:, 1, 0] == pytest.approx(fitted[1].predict(rows[:5]) + wider)


def test_calibrate__chances_that_are_too_bold__are_moderated() -> None:
    random = np.random.default_rng(3)
    real = random.normal(size=5_000)
    happened = (random.uniform(size=5_000) < 1 / (1 + np.exp(-real))).astype(float)
    found = calibrate(3 * real + 1, happened, np.ones(5_000))
    assert found.scale == pytest.approx(1 / 3, abs=0.03)
    backwards = calibrate(-real, happened, np.ones(5_000))
    assert backwards.scale == 0


@settings(max_examples=25, deadline=None)
@given(
    text=st.one_of(st.sampled_from(_ODD), st.text(min_size=1, max_size=200)),
    platform=st.sampled_from(Platform),
    followers=st.one_of(st.none(), st.integers(0, 10**12)),
    known=st.booleans(),
)
def test_forecast__any_text_and_author__is_finite_and_in_order(
    trained: Trained, text: str, platform: Platform, followers: int | None, known: bool
) -> None:
    last = trained.dataset.posts[-1]
    post = Post(
        author=last.author if known else "nobody",
        at=last.at + timedelta(days=3),
        platform=platform,
        text=text,
        followers=followers,
    )
    predictor = Predictor(trained.model, WordsEmbedder())
    said = predictor.forecast(post, Histories(trained.dataset.posts))
    assert said.interactions >= 0
    assert all(0 <= low <= typical <= high for low, typical, high in said.ranges.values())
    assert all(0 <= chance <= 1 for chance in [*said.chances.values(), *said.beats.values()])
    assert bool(said.beats) == known
    reasons = predictor.explain(post, Histories(trained.dataset.posts))
    assert all(math.isfinite(reason.factor) and reason.factor > 0 for reason in reasons)


def test_explain__its_factors__multiply_to_the_forecast(trained: Trained) -> None:
    table, model = trained.held.table.part(slice(0, 1)), trained.model
    reasons = Predictor(model, WordsEmbedder()).explain(
        trained.held.posts[0], Histories(trained.dataset.posts)
    )
    booster = model.boosters["interactions"]
    average = booster.predict(table.features, pred_contrib=True)[0, -1]
    product = math.fsum(math.log(reason.factor) for reason in reasons) + average
    assert product == pytest.approx(float(model.raw("interactions", table)[0]))
    assert len(model.features) == table.features.shape[1]
    assert {reason.feature for reason in reasons} == {*KNOWN, "meaning"}


def test_hold_out__another_embedder__is_refused(trained: Trained) -> None:
    facts = trained.model.facts
    other = facts.directions.model_copy(update={"embedder": "minilm@1"})
    model = Model(facts.model_copy(update={"directions": other}), trained.model.boosters)
    with pytest.raises(Permanent, match="minilm@1"):
        hold_out(model, trained.dataset, WordsEmbedder(), embedded=unheard, read=unheard)
