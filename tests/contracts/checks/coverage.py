"""How much of our contracts the Forge tests reach: at least 98% of lines and 95% of branches.

What counts: lines and branches as Forge finds them in contracts/, without the optimizer. A branch
is a side of an `if`; an `if … revert` has one, and the parts of `&&`, `||` and `?:` are none. Only
tests of a behaviour count: not those that measure gas, nor invariants, which reach what they reach
by chance. Bounds on gas do not hold without the optimizer, so their tests stay out too.
"""

import re
import sys
from pathlib import Path

import click

from tests.contracts.checks.forge import ROOT, forge

BUILD = ROOT / ".forge" / "coverage"
LEAST_LINES = 98.0
LEAST_BRANCHES = 95.0

_COUNT = re.compile(r"^(LF|LH|BRF|BRH):(\d+)$", re.MULTILINE)


def measure() -> str:
    """Forge's report, in lcov's format."""
    report = BUILD / "lcov.info"
    forge(
        "coverage",
        "--report=lcov",
        f"--report-file={report}",
        "--skip=contracts/.cache/**",
        "--no-match-path=tests/contracts/forge/{gas,invariants}/*",
        "--no-match-test=within_(its|their)_gas",
        "--no-match-coverage=(tests|node_modules)",
        FOUNDRY_OUT=str(BUILD / "out"),
        FOUNDRY_CACHE_PATH=str(BUILD / "cache"),
    )
    return report.read_text()


def totals(lcov: str) -> dict[str, int]:
    """Lines and branches found (LF, BRF) and hit (LH, BRH), of all files."""
    sums = {"LF": 0, "LH": 0, "BRF": 0, "BRH": 0}
    for name, count in _COUNT.findall(lcov):
        sums[name] += int(count)
    return sums


def unreached(lcov: str) -> list[str]:
    """Each line and branch that no test reached, as `file:line`."""
    found: dict[str, None] = {}
    source = ""
    for line in lcov.splitlines():
        kind, _, rest = line.partition(":")
        if kind == "SF":
            source = rest
        elif kind in ("DA", "BRDA") and rest.split(",")[-1] in ("0", "-"):
            found[f"{Path(source)}:{rest.split(',')[0]}"] = None
    return list(found)


@click.command()
def main() -> None:
    """Print what the tests reach; fail where it is too little."""
    BUILD.mkdir(parents=True, exist_ok=True)
    lcov = measure()
    sums = totals(lcov)
    lines = 100 * sums["LH"] / sums["LF"]
    branches = 100 * sums["BRH"] / sums["BRF"]
    click.echo("".join(f"not reached: {place}\n" for place in unreached(lcov)), nl=False)
    click.echo(f"lines    {lines:6.2f}% of {sums['LF']:,}, at least {LEAST_LINES}%")
    click.echo(f"branches {branches:6.2f}% of {sums['BRF']:,}, at least {LEAST_BRANCHES}%")
    if lines < LEAST_LINES or branches < LEAST_BRANCHES:
        sys.exit("too little is covered")


if __name__ == "__main__":
    main()
