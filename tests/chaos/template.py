"""Troupe deployed once, to begin every scenario from: chain state, keys, documents."""

import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from unittest.mock import patch

from oracle.app import Operator
from oracle.chain.deployment import Deployment, load_deployment
from oracle.domain import Brief, Source
from oracle.settings import load_settings
from scripts._demo.people import OPERATORS, PROPOSER
from scripts._demo.stage import CHAIN_ID
from tests.e2e.conftest import Troupe
from tests.stage import deployed

# Confirmations that count as final: a reorg of 12 blocks or fewer undoes nothing that has them.
DEPTH = 12
# So long, at `chain.STEP_S` a block, that none ends before what it is for has happened.
WINDOWS = {"leader": 4_000, "entry": 20_000, "vote": 20_000, "reveal": 20_000}
BRIEF = Brief(
    text="A post about a bike-repair shop in Porto that teaches its customers to mend flat tyres",
    sources=(
        Source(
            title="The shop's own words",
            text="Every Thursday evening the workshop opens its stands to anyone with a puncture. "
            "A mechanic shows each step once and then hands over the tyre levers.",
        ),
    ),
)


@dataclass(frozen=True)
class Template:
    """A folder with the dumped chain, the deployment's manifest, keystores and a block store."""

    folder: Path

    @cached_property
    def state(self) -> str:
        """The dumped chain, as `anvil_loadState` takes it."""
        return (self.folder / "state").read_text()

    @cached_property
    def deployment(self) -> Deployment:
        return load_deployment(self.folder, CHAIN_ID)

    def database(self, number: int) -> Path:
        """An operator's database, which has read the chain up to the template's end."""
        return self.folder / f"operator-{number}.sqlite"

    @property
    def blocks(self) -> Path:
        """The block store of those who are no operators: profile, cards, brief."""
        return self.folder / "blocks.sqlite"


def make_template(folder: Path) -> Template:
    """Deploy into `folder`: three bonded operators, voters who delegated, a proposer who may."""
    with deployed(Troupe, folder, **WINDOWS) as troupe:
        troupe.people.bond_operators()
        troupe.people.delegate()
        for index in OPERATORS:
            troupe.key_of(index)
        everything = troupe.token.functions.approve(troupe.rounds.address, 2**256 - 1)
        troupe.send(everything, troupe.address(PROPOSER))
        troupe.blocks.put(BRIEF.to_bytes())
        troupe.rpc("anvil_mine", hex(DEPTH))
        for index in OPERATORS:
            _read_all(troupe, index)
        (folder / "state").write_text(troupe.rpc("anvil_dumpState"))
    return Template(folder)


def _read_all(troupe: Troupe, index: int) -> None:
    """Have an operator read the chain so far, so that no scenario spends its time on that."""
    settings = {**troupe.processes.environment, **troupe.key_of(index), "TROUPE_DEPTH": str(DEPTH)}
    known = {name: value for name, value in settings.items() if name.startswith("TROUPE_")}
    with patch.dict(os.environ, known):
        operator = Operator(load_settings())
        operator.tick()
        operator.close()
