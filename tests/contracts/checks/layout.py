"""How large the contracts are, and how they lay out their storage.

Each must fit in the 24,576 bytes of EIP-170. The layout of each, with that of every struct it
keeps, is committed, so that a change of a packed struct is seen: `make layout` fails where the file
is not what the compiler says, and `make layout ACCEPT=1` writes it anew.
"""

import json
import sys
from collections.abc import Iterator
from typing import Any

import click

from tests.contracts.checks.forge import ROOT, build_contracts

LAYOUT = ROOT / "tests" / "contracts" / "snapshots" / "layout.txt"
BUILD = ROOT / ".forge" / "layout"
LIMIT = 24_576

Artifact = dict[str, Any]


def build() -> dict[str, Artifact]:
    """Forge's artifacts of our contracts, by name."""
    build_contracts(BUILD, FOUNDRY_EXTRA_OUTPUT='["storageLayout"]')
    names = sorted(path.stem for path in (ROOT / "contracts").glob("*.sol"))
    return {
        name: json.loads((BUILD / "out" / f"{name}.sol" / f"{name}.json").read_text())
        for name in names
    }


def size(artifact: Artifact) -> int:
    """Bytes of the code on chain."""
    return len(artifact["deployedBytecode"]["object"].removeprefix("0x")) // 2


def layout(artifacts: dict[str, Artifact]) -> str:
    """The slots of each contract, and those of the structs it keeps."""
    return "\n".join(line for name in artifacts for line in _lines(name, artifacts[name]))


def _lines(name: str, artifact: Artifact) -> Iterator[str]:
    types = artifact["storageLayout"]["types"] or {}
    if not artifact["storageLayout"]["storage"]:
        yield f"{name}: no storage\n"
        return
    yield f"{name}\n{'slot':>6}{'byte':>6}{'bytes':>7}"
    yield from _members(artifact["storageLayout"]["storage"], types)
    yield ""
    for kept in sorted(types.values(), key=lambda found: str(found["label"])):
        if "members" in kept:
            slots = int(kept["numberOfBytes"]) // 32
            yield f"  {kept['label']} in {name}: {slots} slot{'s' * (slots > 1)}"
            yield from _members(kept["members"], types)
            yield ""


def _members(members: list[dict[str, Any]], types: dict[str, Any]) -> Iterator[str]:
    for member in members:
        kind = types[member["type"]]
        place = f"{member['slot']:>6}{member['offset']:>6}{kind['numberOfBytes']:>7}"
        yield f"{place}  {member['label']}: {kind['label']}"


@click.command()
@click.option("--accept", is_flag=True, help="Write the layout.")
def main(accept: bool) -> None:
    """Print the sizes; fail where one is too large, or the layout is not the committed one."""
    artifacts = build()
    sizes = {name: size(artifact) for name, artifact in artifacts.items()}
    for name, found in sizes.items():
        click.echo(f"{name:<20}{found:>8,} bytes, {LIMIT - found:>7,} left")
    too_large = [name for name, found in sizes.items() if found > LIMIT]
    if too_large:
        sys.exit(f"above {LIMIT:,} bytes: {', '.join(too_large)}")
    if accept:
        LAYOUT.write_text(layout(artifacts))
    if LAYOUT.read_text() != layout(artifacts):
        sys.exit("the storage layout changed; to accept it: make layout ACCEPT=1, and commit")


if __name__ == "__main__":
    main()
