"""`python -m tests.chaos --scenarios 500 --seed 1`: many rounds, each broken in its own way."""

import os
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from tests.chaos.crew import FORKS
from tests.chaos.operator import end_with_parent
from tests.chaos.plan import KINDS, STAGES
from tests.chaos.play import Outcome, play_seed
from tests.chaos.regressions import REGRESSIONS, remember
from tests.chaos.template import make_template


@click.command()
@click.option("--scenarios", default=500, show_default=True)
@click.option("--seed", default=1, show_default=True, help="Of the first; each has the next.")
@click.option("--jobs", default=2, show_default=True, help="How many at a time.")
@click.option("--keep", type=click.Path(path_type=Path), help="Keep the files of what failed.")
def main(scenarios: int, seed: int, jobs: int, keep: Path | None) -> None:
    """Play rounds that are broken in every way; status 1 where an effect is missing or twice."""
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        os.environ.setdefault(name, "1")
    console = Console(width=140, highlight=False)
    with tempfile.TemporaryDirectory(prefix="troupe-chaos-") as made:
        folder = keep or Path(made)
        shutil.rmtree(folder / "template", ignore_errors=True)
        (folder / "template").mkdir(parents=True)
        make_template(folder / "template")
        began, struck = time.monotonic(), Counter()
        failed: list[Outcome] = []
        with ProcessPoolExecutor(jobs, FORKS, end_with_parent, (signal.SIGINT,)) as pool:
            todo = [pool.submit(play_seed, each, folder) for each in range(seed, seed + scenarios)]
            for done, future in enumerate(as_completed(todo), 1):
                outcome = future.result()
                struck.update(outcome.struck)
                failed += [outcome] if outcome.wrong else []
                _say(console, outcome, f"{done}/{scenarios}")
        _table(console, struck)
        for outcome in failed:
            _say(console, outcome, "again:")
        if failed:
            remember(failed, REGRESSIONS)
            console.print(f"tests/chaos/{REGRESSIONS.name} has them now: `make test` plays them")
        seconds = time.monotonic() - began
        console.print(f"{scenarios} scenarios, {sum(struck.values())} faults, {seconds:.0f} s")
    click.echo(f"violations: {sum(len(outcome.wrong) for outcome in failed)}")
    sys.exit(1 if failed else 0)


def _say(console: Console, outcome: Outcome, place: str) -> None:
    faults = "; ".join(map(str, outcome.faults))
    verdict = "VIOLATION" if outcome.wrong else "ok"
    console.print(
        f"{place} seed {outcome.seed} {outcome.seconds:.1f} s {verdict}: {faults}",
        soft_wrap=True,
        markup=False,
    )
    for what in outcome.wrong:
        console.print(f"    {what}", soft_wrap=True, markup=False)


def _table(console: Console, struck: "Counter[tuple[str, object]]") -> None:
    table = Table(title="Faults that struck, by the stage of the round")
    table.add_column("fault")
    for stage in STAGES:
        table.add_column(stage.name.lower(), justify="right")
    for kind in KINDS:
        table.add_row(kind, *(str(struck[kind, stage] or "") for stage in STAGES))
    console.print(table)


if __name__ == "__main__":
    main()
