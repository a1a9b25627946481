"""What the commands do, step by step, with bars that show it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from oracle.embeddings.cached import CachedEmbedder
from oracle.embeddings.opening import open_embedder
from oracle.errors import Permanent
from oracle.ports import Embedder
from oracle.predictor.boosters import TASKS
from oracle.predictor.evaluating import Held, hold_out
from oracle.predictor.loading import load_posts
from oracle.predictor.model import Model
from oracle.predictor.split import split
from oracle.predictor.training import ROUNDS, Dataset, train
from oracle.predictor.words import WordsEmbedder
from oracle.predictor.world import make_world
from oracle.scoring.forest import ForestPredictor

WORDS = "words"
Say = Callable[[str], None]


def open_by_name(name: str, folder: Path) -> Embedder:
    """The embedder "words", which needs nothing, or one of `oracle.embeddings`, with a cache."""
    if name == WORDS:
        return WordsEmbedder()
    return CachedEmbedder(open_embedder(name), folder / "vectors.sqlite")


def own_posts(path: Path, say: Say) -> Dataset:
    """A user's posts; `say` hears of the rows that were skipped."""
    loaded = load_posts(path)
    if loaded.skipped:
        say(f"rows of {path.name} that were skipped: {loaded.skipped:,}")
        for reason in loaded.reasons:
            say(f"  {reason}")
    return Dataset(loaded.posts, "own")


def synthetic_posts(seed: int, rows: int) -> Dataset:
    """The synthetic world's posts."""
    with _bars({"making up a world": rows}) as (told,):
        return Dataset(make_world(seed, rows, told=told).posts, "synthetic", seed)


def dataset_of(model: Model, path: Path | None, say: Say) -> Dataset:
    """The posts in `path`, or else the synthetic ones that `model` was made of.

    Raises `Permanent` where the model learnt from a file: it has to be named again.
    """
    if path is not None:
        return own_posts(path, say)
    if model.facts.data == "own":
        raise Permanent("this model learnt from your posts: name their file with --data")
    return synthetic_posts(model.facts.seed, model.facts.rows)


def train_on(
    dataset: Dataset, embedder: Embedder, asked: str, rounds: int = ROUNDS
) -> tuple[Model, ForestPredictor | None]:
    """As `train`, with bars."""
    seen = split(dataset.posts).calibrate.stop
    totals = {"embedding": seen, "reading": seen, "learning": TASKS}
    with _bars(totals) as (embedded, read, learnt):
        return train(
            dataset, embedder, asked, embedded=embedded, read=read, learnt=learnt, rounds=rounds
        )


def hold_out_of(dataset: Dataset, model: Model, embedder: Embedder) -> Held:
    """As `hold_out`, with bars."""
    later = sum(post.at > model.facts.until for post in dataset.posts)
    with _bars({"embedding": later, "predicting": later}) as (embedded, read):
        return hold_out(model, dataset, embedder, embedded=embedded, read=read)


@contextmanager
def _bars(totals: dict[str, int]) -> Iterator[list[Callable[[int], None]]]:
    """Bars on a terminal's standard error, each taking how many more are done."""
    console = Console(stderr=True)
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn()
    silent = not console.is_terminal
    with Progress(
        *columns, TimeElapsedColumn(), console=console, transient=True, disable=silent
    ) as progress:
        tasks = [progress.add_task(label, total=total) for label, total in totals.items()]
        yield [partial(progress.advance, task) for task in tasks]
