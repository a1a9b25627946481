"""How long a prediction takes on one core, of what it is made, and how long training takes.

``python -m tests.bench.predictor [--rows N] [--posts N]``. The posts are of the synthetic world; a
prediction is of one post at a time: its author's history, its text's features, its vector from the
cache, and every model. The target is 6 ms, the limit of RecSys 2021 on one core.
"""

import time
from collections.abc import Callable
from typing import Any

import click
import numpy as np
from rich.console import Console
from rich.table import Table

from oracle.embeddings.cached import CachedEmbedder
from oracle.predictor.evaluating import hold_out, measure
from oracle.predictor.features import tabulate
from oracle.predictor.gates import missed
from oracle.predictor.history import Histories
from oracle.predictor.model import Model
from oracle.predictor.training import Dataset, train
from oracle.predictor.words import WordsEmbedder
from oracle.predictor.world import make_world

TARGET_MS = 6.0


@click.command()
@click.option("--rows", default=12_000, show_default=True, help="Posts of the synthetic world.")
@click.option("--posts", default=500, show_default=True, help="Posts to predict, one by one.")
def main(rows: int, posts: int) -> None:
    """Train on the synthetic world, then predict held-out posts one by one."""
    console, embedder = Console(), CachedEmbedder(WordsEmbedder())
    steps = Table("step", "wall, s", "CPU, s", title=f"{rows:,} posts (synthetic)")

    def timed(name: str, work: Callable[[], Any]) -> Any:
        wall, cpu = time.perf_counter(), time.process_time()
        found = work()
        steps.add_row(name, f"{time.perf_counter() - wall:.1f}", f"{time.process_time() - cpu:.1f}")
        return found

    dataset = Dataset(timed("make the world", lambda: make_world(1, rows)).posts, "synthetic", 1)
    hear = {"embedded": _unheard, "read": _unheard}
    model, _ = timed("train", lambda: train(dataset, embedder, "words", **hear, learnt=_unheard))
    held = timed("hold out and predict", lambda: hold_out(model, dataset, embedder, **hear))
    measured = measure(held, "synthetic", 1)
    console.print(steps)
    console.print(f"misses: {'; '.join(missed(measured)) or 'no gate'}")
    console.print(one_by_one(model, dataset, embedder, posts))


def one_by_one(model: Model, dataset: Dataset, embedder: CachedEmbedder, count: int) -> Table:
    """A row for each part of a prediction, in ms by the clock; and the whole in ms of the CPU."""
    histories, posts = Histories(dataset.posts), dataset.posts[-count:]
    embedder.embed([post.text for post in posts])
    parts: dict[str, list[float]] = {}
    for post in posts:
        cpu, marks = time.process_time(), [time.perf_counter()]
        meanings = model.facts.directions.of(embedder.embed([post.text]))
        marks.append(time.perf_counter())
        row = tabulate([post], histories, model.facts.norms, meanings)
        marks.append(time.perf_counter())
        model.predict(row)
        marks.append(time.perf_counter())
        names = ("vector, cached", "history and text", f"{len(model.boosters)} models")
        for name, took in zip(names, np.diff(marks), strict=True):
            parts.setdefault(name, []).append(1_000 * took)
        parts.setdefault("whole", []).append(1_000 * (marks[-1] - marks[0]))
        parts.setdefault("whole, CPU", []).append(1_000 * (time.process_time() - cpu))
    table = Table("part", "p50, ms", "p99, ms", title=f"{count} predictions, one by one, one core")
    for name, found in parts.items():
        table.add_row(name, *(f"{np.quantile(found, level):.2f}" for level in (0.5, 0.99)))
    table.caption = f"target: {TARGET_MS:g} ms"
    return table


def _unheard(count: int) -> None:
    """Nobody looks at bars here."""


if __name__ == "__main__":
    main()
