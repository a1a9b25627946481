"""How each kind of fault is done to a scenario, and undone when its time is over."""

import signal
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack

from tests.anvil import running_anvil
from tests.chaos.chain import Chain
from tests.chaos.crew import Member
from tests.chaos.gateways import Gateways
from tests.chaos.node import NodeProxy
from tests.chaos.plan import Fault
from tests.chaos.sight import Sight

# Wei per gas: more than twice what was usual when a transaction was signed, and the usual.
_DEAR, _CHEAP = 20 * 10**9, 10**9


class Strikes:
    """The faults of a plan that begin at a stage; what they need is closed with `stack`.

    `troubled` are the operators to whom something was done for which the process may end itself
    (another chain, a full disk), as it would under a supervisor that starts it again.
    """

    def __init__(
        self,
        chain: Chain,
        members: Mapping[int, Member],
        gateways: Gateways,
        faults: tuple[Fault, ...],
        stack: ExitStack,
    ) -> None:
        self._chain, self._members, self._gateways = chain, members, gateways
        self._waiting = [fault for fault in faults if not fault.kill]
        self._due: list[tuple[int, Fault]] = []
        self._ends: list[tuple[float, Callable[[], None]]] = []
        self._lossy_until = self._dear_until = 0
        self.troubled: set[int] = set()
        self.proxies = _proxies(chain, faults, stack)

    @property
    def are_over(self) -> bool:
        """Whether all have begun, and ended."""
        return not (self._waiting or self._due or self._ends)

    @property
    def go_on(self) -> bool:
        """Whether one is about to begin, or lasts."""
        return bool(self._due or self._ends)

    def wait_before(self, stage: int) -> bool:
        """Whether one is still to begin that belongs before a stage."""
        due = [fault for _, fault in self._due]
        return any(fault.stage < stage for fault in (*self._waiting, *due))

    def begin(self, sight: Sight) -> list[Fault]:
        """Do what is due now; what that was."""
        for fault in [fault for fault in self._waiting if fault.stage <= sight.stage]:
            self._waiting.remove(fault)
            self._due.append((sight.height + fault.blocks, fault))
        now = [each for each in self._due if each[0] <= sight.height]
        for each in now:
            self._due.remove(each)
            self._strike(each[1], sight)
        return [fault for _, fault in now]

    def end(self) -> None:
        """Undo what has lasted long enough."""
        now = time.monotonic()
        for each in [each for each in self._ends if each[0] <= now]:
            self._ends.remove(each)
            each[1]()

    def before_block(self, sight: Sight) -> None:
        """Lose what waits to be mined, or let gas be dear, while that lasts."""
        if sight.height < self._lossy_until:
            self._chain.rpc("anvil_dropAllTransactions")
        if sight.height < self._dear_until:
            self._chain.rpc("anvil_setNextBlockBaseFeePerGas", hex(_DEAR))
        elif sight.height == self._dear_until:
            self._chain.rpc("anvil_setNextBlockBaseFeePerGas", hex(_CHEAP))

    def _strike(self, fault: Fault, sight: Sight) -> None:
        family, _, mode = fault.kind.partition(" ")
        number = fault.operator
        if family == "reorg":
            self._chain.reorg(int(fault.size), bring_back=mode == "back")
        elif family == "fees":
            self._dear_until = sight.height + int(fault.size)
        elif family == "freeze":
            self._members[number].signal(signal.SIGSTOP)
            self._later(fault.size, lambda: self._members[number].signal(signal.SIGCONT))
        elif family == "mempool":
            self._lossy_until = sight.height + int(fault.size)
        elif family in ("kill", "absent"):
            self._members[number].kill(fault.size)
        elif family == "clock":
            self._members[number].skew.value = fault.size * 3_600
        elif family == "disk":
            self._fill_disk(self._members[number], fault.size)
        elif family == "ipfs":
            self._gateways.faults[number] = mode
            self._later(fault.size, lambda: self._gateways.faults.pop(number, None))
        else:
            self._break_node(number, mode, fault.size)

    def _fill_disk(self, member: Member, seconds: float) -> None:
        self.troubled.add(member.number)
        member.limit_files(0)
        self._later(seconds, lambda: member.limit_files(-1))

    def _break_node(self, number: int, mode: str, seconds: float) -> None:
        proxy = self.proxies[number]
        proxy.mode = mode
        if mode == "wrong chain":
            self.troubled.add(number)
        self._later(seconds, lambda: setattr(proxy, "mode", None))

    def _later(self, seconds: float, undo: Callable[[], object]) -> None:
        self._ends.append((time.monotonic() + seconds, lambda: undo() and None))


def _proxies(chain: Chain, faults: tuple[Fault, ...], stack: ExitStack) -> dict[int, NodeProxy]:
    """A proxy for each operator whose node goes wrong."""
    broken = [fault for fault in faults if fault.kind.startswith("rpc ")]
    other = None
    if any(fault.kind == "rpc wrong chain" for fault in broken):
        other = stack.enter_context(running_anvil("--no-mining", "--timestamp", "1"))
        stranger = Chain(other)
        stranger.rpc("anvil_mine", hex(chain.height + 40))
        for address in stranger.rpc("eth_accounts")[1:4]:
            stranger.rpc("anvil_setNonce", address, hex(50))
        stranger.rpc("anvil_mine", hex(40))
        stranger.close()
    proxies = {}
    for number in sorted({fault.operator for fault in broken}):
        proxies[number] = NodeProxy(chain.url, other, number)
        stack.callback(proxies[number].close)
    return proxies
