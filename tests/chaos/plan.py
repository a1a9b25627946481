"""What goes wrong in a scenario: a pure function of its seed."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum, auto
from itertools import product
from random import Random

from scripts._demo.people import OPERATORS
from tests.chaos.points import Kill


class Stage(IntEnum):
    """How far a round is, by the chain's head."""

    NONE = auto()
    PROPOSED = auto()
    OPEN = auto()
    ENTERED = auto()
    COMMITTING = auto()
    COMMITTED = auto()
    REVEALING = auto()
    REVEALED = auto()
    SETTLED = auto()


@dataclass(frozen=True)
class Fault:
    """One thing that goes wrong.

    It begins once the round is at `stage` (`Stage.NONE`: from the start) and `blocks` more are
    mined. `operator` is a test account's number, 0 for the chain. `size` is seconds for what lasts
    a while, blocks for what is the chain's, hours for a clock. `kill` is set for a kill at a point.
    """

    kind: str
    stage: Stage
    operator: int = 0
    size: float = 0
    blocks: int = 0
    kill: Kill | None = None

    def __str__(self) -> str:
        who = f" {self.operator}" if self.operator else ""
        size = f" {self.size:g}" if self.size else ""
        if self.kill:
            return f"kill{who} {self.kill}"
        return f"{self.kind}{who}{size} @{self.stage.name.lower()}+{self.blocks}"


RPC = ("hang", "lag", "duplicates", "cap", "429", "503", "cut", "refused", "wrong chain")
IPFS = ("refuse", "hang", "lie")
# How often each point is passed in a round without faults, and a little more.
_PASSES = {"commit": 24, "broadcast": 4, "put": 8, "manifest": 1, "answer": 1}
KILLS = tuple(f"kill {when} {point}" for point in _PASSES for when in ("before", "after"))
PLACED = (
    "kill",
    "absent",
    "freeze",
    "reorg",
    "reorg back",
    "mempool",
    "fees",
    *(f"rpc {mode}" for mode in RPC),
    *(f"ipfs {mode}" for mode in IPFS),
    "disk full",
    "clock",
)
KINDS = (*KILLS, *PLACED)
STAGES = tuple(Stage)[1:]


def plan(seed: int) -> tuple[Fault, ...]:
    """One to four faults: the first goes through all kinds and stages in turn, others are drawn."""
    random = Random(seed)
    cells = [*product(PLACED, STAGES), *product(KILLS, range(4))]
    Random(0).shuffle(cells)
    kind, stage = cells[seed % len(cells)]
    faults = [_fault(kind, stage, random)]
    for _ in range(random.choices((0, 1, 2, 3), (3, 3, 2, 2))[0]):
        faults.append(_fault(random.choice(KINDS), random.choice(STAGES), random))
    return tuple(faults)


def _fault(kind: str, stage: int, random: Random) -> Fault:
    operator = random.choice(OPERATORS)
    if kind in KILLS:
        _, when, point = kind.split(" ")
        kill = Kill(point, random.randint(1, _PASSES[point]), when)  # type: ignore[arg-type]
        return Fault(kind, Stage.NONE, operator, kill=kill)
    if kind == "absent":
        stage = Stage.PROPOSED
    size: Callable[[], float] = {
        "reorg": lambda: random.randint(1, 12),
        "reorg back": lambda: random.randint(1, 12),
        "mempool": lambda: random.randint(1, 8),
        "fees": lambda: random.randint(4, 12),
        "clock": lambda: random.choice((-72, -5, -0.5, 0.5, 5, 72)),
    }.get(kind, lambda: round(random.uniform(0.2, 2), 1))
    of_chain = kind in ("reorg", "reorg back", "mempool", "fees")
    blocks = random.randint(0, 11)
    return Fault(kind, Stage(stage), 0 if of_chain else operator, size(), blocks)
