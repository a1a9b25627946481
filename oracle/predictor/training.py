"""From posts to a calibrated model; nothing of the test posts is looked at."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version

import numpy as np
from numpy.typing import NDArray

from oracle.errors import Permanent
from oracle.ports import Embedder
from oracle.predictor.boosters import BARS, PROMISE, fit, rates, trials
from oracle.predictor.calibrating import Sigmoid, calibrate, dithered, widening
from oracle.predictor.counts import counts_of, readers_of
from oracle.predictor.features import Table, tabulate
from oracle.predictor.forests import text_forest
from oracle.predictor.history import Histories
from oracle.predictor.meanings import directions_of, embed
from oracle.predictor.model import Facts, Model
from oracle.predictor.norms import INTERACTIONS, TARGETS, norms_of
from oracle.predictor.posts import ACTIONS, Post
from oracle.predictor.split import Split, split
from oracle.scoring.forest import ForestPredictor

Values = NDArray[np.float64]
Told = Callable[[int], None]
ROUNDS = 400
_LIBRARIES = ("lightgbm", "numpy", "scikit-learn", "textstat", "vaderSentiment")


@dataclass(frozen=True)
class Dataset:
    """Posts by time and where they are from: `data` "own", or "synthetic" with the world's seed."""

    posts: Sequence[Post]
    data: str
    seed: int = 0

    @property
    def digest(self) -> str:
        """The sha2-256 of all posts, in hex."""
        found = hashlib.sha256()
        for post in self.posts:
            known = sorted(post.outcomes.items())
            parts = (post.author, post.at.isoformat(), post.platform.name, post.text, post.topic)
            found.update(repr((*parts, post.media, post.followers, known)).encode())
        return found.hexdigest()


def train(
    dataset: Dataset,
    embedder: Embedder,
    asked: str,
    *,
    embedded: Told,
    read: Told,
    learnt: Told,
    rounds: int = ROUNDS,
) -> tuple[Model, ForestPredictor | None]:
    """A model trained on the first 60% of the posts and calibrated on the next 20%, and its part
    that rounds can use.

    `asked` is the name by which `embedder` was opened. `embedded` and `read` hear of posts and
    `learnt` of boosters, as they are done. The same posts and versions give the same model. Raises
    `Permanent` where the posts are too few.
    """
    posts = dataset.posts
    parts = split(posts)
    seen = posts[: parts.calibrate.stop]
    vectors = embed(embedder, [post.text for post in seen], embedded)
    directions = directions_of(embedder.name, vectors[parts.train])
    norms = norms_of(posts[parts.train])
    if INTERACTIONS not in norms.counts:
        raise Permanent("none of the posts tells likes, replies, reposts or quotes")
    table = tabulate(seen, Histories(seen), norms, directions.of(vectors), read)
    counts, readers = counts_of(seen), readers_of(seen)
    boosters = fit(
        table.part(parts.train),
        counts[parts.train],
        readers[parts.train],
        dataset.seed,
        rounds,
        learnt,
    )
    if INTERACTIONS not in boosters:
        raise Permanent(
            "too few posts tell likes, replies, reposts or quotes, or all the same number"
        )
    facts = Facts(
        data=dataset.data,
        source=dataset.digest,
        seed=dataset.seed,
        rows=len(posts),
        embedder=asked,
        trained_at=datetime.now(UTC).isoformat(timespec="seconds"),
        until=seen[-1].at,
        libraries={name: version(name) for name in _LIBRARIES},
        directions=directions,
        norms=norms,
        sigmoids={},
        widenings={},
    )
    model = _calibrated(Model(facts, boosters), table, counts, readers, parts)
    return model, text_forest(seen, table, parts, dataset.data, dataset.seed)


def _calibrated(model: Model, table: Table, counts: Values, readers: Values, parts: Split) -> Model:
    rows = parts.calibrate
    table, counts, readers = table.part(rows), counts[rows], readers[rows]
    sigmoids = {**_bars(model, table, counts), **_actions(model, table, counts, readers)}
    facts = model.facts.model_copy(update={"sigmoids": sigmoids})
    boosters = {
        name: each
        for name, each in model.boosters.items()
        if name in sigmoids or name not in (*BARS, *ACTIONS)
    }
    return _widened(Model(facts, boosters), table, counts)


def _bars(model: Model, table: Table, counts: Values) -> dict[str, Sigmoid]:
    total = counts[:, TARGETS.index(INTERACTIONS)]
    found = {}
    for place, name in enumerate(BARS):
        bar = table.bars[:, place]
        known = np.isfinite(bar) & np.isfinite(total)
        if name in model.boosters and known.any():
            happened = (total > bar)[known].astype(float)
            raw = model.raw_odds(name, table)[known]
            found[name] = calibrate(raw, happened, np.ones_like(raw))
    return found


def _actions(model: Model, table: Table, counts: Values, readers: Values) -> dict[str, Sigmoid]:
    found = {}
    for place, action in enumerate(ACTIONS):
        share = rates(counts[:, len(TARGETS) + place], readers)
        known = np.isfinite(share)
        if action in model.boosters and known.any():
            raw = (model.raw_odds(action, table) + table.rates[:, place])[known]
            found[action] = calibrate(raw, share[known], trials(readers[known]))
    return found


def _widened(model: Model, table: Table, counts: Values) -> Model:
    widenings = {}
    for place, target in enumerate(TARGETS[:-1]):
        truth = dithered(counts[:, place], model.facts.seed + place + 100)
        known = np.isfinite(truth)
        if f"{target}_typical" in model.boosters and known.any():
            low, _, high = model.levels(target, table)[known].T
            widenings[target] = widening(low, high, truth[known], PROMISE)
    return Model(model.facts.model_copy(update={"widenings": widenings}), model.boosters)
