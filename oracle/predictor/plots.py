"""Plots of what was measured, as PNG; each says what data it is of."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from oracle.predictor.boosters import BARS
from oracle.predictor.evaluating import Held
from oracle.predictor.model import Model
from oracle.predictor.norms import INTERACTIONS, TARGETS

_NAMES = {"beats_median": "the author's median", "beats_tenth": "the author's 90th percentile"}
_BINS = 10
_SHOWN = 120


def draw(held: Held, model: Model, note: str, folder: Path) -> list[str]:
    """Write the plots into `folder`; their names. `note` says what the data is."""
    drawers = {
        "calibration.png": partial(_calibration, held),
        "lift.png": partial(_lift, held),
        "intervals.png": partial(_intervals, held),
        "importance.png": partial(_importance, model),
    }
    for name, drawer in drawers.items():
        _save(folder / name, drawer, note)
    return list(drawers)


def _save(path: Path, drawer: Callable[[Any], None], note: str) -> None:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(7, 4.5), layout="constrained")
    axes = figure.subplots()
    drawer(axes)
    figure.suptitle(note, fontsize=8, color="#b00020")
    figure.savefig(path, dpi=110, metadata={"Software": "troupe"})


def _calibration(held: Held, axes: Any) -> None:
    axes.plot([0, 1], [0, 1], color="#999999", linestyle="--", label="perfect")
    for name in BARS:
        if name in held.said.beats:
            happened, chance = held.beaten(name)
            parts = np.array_split(np.argsort(chance, kind="stable"), _BINS)
            found = [(chance[p].mean(), happened[p].mean()) for p in parts if len(p)]
            axes.plot(*zip(*found, strict=True), marker="o", label=f"beats {_NAMES[name]}")
    axes.set(title="Calibration", xlabel="chance that was said", ylabel="share that happened")
    axes.legend()


def _lift(held: Held, axes: Any) -> None:
    known = np.isfinite(held.interactions)
    above = (held.interactions - held.usual)[known]
    order = np.argsort((held.said.interactions - held.usual)[known], kind="stable")
    means = [np.exp(above[part].mean()) for part in np.array_split(order, _BINS) if len(part)]
    axes.bar(range(1, len(means) + 1), means, color="#6d4aff")
    axes.axhline(1, color="#999999", linestyle="--")
    axes.set(
        title="Lift",
        xlabel="posts by what was expected of them, in tenths",
        ylabel="interactions over the author's usual (geometric mean)",
    )


def _intervals(held: Held, axes: Any) -> None:
    target = next(iter(each for each in ("likes", *held.said.ranges) if each in held.said.ranges))
    truth = held.counts[:, TARGETS.index(target)]
    known = np.flatnonzero(np.isfinite(truth))[:_SHOWN]
    order = known[np.argsort(held.said.ranges[target][known, 1], kind="stable")]
    low, typical, high = np.exp(held.said.ranges[target][order]).T
    axes.vlines(range(len(order)), low, high, color="#c9bfff", label="9 of 10 expected here")
    axes.plot(typical, color="#6d4aff", label="typical")
    axes.plot(truth[order] + 1, ".", color="#222222", label="what happened")
    axes.set(title=f"Intervals: {target}", ylabel=f"1 + {target}", yscale="log")
    axes.set_xlabel(f"{len(order)} held-out posts, by what was expected")
    axes.legend()


def _importance(model: Model, axes: Any) -> None:
    gains: dict[str, float] = {}
    found = model.boosters[INTERACTIONS].feature_importance("gain")
    for name, gain in zip(model.features, found, strict=True):
        key = "meaning (vector)" if name.startswith("meaning_") else name
        gains[key] = gains.get(key, 0.0) + float(gain)
    total = sum(gains.values()) or 1.0
    best = sorted(gains.items(), key=lambda pair: pair[1])[-15:]
    axes.barh([name for name, _ in best], [gain / total for _, gain in best], color="#6d4aff")
    axes.set(title="Feature importance", xlabel="share of the gain, beyond the author's median")
