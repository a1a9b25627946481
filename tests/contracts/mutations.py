"""Removes one guard after the other in a private copy of the contracts and says whether its test goes red.

Run: .venv/bin/python tests/contracts/mutations.py [words that a row's trap, guard or test holds …]
     .venv/bin/python tests/contracts/mutations.py --table   (prints the rows as Markdown and tries nothing)

Exits 1 when a mutant survives, no longer applies, or does not compile.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from mutants import MUTANTS, Mutant

ROOT = Path(__file__).resolve().parents[2]
FORGE_TESTS = Path("tests/contracts/forge")
LIBRARY = Path("node_modules/@openzeppelin")


def main(words: list[str]) -> int:
    """Tries the chosen mutants; the number of those that were not red decides the exit code."""
    if words == ["--table"]:
        print(table())
        return 0
    chosen = [m for m in MUTANTS if all(word in f"{m.trap} {m.guard} {m.test}" for word in words)]
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        _copy_project(copy)
        green = _forge(copy, "|".join(sorted({m.test for m in chosen})))
        if green.returncode != 0:
            print(green.stdout + green.stderr)
            print("without a mutation these tests fail already")
            return 1
        outcomes = [_try(copy, mutant) for mutant in chosen]
    print(f"{outcomes.count('red')} of {len(outcomes)} red")
    return 0 if outcomes == ["red"] * len(chosen) else 1


def table() -> str:
    """The mutants as a Markdown table."""
    rows = ["| trap | guard | removed in | test that goes red |", "| --- | --- | --- | --- |"]
    for m in MUTANTS:
        rows.append(f"| {m.trap} | {m.guard} | {Path(m.file).name} | `{m.test}` |")
    return "\n".join(rows)


def _try(copy: Path, mutant: Mutant) -> str:
    path = copy / mutant.file
    original = path.read_text()
    if original.count(mutant.old) != 1:
        outcome = f"stale: its text stands {original.count(mutant.old)} times in {mutant.file}"
    else:
        path.write_text(original.replace(mutant.old, mutant.new))
        outcome = _outcome(_forge(copy, mutant.test))
        path.write_text(original)
    print(f"{outcome:8} {mutant.trap:>3}  {mutant.guard}  ({mutant.test})", flush=True)
    return outcome


def _outcome(run: subprocess.CompletedProcess[str]) -> str:
    if "[FAIL" in run.stdout:
        return "red"
    return "survived" if run.returncode == 0 else "broken: does not compile"


def _copy_project(copy: Path) -> None:
    for name in ("contracts", "scripts/_toolchain", str(FORGE_TESTS)):
        shutil.copytree(
            ROOT / name, copy / name, ignore=shutil.ignore_patterns(".cache", "gas", "invariants")
        )
    shutil.copy(ROOT / "foundry.toml", copy)
    (copy / "node_modules").mkdir()
    for package in (ROOT / "node_modules").iterdir():
        if package.name != LIBRARY.name:
            (copy / "node_modules" / package.name).symlink_to(package)
    shutil.copytree(ROOT / LIBRARY, copy / LIBRARY)


def _forge(copy: Path, tests: str) -> subprocess.CompletedProcess[str]:
    """Dynamic linking keeps tests from being compiled again with each change of a contract."""
    forge = str(ROOT / "node_modules/.bin/forge")
    return subprocess.run(
        [forge, "test", "--match-test", rf"^({tests})\("],
        cwd=copy,
        env={**os.environ, "FOUNDRY_DYNAMIC_TEST_LINKING": "true"},
        capture_output=True,
        text=True,
        check=False,
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
