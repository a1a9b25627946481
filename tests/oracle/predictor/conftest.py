"""A small synthetic world and a model trained on it, once for all tests."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from oracle.predictor.evaluating import Held, hold_out
from oracle.predictor.files import FOREST, save
from oracle.predictor.model import Model
from oracle.predictor.training import Dataset, train
from oracle.predictor.words import WordsEmbedder
from oracle.predictor.world import World, make_world
from oracle.scoring.forest import ForestPredictor

ROWS, ROUNDS = 2_000, 30


def unheard(count: int) -> None:
    """Nobody looks at the bars."""


@dataclass(frozen=True)
class Trained:
    dataset: Dataset
    model: Model
    forest: ForestPredictor
    held: Held
    folder: Path


@pytest.fixture(scope="session")
def world() -> World:
    return make_world(seed=7, rows=ROWS, authors=40)


@pytest.fixture(scope="session")
def trained(world: World, tmp_path_factory: pytest.TempPathFactory) -> Trained:
    dataset, embedder = Dataset(world.posts, "own", 7), WordsEmbedder()
    model, forest = train(
        dataset, embedder, "words", embedded=unheard, read=unheard, learnt=unheard, rounds=ROUNDS
    )
    assert forest is not None
    held = hold_out(model, dataset, embedder, embedded=unheard, read=unheard)
    folder = tmp_path_factory.mktemp("predictor")
    save(model, {FOREST: forest.to_bytes()}, folder / "model")
    return Trained(dataset, model, forest, held, folder)
