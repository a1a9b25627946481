"""How long a score sheet takes: by words, with a predictor, and by embeddings, side by side.

``python -m tests.bench.scores``. Rounds of 5 and of 16 entries of about 60 words, each with eight
earlier rounds as large. With embeddings a round is scored twice: when all its texts are new, and
again, when they are in the cache, as the history is at an operator that works on. Seconds are of
the processor. The predictor is as large as one that `predictor export` writes, and knows nothing.
"""

import random
import time
from collections.abc import Iterator

import click
from rich.console import Console
from rich.table import Table

from oracle.domain import Manifest, ScoringProfile
from oracle.embeddings.cached import CachedEmbedder
from oracle.embeddings.opening import open_embedder
from oracle.scoring.forest import Forest, ForestPredictor, Tree
from oracle.scoring.prior import ACTIONS
from oracle.scoring.profile import default_profile, embeddings_profile
from oracle.scoring.rules import Rules
from oracle.scoring.sheet import score_round
from oracle.scoring.text_features import TEXT_FEATURES
from tests.oracle.scoring.scoring_rounds import OTHER, PLAIN, THIRD, material, past_round

_WORDS = f"{PLAIN} {OTHER} {THIRD}".split()
_EARLIER = 8


@click.command()
@click.option("--size", "sizes", multiple=True, default=(5, 16), show_default=True)
def main(sizes: tuple[int, ...]) -> None:
    """Score the same rounds by four sets of rules."""
    table = Table("scored by", title="processor time of a score sheet, in seconds")
    for size in sizes:
        table.add_column(f"{size} entries", justify="right")
    columns = [list(measured(size)) for size in sizes]
    for row in zip(*columns, strict=True):
        table.add_row(row[0][0], *(f"{seconds:.2f}" for _, seconds in row))
    Console().print(table)


def measured(size: int) -> Iterator[tuple[str, float]]:
    """What scores, and in how many seconds."""
    draw = random.Random(size)
    texts = [f"solar {' '.join(draw.choices(_WORDS, k=60))}" for _ in range(size * (_EARLIER + 1))]
    rounds = [texts[at : at + size] for at in range(0, len(texts), size)]
    history = tuple(past_round(*each) for each in rounds[1:])
    embedder = CachedEmbedder(open_embedder("minilm"))
    by_words, forest = default_profile(), _forest()
    predicted = by_words.model_copy(update={"predictor": forest.digest})
    by_meaning = Rules(embeddings_profile(embedder.name), embedder)
    embedder.embed(["warm"])
    _seconds(rounds[0], history, Rules(by_words))
    yield "words, the prior", _seconds(rounds[0], history, Rules(by_words))
    yield "words, a predictor", _seconds(rounds[0], history, Rules(predicted, predictor=forest))
    yield "embeddings, all texts new", _seconds(rounds[0], history, by_meaning)
    yield "embeddings, from the cache", _seconds(rounds[0], history, by_meaning)


def _seconds(texts: list[str], history: tuple[Manifest, ...], rules: Rules) -> float:
    profile: ScoringProfile = rules.profile
    given = material(*texts, profile=profile, history=history)
    started = time.process_time()
    score_round(given, rules)
    return time.process_time() - started


def _forest() -> ForestPredictor:
    tree = Tree(
        features=(0, 1, 2, 3, 4),
        thresholds=(30.0, 200.0, 3.0, 1.0, 10.0),
        left=(1, -1, -2, -3, -4),
        right=(2, 3, 4, -5, -6),
        leaves=(0.01,) * 6,
    )
    return ForestPredictor(
        name="knows nothing",
        data="synthetic",
        rows=1,
        features=TEXT_FEATURES,
        actions=dict.fromkeys(ACTIONS, Forest(trees=(tree,) * 50, offset=-4.0)),
    )


if __name__ == "__main__":
    main()
