"""The seeds that once failed: a line each, `make test` plays them all."""

from collections.abc import Iterable
from pathlib import Path

from tests.chaos.play import Outcome

REGRESSIONS = Path(__file__).with_name("regressions.txt")


def seeds(file: Path) -> list[int]:
    """The seeds in a file, whose lines are a seed and what it found."""
    lines = file.read_text().splitlines()
    return [int(line.split()[0]) for line in lines if line and not line.startswith("#")]


def remember(failed: Iterable[Outcome], file: Path) -> None:
    """Add the seeds of what failed, with the first thing that was wrong, where they are new."""
    known = set(seeds(file))
    with file.open("a") as out:
        for outcome in sorted(failed, key=lambda each: each.seed):
            if outcome.seed not in known:
                out.write(f"{outcome.seed} {' '.join(outcome.wrong[0].split())}\n")
