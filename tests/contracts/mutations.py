"""Removes one guard after the other in a private copy and says whether its test goes red.

Run: .venv/bin/python -m tests.contracts.mutations [words that a row's trap, guard or test holds …]
     .venv/bin/python -m tests.contracts.mutations --table   (writes the README's rows)

The rows are in mutants.toml. Exits 1 when a mutant survives, is stale, or does not compile.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROWS = Path(__file__).with_name("mutants.toml")
COPIED = ("contracts", "scripts/_toolchain", "tests/contracts/forge")
NOT_COPIED = (".cache", "gas", "invariants")
LIBRARY = "@openzeppelin"


@dataclass(frozen=True)
class Mutant:
    """One guard removed: `old`, which stands once in `file`, becomes `new`, and `test` fails.

    `trap` is 0 for a guard against another attack than the ten traps.
    """

    trap: int
    guard: str
    file: str
    old: str
    new: str
    test: str


def main(words: list[str]) -> int:
    """Tries the chosen mutants; 0 if each was red."""
    mutants = [Mutant(**row) for row in tomllib.loads(ROWS.read_text())["mutant"]]
    if words == ["--table"]:
        _say(_table(mutants))
        return 0
    chosen = [m for m in mutants if all(w in f"{m.trap} {m.guard} {m.test}" for w in words)]
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        _copy_project(copy)
        unchanged = _forge(copy, "|".join(sorted({m.test for m in chosen})))
        if unchanged.returncode != 0:
            _say(unchanged.stdout + unchanged.stderr + "no guard was removed, and yet tests fail")
            return 1
        outcomes = [_try(copy, mutant) for mutant in chosen]
    _say(f"{outcomes.count('red')} of {len(outcomes)} red")
    return 0 if outcomes == ["red"] * len(chosen) else 1


def _try(copy: Path, mutant: Mutant) -> str:
    path = copy / mutant.file
    original = path.read_text()
    if original.count(mutant.old) == 1:
        path.write_text(original.replace(mutant.old, mutant.new))
        outcome = _outcome(_forge(copy, mutant.test))
        path.write_text(original)
    else:
        outcome = "stale"
    _say(f"{outcome:8} {mutant.trap:2}  {mutant.guard}  ({mutant.test})")
    return outcome


def _outcome(run: subprocess.CompletedProcess[str]) -> str:
    if "[FAIL" in run.stdout:
        return "red"
    return "survived" if run.returncode == 0 else "broken"


def _copy_project(copy: Path) -> None:
    for name in COPIED:
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns(*NOT_COPIED))
    shutil.copy(ROOT / "foundry.toml", copy)
    (copy / "node_modules").mkdir()
    for package in (ROOT / "node_modules").iterdir():
        if package.name != LIBRARY:
            (copy / "node_modules" / package.name).symlink_to(package)
    shutil.copytree(ROOT / "node_modules" / LIBRARY, copy / "node_modules" / LIBRARY)


def _forge(copy: Path, tests: str) -> subprocess.CompletedProcess[str]:
    """Dynamic linking keeps the tests from being compiled again with each change of a contract."""
    return subprocess.run(
        [str(ROOT / "node_modules/.bin/forge"), "test", "--match-test", rf"^({tests})\("],
        cwd=copy,
        env={**os.environ, "FOUNDRY_DYNAMIC_TEST_LINKING": "true"},
        capture_output=True,
        text=True,
        check=False,
    )


def _table(mutants: list[Mutant]) -> str:
    rows = ["| trap | guard | removed in | test that goes red |", "| --- | --- | --- | --- |"]
    for m in mutants:
        rows.append(f"| {m.trap or '–'} | {m.guard} | {Path(m.file).name} | `{m.test}` |")
    return "\n".join(rows)


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
