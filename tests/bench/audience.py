"""How long simulated readers take, and how much memory: at 100,000 and at 1,000,000 side by side.

``python -m tests.bench.audience [--cascades N]``. Each population is drawn in a process of its own,
so that peak memory is its own; then the same posts are played over it with one thread and with
two: one like most, that nearly nobody passes on, and one that breaks out. Seconds are of the clock,
with those on a processor beside them, which is the figure to compare on a machine that does other
work. Readers per second count each run's whole population.
"""

import multiprocessing
import resource
import time
from dataclasses import dataclass

import click
import numpy as np
from rich.console import Console
from rich.table import Table

from oracle.audience.building import build_population
from oracle.audience.plan import PopulationPlan
from oracle.audience.population import Population
from oracle.audience.post import DOUBT, Post
from oracle.audience.runs import simulate

_MIB = 2**20
_USUAL = {"like": 0.015, "reply": 0.0015, "repost": 0.0025, "click": 0.015}
_OUTBREAK = {"like": 0.2, "reply": 0.02, "repost": 0.4, "click": 0.2}
_FOLLOWERS = 1_000


@dataclass(frozen=True)
class Spent:
    """One measurement: seconds of the clock and on a processor, what came of it, memory so far."""

    what: str
    wall: float
    cpu: float
    readers: float
    note: str
    rss: float


@click.command()
@click.option("--cascades", default=100, show_default=True)
@click.option("--readers", default=1_000_000, show_default=True, help="Beside a tenth of it.")
def main(cascades: int, readers: int) -> None:
    """Build two populations, and play posts over them."""
    for size in (readers // 10, readers):
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            Console().print(_table(size, pool.apply(measure, (size, cascades))))


def measure(readers: int, cascades: int) -> list[Spent]:
    """Build and play, one after the other."""
    start = _times()
    population = build_population(PopulationPlan(readers=readers))
    found = [_spent("build", start, readers, f"{population.nbytes / _MIB:,.0f} MiB kept")]
    for name, rates in (("usual post", _USUAL), ("outbreak", _OUTBREAK)):
        post = Post(rates, (1 / population.topics,) * population.topics, DOUBT)
        for workers in (1, 2):
            found.append(
                _played(population, post, f"{name}, {workers} thread(s)", cascades, workers)
            )
    return found


def _played(population: Population, post: Post, what: str, cascades: int, workers: int) -> Spent:
    start = _times()
    cast = simulate(population, post, followers=_FOLLOWERS, runs=cascades, workers=workers)
    seen = cast.totals("impressions")
    note = f"impressions {np.median(seen):,.0f} in the middle, {seen.max():,} at most"
    return _spent(f"{cascades} × {what}", start, population.readers * cascades, note)


def _spent(what: str, start: tuple[float, float], readers: float, note: str) -> Spent:
    wall, cpu = (now - then for now, then in zip(_times(), start, strict=True))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Spent(what, wall, cpu, readers, note, peak)


def _times() -> tuple[float, float]:
    return time.perf_counter(), time.process_time()


def _table(readers: int, found: list[Spent]) -> Table:
    table = Table(title=f"{readers:,} simulated readers")
    for column in ("", "seconds", "CPU s", "readers/CPU s", "peak RSS, MiB", ""):
        table.add_column(column, justify="right" if column else "left")
    for each in found:
        speed = f"{each.readers / each.cpu:,.0f}"
        seconds = (f"{each.wall:.2f}", f"{each.cpu:.2f}")
        table.add_row(each.what, *seconds, speed, f"{each.rss:,.0f}", each.note)
    return table


if __name__ == "__main__":
    main()
