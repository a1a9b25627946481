"""Whatever happens to process, node, pool and chain, in any order: each cause has one effect."""

from collections import Counter
from contextlib import suppress
from itertools import count
from pathlib import Path

import pytest
from eth_account import Account
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule, run_state_machine_as_test
from sqlalchemy import Engine

from oracle.chain.sender import Sender
from oracle.errors import Transient
from oracle.signers.keystore import LocalSigner
from oracle.store.database import transaction
from oracle.store.journal import live_attempt, open_slots
from oracle.store.operator import open_operator_store
from oracle.store.tables import TransactionState
from tests.oracle.chain.node_proxy import Call, Forward, NodeProxy
from tests.oracle.chain.probe import Chain
from tests.oracle.chain.sending import GWEI, base_fee, sender

_DEPTH = 3
_QUIET = 60
_CALLS = (
    "eth_sendRawTransaction",
    "eth_getTransactionReceipt",
    "eth_getTransactionCount",
    "eth_getBlockByNumber",
    "eth_getTransactionByHash",
    "eth_call",
)
_numbers = count()


class SenderMachine(RuleBasedStateMachine):
    """One operator's sender on a chain of its own key; `causes` are what it was asked to do."""

    def __init__(self, chain: Chain, proxy: NodeProxy, folder: Path) -> None:
        super().__init__()
        self.chain, self.proxy = chain, proxy
        self.number = next(_numbers)
        self.account = Account.create()
        self.path = folder / f"{self.number}.sqlite"
        self.causes: list[str] = []
        self.first_block = chain.w3.eth.block_number
        chain.rpc("anvil_setBalance", self.account.address, hex(10**20))
        base_fee(chain, GWEI)
        self.sender, self.engine = self.start()

    def start(self) -> tuple[Sender, Engine]:
        engine = open_operator_store(self.path)
        signer = LocalSigner(self.account, "test")
        options = {"depth": _DEPTH, "signer": signer}
        return sender(self.chain, engine, self.proxy.url, **options), engine

    def restart(self) -> None:
        self.engine.dispose()
        self.proxy.interfere = lambda call, node: node(call)
        self.sender, self.engine = self.start()

    def effects(self) -> Counter[str]:
        """How often each cause shows on the chain."""
        said = self.chain.probe.events.Said().get_logs(from_block=self.first_block)
        return Counter(log["args"]["text"] for log in said)

    def ask(self, cause: str) -> None:
        """As its callers do: the chain first, then the sender; what fails is asked again later."""
        if not self.effects()[cause]:
            self.sender.send(cause, self.chain.probe.functions.say(cause, b"", []))

    @precondition(lambda self: len(self.causes) < 6)
    @rule()
    def want(self) -> None:
        self.causes.append(f"{self.number}: cause {len(self.causes)}")
        with suppress(Transient):
            self.ask(self.causes[-1])

    @precondition(lambda self: self.causes)
    @rule(data=st.data())
    def want_again(self, data: st.DataObject) -> None:
        with suppress(Transient):
            self.ask(data.draw(st.sampled_from(self.causes)))

    @rule()
    def poll(self) -> None:
        with suppress(Transient):
            self.sender.poll()

    @rule(method=st.sampled_from(_CALLS), nth=st.integers(1, 4), arrived=st.booleans())
    def crash(self, method: str, nth: int, arrived: bool) -> None:
        """Die in the middle of a look or of a new cause, at a call that may yet have arrived."""
        left = [nth]

        def die(call: Call, node: Forward) -> Call | bytes:
            left[0] -= call["method"] == method
            if left[0] > 0:
                return node(call)
            if arrived and call["method"] == method and left[0] == 0:
                node(call)
            return b""

        self.proxy.interfere = die
        self.poll()
        if len(self.causes) < 6:
            self.want()
        self.restart()

    @rule(blocks=st.integers(1, 5))
    def mine(self, blocks: int) -> None:
        self.chain.mine(blocks)

    @rule(blocks=st.integers(1, 8), lost=st.booleans())
    def reorg(self, blocks: int, lost: bool) -> None:
        """Some blocks are replaced by empty ones, and one more; some are deeper than final."""
        depth = min(blocks, self.chain.w3.eth.block_number - self.first_block - 1)
        if depth > 0:
            self.chain.rpc("anvil_reorg", depth, [])
            if lost:
                self.chain.rpc("anvil_dropAllTransactions")
            self.chain.mine()

    @rule()
    def forget(self) -> None:
        """The node's pool is lost."""
        self.chain.rpc("anvil_dropAllTransactions")

    @rule(gwei=st.sampled_from([0, 1, 20, 90, 200]))
    def spike(self, gwei: int) -> None:
        base_fee(self.chain, gwei * GWEI)

    @rule()
    def another_program(self) -> None:
        """It sends with the same key, and offers more than anybody."""
        nonce = self.chain.w3.eth.get_transaction_count(self.account.address)
        fields = {"to": self.chain.user, "value": 1, "gas": 21_000, "gasPrice": 900 * GWEI}
        signed = self.account.sign_transaction({**fields, "nonce": nonce, "chainId": 31337})
        self.chain.w3.eth.send_raw_transaction(signed.raw_transaction)
        self.chain.mine()

    def teardown(self) -> None:
        try:
            self.restart()
            for _ in range(_QUIET):
                if self.is_done():
                    break
                self.quiet_step()
            assert self.effects() == Counter(self.causes)
            assert self.is_done()
        finally:
            self.engine.dispose()

    def quiet_step(self) -> None:
        base_fee(self.chain, GWEI // 2)
        with suppress(Transient):
            self.sender.poll()
        for cause in self.causes:
            with suppress(Transient):
                self.ask(cause)

    def is_done(self) -> bool:
        with transaction(self.engine) as session:
            rows = [live_attempt(session, cause) for cause in self.causes]
            waiting = open_slots(session, 31337, self.account.address)
        return not waiting and all(
            row is not None and row.state is TransactionState.FINALIZED for row in rows
        )


@pytest.mark.timeout(900)
def test_sender__any_order_of_faults__each_cause_has_one_effect(
    manual: Chain, proxy: NodeProxy, tmp_path: Path
):
    run_state_machine_as_test(
        lambda: SenderMachine(manual, proxy, tmp_path),
        settings=settings(
            max_examples=12,
            stateful_step_count=15,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
