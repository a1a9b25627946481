"""``python -m oracle audience``: a post before readers who do not exist."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.progress import Progress

from oracle.errors import Permanent
from oracle.platforms import PLATFORMS, platform_from_slug

if TYPE_CHECKING:
    from oracle.audience.plan import PopulationPlan
    from oracle.audience.population import Population

_FILE = click.Path(path_type=Path)
_SLUGS = click.Choice([rules.slug for rules in PLATFORMS.values()])
_LEAST = (1, 10, 100, 1_000)
_TRUTH_READERS = 20_000
_APPEAL_RUNS = 100


@click.command()
@click.argument("file", type=_FILE)
@click.option("--readers", default=1_000_000, show_default=True)
@click.option("--follows", default=20.0, show_default=True, help="How many a reader follows, mean.")
@click.option("--seed", default=0, show_default=True)
def build(file: Path, readers: int, follows: float, seed: int) -> None:
    """Draw simulated readers and their follows, and keep them in FILE, a new .npz.

    A million readers with 20 follows each take about 145 MiB, and 820 MiB while they are drawn.

    \b
      python -m oracle audience build readers.npz
      python -m oracle audience simulate post.txt --population readers.npz
    """
    from oracle.audience.file import save_population
    from oracle.audience.plan import PopulationPlan

    population = _built(PopulationPlan(readers=readers, follows=follows, seed=seed))
    digest = save_population(population, file)
    click.echo(f"{file}: {readers:,} simulated readers, {len(population.followers):,} follows")
    click.echo(f"sha256 {digest}")


@click.command()
@click.argument("text")
@click.option("--platform", type=_SLUGS, required=True)
@click.option("--runs", default=200, show_default=True, help="How often the post is played.")
@click.option("--readers", default=100_000, show_default=True)
@click.option("--population", "file", type=_FILE, help="Readers that `audience build` kept.")
@click.option("--followers", default=1_000, show_default=True, help="How many follow the author.")
@click.option(
    "--rate", "rates", multiple=True, help="A predictor's chance, say like=0.02; can be repeated."
)
@click.option(
    "--at-least", multiple=True, type=click.IntRange(1), help="Chance of so many; can be repeated."
)
@click.option("--seed", default=0, show_default=True)
@click.option("--workers", default=1, show_default=True, help="Threads.")
@click.option("--plot", type=_FILE, help="Draw it into this PNG; needs `make predict`.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def simulate(
    text: str,
    platform: str,
    runs: int,
    readers: int,
    file: Path | None,
    followers: int,
    rates: tuple[str, ...],
    at_least: tuple[int, ...],
    seed: int,
    workers: int,
    plot: Path | None,
    as_json: bool,
) -> None:
    """Let simulated readers meet a post many times, and show what became of it.

    TEXT is the post, or a file that holds it. What comes out is a distribution in a population that
    was drawn from documented assumptions: no promise, and no measurement of anybody.

    \b
      python -m oracle audience simulate "What did you learn today?" --platform x
      python -m oracle audience simulate post.txt --platform lens --followers 5000 --plot post.png
    """
    from oracle.audience.appeal import TOPICS, post_of
    from oracle.audience.file import load_population
    from oracle.audience.given import with_rates
    from oracle.audience.plan import PopulationPlan
    from oracle.audience.plots import check_plotting, plot_forecast
    from oracle.audience.runs import simulate as simulate_runs
    from oracle.audience.tables import SIMULATED, forecast_data, forecast_table
    from oracle.files import given_text

    post = with_rates(post_of(given_text(text), platform_from_slug(platform)), rates)
    if plot:
        check_plotting(plot)
    if seed < 0:
        raise Permanent("--seed: give 0 or more")
    population = load_population(file) if file else _built(PopulationPlan(readers=readers))
    if population.topics != len(TOPICS):
        raise Permanent(f"{file} has {population.topics} topics, not {len(TOPICS)}: build it anew")
    with _progress("playing", runs) as told:
        forecast = simulate_runs(
            population,
            post,
            followers=followers,
            runs=runs,
            seed=seed,
            workers=workers,
            told=told,
        )
    least = at_least or _LEAST
    if as_json:
        click.echo(json.dumps(forecast_data(forecast, post, least), indent=2))
    else:
        Console().print(forecast_table(forecast, least))
    if plot:
        plot_forecast(forecast, f"A post on {platform}, {followers:,} followers", plot)
        click.echo(f"{plot} shows it. {SIMULATED}", err=as_json)


@click.command()
@click.option("--readers", default=100_000, show_default=True)
@click.option("--cascades", default=20_000, show_default=True, help="Beside the literature.")
@click.option("--seed", default=0, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def validate(readers: int, cascades: int, seed: int, as_json: bool) -> None:
    """Hold the simulation against known truths and against published cascades.

    Ends with 1 where a known truth does not hold.
    """
    from oracle.audience.literature import figures
    from oracle.audience.plan import PopulationPlan
    from oracle.audience.tables import appeal_table, figure_table, truth_table, validation_data
    from oracle.audience.truth import by_appeal, truths

    if not 100 <= cascades <= 1_000_000:
        raise Permanent(f"{cascades:,} cascades: give 100 to 1,000,000")
    population = _built(PopulationPlan(readers=readers, seed=seed))
    known = truths(_TRUTH_READERS, seed=seed)
    appeal = by_appeal(_TRUTH_READERS, _APPEAL_RUNS, seed)
    with _progress("cascades", cascades) as told:
        published = figures(population, cascades, seed, told)
    if as_json:
        click.echo(json.dumps(validation_data(known, appeal, published), indent=2))
    else:
        Console().print(truth_table(known))
        Console().print(appeal_table(appeal))
        Console().print(figure_table(published, readers, cascades))
    sys.exit(0 if all(truth.holds for truth in known) else 1)


COMMANDS = [build, simulate, validate]


def _built(plan: "PopulationPlan") -> "Population":
    from oracle.audience.building import build_population

    with _progress("drawing readers", plan.readers) as told:
        return build_population(plan, told)


@contextmanager
def _progress(label: str, total: int) -> Iterator[Callable[[int], None]]:
    """A bar on a terminal's standard error."""
    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task(label, total=total)
        yield lambda done: progress.advance(task, done)
