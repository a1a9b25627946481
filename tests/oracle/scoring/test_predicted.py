"""Engagement and virality by the predictor that a profile names."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from oracle.domain import Criterion, EntryScores, digest_of
from oracle.errors import Missing, Permanent
from oracle.ipfs.embedded import EmbeddedStore
from oracle.scoring.profile import default_profile
from oracle.scoring.rules import Rules, no_embedder, read_rules
from tests.oracle.scoring.predictors import FIGURES
from tests.oracle.scoring.scoring_rounds import OTHER, PLAIN, THIRD, past_round, score

PROFILE = default_profile().model_copy(update={"predictor": FIGURES.digest})
RULES = Rules(PROFILE, predictor=FIGURES)
FIGURE = "The roof gives 40 kilowatts. " + THIRD


@pytest.fixture
def blocks(tmp_path: Path) -> Iterator[EmbeddedStore]:
    with EmbeddedStore(tmp_path / "blocks.sqlite") as store:
        yield store


def rows(*texts: str, **fields: object) -> tuple[EntryScores, ...]:
    return score(*texts, rules=RULES, **fields).entries


def points(row: EntryScores, criterion: Criterion) -> dict[str, int]:
    return {part.name: part.points for part in row.criteria[criterion].parts}


def test_engagement__predictor_named__its_probabilities_decide_and_it_is_named() -> None:
    with_figure, without = rows(FIGURE, THIRD[20:] + " Panels.", OTHER)[:2]
    criteria = with_figure.criteria
    assert criteria[Criterion.ENGAGEMENT].value > without.criteria[Criterion.ENGAGEMENT].value
    assert criteria[Criterion.VIRALITY].value > without.criteria[Criterion.VIRALITY].value
    said = (
        "“likes figures”, of 1000 posts of a synthetic world, not of real readers, and by a prior"
        " for 10 more acts"
    )
    assert said in criteria[Criterion.ENGAGEMENT].why
    assert said in criteria[Criterion.VIRALITY].why
    assert points(with_figure, Criterion.ENGAGEMENT)["figure"] > 1_000
    assert points(without, Criterion.ENGAGEMENT)["figure"] == 0


def test_engagement__author_of_better_texts__scores_lower_than_one_of_worse() -> None:
    past = past_round(FIGURE + " They rest in rain.", OTHER, "Short.")
    strong, weak = rows(PLAIN, PLAIN[90:] + " Panels.", OTHER[30:], history=(past,))[:2]
    named = "against its author's earlier texts"
    ranks = [points(row, Criterion.ENGAGEMENT)[named] for row in (strong, weak)]
    assert ranks[0] < ranks[1]


def test_virality__author_whose_texts_are_shared_more__its_top_is_harder_to_reach() -> None:
    past = past_round(*[f"The roof gives {i}0 kilowatts, says {'abc'[i]}. " for i in range(3)])
    alone = rows(FIGURE, OTHER, PLAIN)[0].criteria[Criterion.VIRALITY]
    beside = rows(FIGURE, OTHER, PLAIN, history=(past,) * 3)[0].criteria[Criterion.VIRALITY]
    named = "reshares reach its author's top tenth"
    chance = {part.name: part.value for part in alone.parts}[named]
    assert 0 < {part.name: part.value for part in beside.parts}[named] < chance <= 1


def test_read_rules__predictor__is_read_like_the_profile(blocks: EmbeddedStore) -> None:
    digest = blocks.put(PROFILE.to_bytes())
    with pytest.raises(Missing):
        read_rules(blocks, digest, no_embedder)
    blocks.put(FIGURES.to_bytes())
    assert read_rules(blocks, digest, no_embedder) == RULES


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"features": ("concrete", "followers")}, "followers, unknown to this version"),
        ({"actions": {"applaud": FIGURES.actions["like"]}}, "applaud, unknown to this version"),
    ],
)
def test_read_rules__predictor_of_what_is_not_known__is_refused(
    blocks: EmbeddedStore, change: dict[str, object], says: str
) -> None:
    digest = blocks.put(FIGURES.model_copy(update=change).to_bytes())
    profile = default_profile().model_copy(update={"predictor": digest})
    with pytest.raises(Permanent, match=says):
        read_rules(blocks, blocks.put(profile.to_bytes()), no_embedder)


def test_read_rules__predictor_is_no_predictor__is_refused(blocks: EmbeddedStore) -> None:
    profile = default_profile().model_copy(update={"predictor": blocks.put(b"{}")})
    with pytest.raises(Permanent, match="is no forestpredictor"):
        read_rules(blocks, blocks.put(profile.to_bytes()), no_embedder)


def test_rules__another_predictor_or_none__are_no_rules() -> None:
    named = default_profile().model_copy(update={"predictor": digest_of(b"another")})
    for predictor in (None, FIGURES):
        with pytest.raises(ValueError, match="not what the profile names"):
            Rules(named, predictor=predictor)
