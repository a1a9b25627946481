"""A predictor for tests."""

from pathlib import Path


def trained_in(folder: Path) -> None:
    """A small model in use in `folder`, of a small synthetic world."""
    from oracle.predictor.files import save
    from oracle.predictor.training import Dataset, train
    from oracle.predictor.words import WordsEmbedder
    from oracle.predictor.world import make_world

    def unheard(_count: int) -> None:
        """Nobody looks at the bars."""

    dataset = Dataset(make_world(seed=7, rows=800, authors=20).posts, "synthetic", 7)
    model, _ = train(
        dataset, WordsEmbedder(), "words", embedded=unheard, read=unheard, learnt=unheard, rounds=20
    )
    save(model, {}, folder / "model")
