"""What each operation costs, as the `gasUsed` of the receipt of the transaction that does it.

Forge measures it (tests/contracts/forge/gas) in isolation: each call of a test is a transaction of
its own, with cold storage, the 21,000 of any transaction, its calldata and refunds. That equals the
receipts of a node to the unit, and is the same each time.

The snapshot that is committed must equal what is measured: `make gas` fails where it does not, and
`make gas ACCEPT=1` writes it anew. The last line printed is one JSON object of operation to gas.
"""

import json
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

import click

from tests.contracts.checks.forge import ROOT, forge

SNAPSHOT = ROOT / "tests" / "contracts" / "snapshots" / "gas.json"


class Target(NamedTuple):
    """At most how much an operation should cost, and what it costs elsewhere."""

    gas: int
    peers: str


_CLAIM = Target(70_000, "0xSplits withdraw 51,925 · StakingRewards 73,552 · Merkle 72,258")
_PAY_IN = Target(65_000, "0xSplits push 155,664 for n = 10 · StakingRewards notify 106,140")

TARGETS = {
    "governor.propose": Target(130_000, "OZ 78,994, extended 125,051 · Nouns 404,209"),
    "governor.castVote": Target(125_140, "OZ 85,341, extended 125,140 · Nouns 88,761"),
    "governor.castVoteNext": Target(70_739, "OZ 68,241, extended 70,739"),
    "governor.castVoteBySig": Target(100_121, "OZ 97,491, extended 100,121"),
    "governor.queue": Target(144_395, "OZ 144,395"),
    "governor.execute": Target(108_464, "OZ 108,464"),
    "token.transferFirst": Target(56_316, "OZ 56,316"),
    "token.transferDelegated": Target(104_527, "OZ 104,527"),
    "token.delegate": Target(95_530, "OZ 95,530"),
    "rounds.propose": Target(160_000, "Olas 294,082 · Infernet 178,699 · UMA 212,768"),
    "rounds.submitEntries3": Target(138_000, "Olas 166,324 · Infernet 137,770 / 83,670"),
    "rounds.submitEntries": Target(150_000, "Olas 166,324 · Infernet 137,770 / 83,670"),
    "rounds.submitEntries16": Target(216_000, "Olas 166,324 · Infernet 137,770 / 83,670"),
    "committee.commit": Target(70_000, "UMA 83,000 to 92,000"),
    "committee.reveal": Target(80_000, "UMA 190,099 · ERC-8004 response 130,022"),
    "committee.revealNext": Target(80_000, "UMA 78,847"),
    "contribution.mint": Target(150_000, "Virtuals 374,040"),
    "persona.register": Target(180_000, "ERC-8004 217,752 / 183,552"),
    **dict.fromkeys(["vault.claim", "vault.claim1000", "vault.claim10000"], _CLAIM),
    **dict.fromkeys(["vault.payIn", "vault.payIn1000", "vault.payIn10000"], _PAY_IN),
}


def measure() -> dict[str, int]:
    """Gas of each operation, by its name."""
    with tempfile.TemporaryDirectory() as folder:
        forge("test", "--match-path", "tests/contracts/forge/gas/*", FOUNDRY_SNAPSHOTS=folder)
        found = json.loads((Path(folder) / "gas.json").read_text())
    return {operation: int(gas) for operation, gas in sorted(found.items())}


def changes(kept: dict[str, int], measured: dict[str, int]) -> list[str]:
    """A sentence for each operation that does not cost what was kept."""
    said = []
    for operation in sorted(kept.keys() | measured.keys()):
        before, now = kept.get(operation), measured.get(operation)
        if before is None:
            said.append(f"{operation} is new: {now:,}")
        elif now is None:
            said.append(f"{operation} is not measured any more")
        elif now != before:
            said.append(f"{operation} costs {now - before:+,}: {before:,} before, {now:,} now")
    return said


def table(measured: dict[str, int]) -> str:
    """The operations, what they cost, should cost, and cost elsewhere."""
    lines = [f"{'operation':<28}{'gas':>9}{'target':>10}  met  peers"]
    for operation, gas in measured.items():
        target = TARGETS.get(operation)
        if target is None:
            lines.append(f"{operation:<28}{gas:>9,}")
            continue
        met = "yes" if gas <= target.gas else "no"
        lines.append(f"{operation:<28}{gas:>9,}{target.gas:>10,}  {met:<3}  {target.peers}")
    return "\n".join(lines)


@click.command()
@click.option("--accept", is_flag=True, help="Write the snapshot.")
def main(accept: bool) -> None:
    """Print what each operation costs; fail where it is not what the snapshot says."""
    measured = measure()
    click.echo(table(measured))
    if accept:
        SNAPSHOT.write_text(json.dumps(measured, indent=2) + "\n")
    changed = changes(json.loads(SNAPSHOT.read_text()), measured)
    for sentence in changed:
        click.echo(sentence, err=True)
    click.echo(json.dumps(measured))
    if changed:
        sys.exit(
            "gas is not what the snapshot says: `make gas ACCEPT=1` writes it anew, then commit it"
        )


if __name__ == "__main__":
    main()
