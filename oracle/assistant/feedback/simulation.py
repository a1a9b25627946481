"""Whether drafting learns: the bandit against a static prompt, in the made-up world."""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from oracle.assistant.feedback.variants import VARIANTS
from oracle.assistant.feedback.world import (
    Played,
    Values,
    World,
    learning,
    make_world,
    play,
    static,
)
from oracle.errors import Permanent

LABEL = "simulated: a made-up world with known truth, measured on nobody"


@dataclass(frozen=True)
class Line:
    """One persona of the simulation; rates are shares of posts that succeeded, 0..1."""

    persona: int
    best_variant: str
    best_possible: float
    static: float
    learning: float
    late_best: float


@dataclass(frozen=True)
class Simulation:
    """What came of it. `regret_*`: successes given away so far, (posts,), a mean over all."""

    posts: int
    runs: int
    seed: int
    lines: tuple[Line, ...]
    regret_learning: Values
    regret_static: Values
    band: tuple[Values, Values]
    rate_learning: Values
    rate_static: Values
    rate_best: float

    @property
    def moments(self) -> list[int]:
        """After a tenth, a half and all of the posts."""
        return sorted({max(self.posts // 10, 1), max(self.posts // 2, 1), self.posts})

    def as_json(self) -> dict[str, Any]:
        """The table, and the regret at three moments."""
        return {
            "data": LABEL,
            "posts": self.posts,
            "runs": self.runs,
            "seed": self.seed,
            "win_rate": {
                "static": float(self.rate_static.mean()),
                "learning": float(self.rate_learning.mean()),
                "best_possible": self.rate_best,
            },
            "regret": {
                str(post): {
                    "static": float(self.regret_static[post - 1]),
                    "learning": float(self.regret_learning[post - 1]),
                }
                for post in self.moments
            },
            "personas": [asdict(line) for line in self.lines],
        }


def simulate(personas: int, posts: int, runs: int, seed: int) -> Simulation:
    """Both ways to write, in the same world, over so many posts of each persona."""
    world = make_world(personas, len(VARIANTS), seed)
    learnt = play(world, learning, posts, runs, seed + 1)
    still = play(world, static, posts, runs, seed + 2)
    regret, flat = learnt.regret(world), still.regret(world)
    low, high = np.quantile(regret, (0.05, 0.95), axis=1)
    return Simulation(
        posts=posts,
        runs=runs,
        seed=seed,
        lines=tuple(_line(world, learnt, still, each) for each in range(personas)),
        regret_learning=regret.mean(axis=1),
        regret_static=flat.mean(axis=1),
        band=(low, high),
        rate_learning=learnt.success.mean(axis=(1, 2)),
        rate_static=still.success.mean(axis=(1, 2)),
        rate_best=float(world.best.mean()),
    )


def _line(world: World, learnt: Played, still: Played, persona: int) -> Line:
    best = int(world.chances[persona].argmax())
    late = learnt.chosen[-max(len(learnt.chosen) // 4, 1) :, :, persona]
    return Line(
        persona=persona + 1,
        best_variant=list(VARIANTS)[best],
        best_possible=float(world.best[persona]),
        static=float(still.success[:, :, persona].mean()),
        learning=float(learnt.success[:, :, persona].mean()),
        late_best=float((late == best).mean()),
    )


def plot(found: Simulation, path: Path) -> None:
    """A PNG of regret and win rate. Raises `Permanent` where it can't be drawn or written."""
    try:
        from matplotlib.figure import Figure
    except ModuleNotFoundError:
        raise Permanent("the plot needs matplotlib: run `make predict`") from None
    figure = Figure(figsize=(11, 4.5), layout="constrained")
    left, right = figure.subplots(1, 2)
    posts = np.arange(1, found.posts + 1)
    left.fill_between(posts, *found.band, alpha=0.25, label="9 of 10 runs")
    left.plot(posts, found.regret_learning, label="Thompson sampling")
    left.plot(posts, found.regret_static, label="static prompt")
    left.set(xlabel="posts of a persona", ylabel="successes given away", title="Regret")
    window = max(found.posts // 20, 1)
    later = posts[window - 1 :]
    right.plot(later, _smooth(found.rate_learning, window), label="Thompson sampling")
    right.plot(later, _smooth(found.rate_static, window), label="static prompt")
    right.axhline(found.rate_best, linestyle=":", color="black", label="always the best variant")
    right.set(xlabel="posts of a persona", ylabel=f"share of the last {window}", title="Win rate")
    for axes in (left, right):
        axes.legend()
    figure.suptitle(f"{LABEL}; {len(found.lines)} personas, {found.runs} runs, seed {found.seed}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        figure.savefig(path, format="png", dpi=110)
    except OSError as error:
        raise Permanent(f"{path}: {error.strerror}") from None


def _smooth(values: Values, window: int) -> Values:
    return np.convolve(values, np.ones(window) / window, mode="valid")
