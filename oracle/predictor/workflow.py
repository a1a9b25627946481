"""The whole of each command: what is read, made, measured, and put in use."""

import json
import math
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from oracle.domain import Platform
from oracle.errors import Permanent
from oracle.ports import Embedder
from oracle.predictor.evaluating import Held, measure
from oracle.predictor.files import FOREST, MEASURED, load, promote, save, writing_in
from oracle.predictor.gates import missed
from oracle.predictor.history import SETTLED, Histories
from oracle.predictor.keeping import compare, record
from oracle.predictor.model import Model
from oracle.predictor.posts import Post
from oracle.predictor.report import lines, write_report
from oracle.predictor.rows import MAX_TEXT
from oracle.predictor.single import Predictor
from oracle.predictor.steps import dataset_of, hold_out_of, open_by_name, train_on
from oracle.predictor.training import ROUNDS, Dataset

Say = Callable[[str], None]


@dataclass(frozen=True)
class Draft:
    """A post that is not published yet; what is None is as in its author's history."""

    text: str
    author: str | None = None
    platform: Platform | None = None
    at: datetime | None = None
    topic: str = ""
    media: bool = False
    followers: int | None = None


def train_and_promote(
    dataset: Dataset, embedder: Embedder, asked: str, folder: Path, rounds: int = ROUNDS
) -> dict[str, Any]:
    """Train, measure, and put the model in use as FOLDER/model where it meets every gate.

    Else it stays in FOLDER/candidate, and the model in use is left alone. Every training is a line
    of FOLDER/trainings.jsonl: who tries often enough finds a model that passes by chance.
    Raises `Permanent` where FOLDER can't be written.
    """
    with writing_in(folder):
        model, forest = train_on(dataset, embedder, asked, rounds)
        held = hold_out_of(dataset, model, embedder)
        found = _found(held, model, dataset, folder)
        others = {MEASURED: json.dumps(found, indent=1).encode()}
        if forest is not None:
            others[FOREST] = forest.to_bytes()
        save(model, others, folder / "candidate")
        if not found["missed"]:
            promote(folder / "candidate", folder / "model")
        told = found | {"promoted": not found["missed"]}
        record(folder, model.facts, told)
        return told


def evaluate_in(folder: Path, path: Path | None, say: Say) -> dict[str, Any]:
    """Measure the model in use on the held-out part of `path`, or of its own synthetic world.

    Forecasts that were kept and whose posts are in `path` are compared with what happened.
    """
    model = load(folder / "model")
    embedder = open_by_name(model.facts.embedder, folder)
    dataset = dataset_of(model, path, say)
    with writing_in(folder):
        found = _found(hold_out_of(dataset, model, embedder), model, dataset, folder)
    return found | {"kept": compare(folder, dataset.posts)}


def asked_of(
    folder: Path, draft: Draft, path: Path | None, say: Say
) -> tuple[Predictor, Post, Histories]:
    """The model in use, the post to ask it about, and the history to look back on.

    Raises `Permanent` where the text is empty or over 10,000 characters.
    """
    if not 1 <= len(draft.text.strip()) <= MAX_TEXT:
        raise Permanent(f"a post has 1 to {MAX_TEXT:,} characters, not {len(draft.text.strip()):,}")
    model = load(folder / "model")
    dataset = dataset_of(model, path, say)
    if not dataset.posts:
        raise Permanent("the history holds no post")
    author = draft.author or dataset.posts[0].author
    own = [post for post in dataset.posts if post.author == author]
    last = own[-1] if own else None
    if draft.platform is None and last is None:
        raise Permanent(f"{author} has no earlier post: say --platform, and --followers")
    at = datetime.now(UTC) if dataset.data == "own" else dataset.posts[-1].at + SETTLED
    post = Post(
        author=author,
        at=draft.at or at,
        platform=draft.platform or (last.platform if last else Platform.BLUESKY),
        text=draft.text,
        topic=draft.topic,
        media=draft.media,
        followers=_followers(draft, last),
    )
    predictor = Predictor(model, open_by_name(model.facts.embedder, folder))
    return predictor, post, Histories(dataset.posts)


def _followers(draft: Draft, last: Post | None) -> int | None:
    if draft.followers is not None or last is None:
        return draft.followers
    return last.followers


def _known(value: Any) -> Any:
    """None where it is NaN, which JSON doesn't have."""
    return None if isinstance(value, float) and math.isnan(value) else value


def _found(held: Held, model: Model, dataset: Dataset, folder: Path) -> dict[str, Any]:
    measured = measure(held, dataset.data, model.facts.seed)
    page = write_report(held, model, measured, folder / "report")
    return {
        **{name: _known(value) for name, value in asdict(measured).items()},
        "trained_on": model.facts.data,
        "missed": missed(measured),
        "report": str(page),
        "lines": lines(measured, model.facts.data),
    }
