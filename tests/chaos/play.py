"""Plays a round under a plan's faults, and says what became of it.

What no operator can be asked to survive is not done to it: none is away for a whole window, and
the window to commit ends only when every commitment lies under more blocks than a reorg undoes
(in life: an operator commits at once, and windows are far longer than 13 blocks). Nor does a
fault last until an answer is due, for then the honest answer is another.
"""

import shutil
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from tests.chaos.chain import Chain, running_chain
from tests.chaos.crew import crew
from tests.chaos.gateways import Gateways
from tests.chaos.plan import Fault, Stage, plan
from tests.chaos.points import Kill
from tests.chaos.sight import Observer, Sight
from tests.chaos.strikes import Strikes
from tests.chaos.template import DEPTH, WINDOWS, Template
from tests.chaos.users import Users
from tests.chaos.verdict import has_rested, violations

# Blocks without news after which something counts as missing: on a busy machine they last longer.
PATIENCE = 1_500
TICK_S, BLOCKS = 0.12, 3
AWAY_S = 0.2


@dataclass
class Outcome:
    """What a scenario did: each fault's kind with the stage at which it struck, what is wrong."""

    seed: int
    faults: tuple[Fault, ...]
    struck: list[tuple[str, Stage]] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    seconds: float = 0


def play_seed(seed: int, folder: Path) -> Outcome:
    """Play the scenario of a seed, from the template in `folder`; its files stay if it fails."""
    mine = folder / f"seed-{seed}"
    try:
        outcome = play(seed, plan(seed), Template(folder / "template"), mine)
    except Exception as error:  # noqa: BLE001  the others go on, and it counts
        return Outcome(seed, plan(seed), wrong=[f"the harness failed: {error!r}"[:500]])
    if not outcome.wrong:
        shutil.rmtree(mine)
    return outcome


def play(seed: int, faults: tuple[Fault, ...], template: Template, folder: Path) -> Outcome:
    """Play one scenario in `folder`, which is made anew."""
    outcome = Outcome(seed, faults)
    began = time.monotonic()
    with ExitStack() as stack:
        chain = stack.enter_context(running_chain(template))
        _Round(chain, template, folder, outcome, stack).run()
    outcome.seconds = time.monotonic() - began
    return outcome


class _Round:
    """A scenario in play: every tick looks, lets faults begin and end, and mines a block."""

    def __init__(
        self, chain: Chain, template: Template, folder: Path, outcome: Outcome, stack: ExitStack
    ) -> None:
        self._chain, self._template, self._outcome = chain, template, outcome
        kills = [fault for fault in outcome.faults if fault.kill]
        self._members = crew(folder, template, _by_operator(kills))
        self._kill_kinds = {n: [f.kind for f in kills if f.operator == n] for n in self._members}
        stores = {n: member.blocks for n, member in self._members.items()}
        gateways = Gateways({0: template.blocks, **stores})
        stack.callback(gateways.close)
        self._strikes = Strikes(chain, self._members, gateways, outcome.faults, stack)
        for number, member in self._members.items():
            stack.callback(member.close)
            proxy = self._strikes.proxies.get(number)
            member.settings = {
                "TROUPE_RPC_URL": proxy.url if proxy else chain.url,
                "TROUPE_GATEWAYS": gateways.urls(number),
            }
        self._observer = Observer(chain, template.deployment)
        self._users = Users(chain, template.deployment)
        self._absent = any(fault.kind == "absent" for fault in outcome.faults)

    def run(self) -> None:
        for member in self._members.values():
            member.start()
        try:
            self._until("the round to end", lambda sight: sight.stage is Stage.SETTLED)
            self._until("all to be final in every store", self._is_over)
        except _MissingError as error:
            self._outcome.wrong.append(str(error))
        for member in self._members.values():
            member.close()
        sight = self._observer.look()
        self._outcome.wrong += violations(self._chain, self._template, self._members, sight)

    def _is_over(self, sight: Sight) -> bool:
        if sight.age("RoundSettled") <= DEPTH or not self._strikes.are_over:
            return False
        return all(m.lives() and has_rested(m.database) for m in self._members.values())

    def _until(self, what: str, ready: Callable[[Sight], bool]) -> None:
        stage, blocks = Stage.NONE, 0
        while not ready(sight := self._tick()):
            blocks += BLOCKS
            if sight.stage is not stage or self._strikes.go_on:
                stage, blocks = sight.stage, 0
            if blocks > PATIENCE:
                raise _MissingError(f"missing: waited for {what} at {stage.name.lower()}")

    def _tick(self) -> Sight:
        sight = self._observer.look()
        self._users.act(sight)
        self._see_to_members(sight)
        self._outcome.struck += [(f.kind, sight.stage) for f in self._strikes.begin(sight)]
        self._strikes.end()
        self._strikes.before_block(sight)
        self._chain.mine(BLOCKS, at=self._jump(sight))
        time.sleep(TICK_S)
        return sight

    def _see_to_members(self, sight: Sight) -> None:
        for number, member in self._members.items():
            code = member.ended()
            if code == -9 and self._kill_kinds[number]:
                self._outcome.struck.append((self._kill_kinds[number].pop(0), sight.stage))
            elif code is not None and number not in self._strikes.troubled:
                words = member.last_words()
                self._outcome.wrong.append(f"operator {number} ended by itself ({code}): {words}")
            if code is not None:
                member.bury(AWAY_S)
            member.come_back()

    def _jump(self, sight: Sight) -> int:
        """The end of a window, once all that belongs before it can't be undone any more; else 0."""
        if self._strikes.wait_before(Stage.REVEALING):
            return 0
        if sight.stage is Stage.COMMITTED and self._users.have_voted(sight):
            if min(sight.age("Committed"), sight.age("VoteCast")) > DEPTH:
                return int(sight.of("EntriesSubmitted")[0].args["voteEnd"])
        elif self._absent and sight.stage is Stage.OPEN:
            (proposed,) = sight.of("GenerationProposed")
            if sight.age("GenerationProposed") > 2 * DEPTH:
                opened = self._chain.timestamp(hex(proposed.block_number))
                return opened + WINDOWS["leader"]
        return 0


def _by_operator(kills: list[Fault]) -> dict[int, list[Kill]]:
    found: dict[int, list[Kill]] = {}
    for fault in kills:
        if fault.kill:
            found.setdefault(fault.operator, []).append(fault.kill)
    return found


class _MissingError(Exception):
    """Something did not happen in time."""
