"""A predictor as a document: what it says, and what is refused of a stranger's."""

import json
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oracle.domain import MAX_DOCUMENT_BYTES, Platform
from oracle.errors import Permanent
from oracle.scoring.forest import Forest, ForestPredictor, Tree, probabilities
from oracle.scoring.reading import read
from oracle.scoring.sentiment import compound
from oracle.scoring.text_features import TEXT_FEATURES, text_features

_TREE = Tree(
    features=(0, 1), thresholds=(10.0, 0.5), left=(1, -1), right=(-3, -2), leaves=(1.0, 2.0, -1.0)
)
_STUMP = Tree(features=(), thresholds=(), left=(), right=(), leaves=(0.5,))


def predictor(*trees: Tree) -> ForestPredictor:
    return ForestPredictor(
        name="by hand",
        data="synthetic",
        rows=10,
        features=("word_count", "question"),
        actions={"like": Forest(trees=trees), "reply": Forest(trees=(), offset=-3.0)},
    )


def sigmoid(x: float) -> float:
    return 1 / (1 + math.exp(-x))


@pytest.mark.parametrize(
    ("words", "question", "leaf"), [(10, 0.5, 1.0), (10, 0.6, 2.0), (10.5, 0.0, -1.0)]
)
def test_probabilities__small_forest__follow_its_leaves(
    words: float, question: float, leaf: float
) -> None:
    found = probabilities(
        predictor(_TREE, _STUMP), {"word_count": words, "question": question, "other": 1.0}
    )
    assert found == pytest.approx({"like": sigmoid(leaf + 0.5), "reply": sigmoid(-3)}, abs=1e-12)


def test_forest__written_and_parsed__is_the_same() -> None:
    document = predictor(_TREE, _STUMP)
    assert ForestPredictor.parse(document.to_bytes()) == document


def test_forest__calibration__scales_the_sum() -> None:
    forest = Forest(trees=(_STUMP,), scale=2.0, offset=1.0)
    assert forest.probability([]) == pytest.approx(sigmoid(2.0))


@pytest.mark.parametrize(
    "changes",
    [
        {"left": [0, -1]},  # back to itself
        {"left": [1, 0]},  # a cycle
        {"left": [5, -1]},  # beyond the last split
        {"left": [1, -2]},  # a leaf twice, another never
        {"left": [1, -9]},  # no such leaf
        {"features": [0, 7]},  # no such feature
        {"features": [0, -1]},
        {"features": [0]},
        {"leaves": [1.0, 2.0]},
        {"thresholds": [math.nan, 0.5]},
        {"thresholds": [math.inf, 0.5]},
        {"leaves": [1.0, 2.0, 1e300]},
        {"surprise": 1},
    ],
)
def test_forest__malformed_tree__is_refused_when_parsed(changes: dict[str, object]) -> None:
    document = json.loads(predictor(_TREE).to_bytes())
    document["actions"]["like"]["trees"][0] |= changes
    with pytest.raises(ValueError, match=r"validation error|JSON"):
        ForestPredictor.parse(json.dumps(document).encode())


@pytest.mark.parametrize(
    "changes",
    [{"features": ["question", "question"]}, {"actions": {}}, {"data": "x"}, {"features": []}],
)
def test_forest__malformed_document__is_refused(changes: dict[str, object]) -> None:
    document = json.loads(predictor(_TREE).to_bytes()) | changes
    with pytest.raises(ValueError, match="validation error"):
        ForestPredictor.parse(json.dumps(document).encode())


def test_forest__over_the_limit__is_refused() -> None:
    with pytest.raises(ValueError, match="is over"):
        ForestPredictor.parse(b" " * (MAX_DOCUMENT_BYTES + 1))


def test_probabilities__missing_feature__says_what_to_do() -> None:
    with pytest.raises(Permanent, match=r"question.*governance"):
        probabilities(predictor(_TREE), {"word_count": 1.0})


def test_probabilities__feature_that_is_no_number__is_refused() -> None:
    with pytest.raises(Permanent, match="no number"):
        probabilities(predictor(_TREE), {"word_count": math.nan, "question": 0.0})


_values = st.one_of(
    st.none(), st.integers(-3, 3), st.floats(), st.text(max_size=3), st.lists(st.integers(-3, 3))
)


@settings(max_examples=60, deadline=None)
@given(field=st.sampled_from(sorted(Tree.model_fields)), value=_values)
def test_forest__any_value_in_a_tree__is_refused_or_gives_a_probability(
    field: str, value: object
) -> None:
    document = json.loads(predictor(_TREE).to_bytes())
    document["actions"]["like"]["trees"][0][field] = value
    try:
        parsed = ForestPredictor.parse(json.dumps(document).encode())
    except ValueError:
        return
    found = probabilities(parsed, {"word_count": 1.0, "question": 0.0})
    assert all(0 <= chance <= 1 for chance in found.values())


_ODD = ["", "🎉🎉🎉", "مرحبا بالعالم؟", "\u200b\u200b", "<script>alert(1)</script>", "A" * 50_000]


@settings(max_examples=40, deadline=None)
@given(
    text=st.one_of(st.sampled_from(_ODD), st.text(max_size=300)), platform=st.sampled_from(Platform)
)
def test_text_features__any_text__are_finite_and_named(text: str, platform: Platform) -> None:
    reading = read(text, platform)
    found = text_features(reading, compound(reading.text), platform)
    assert set(found) == set(TEXT_FEATURES)
    assert all(math.isfinite(value) and -1 <= value <= 10_000 for value in found.values())


def test_text_features__a_post__counts_what_is_there() -> None:
    text = "Who comes along? #sea @ana https://example.org 🚢\nWe leave at 7!"
    found = text_features(read(text, Platform.BLUESKY), 0.5, Platform.BLUESKY)
    counts = {name: found[name] for name in ("links", "mentions", "hashtags", "emoji", "lines")}
    assert counts == {"links": 1, "mentions": 1, "hashtags": 1, "emoji": 1, "lines": 2}
    assert (found["question"], found["on_bluesky"], found["on_x"]) == (1, 1, 0)
