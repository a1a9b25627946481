"""The sender, on a real chain, killed and disturbed at each of its steps."""

import json
import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from eth_utils import keccak
from sqlalchemy import Engine

from oracle.chain.reverts import Revert
from oracle.chain.sender import Sender
from oracle.errors import Transient
from oracle.store.operator import open_operator_store
from oracle.store.tables import TransactionState
from tests.oracle.chain.node_proxy import Call, Forward, NodeProxy, refusal
from tests.oracle.chain.probe import Chain
from tests.oracle.chain.sending import (
    GWEI,
    KEY,
    SIGNER,
    base_fee,
    broadcasts,
    history,
    mined,
    on,
    pay,
    sender,
    states,
)
from tests.wait import PATIENCE_S


def test_send__once__is_followed_until_it_is_final(chain: Chain, engine: Engine):
    ours = sender(chain, engine)
    tx_hash = ours.send("add", chain.probe.functions.add())
    receipt = chain.receipt(tx_hash)
    assert states(engine, "add") == ["sent"]
    ours.poll()
    (row,) = history(engine, "add")
    assert (row.state, row.block_number) == (TransactionState.MINED, receipt["blockNumber"])
    assert row.fee == receipt["gasUsed"] * receipt["effectiveGasPrice"]
    chain.mine(2)
    ours.poll()
    assert ours.find("add").state is TransactionState.FINALIZED
    assert receipt["type"] == 2


def test_send__same_cause_again__has_one_effect(chain: Chain, engine: Engine):
    ours = sender(chain, engine)
    first = ours.send("add", chain.probe.functions.add())
    again = ours.send("add", chain.probe.functions.add())
    mined(chain)
    ours.poll()
    chain.mine(5)
    ours.poll()
    assert first == again == ours.send("add", chain.probe.functions.add())
    assert chain.probe.functions.count().call() == 1


def test_send__several_causes_unmined__take_nonces_in_turn(manual: Chain, engine: Engine):
    ours = sender(manual, engine)
    for n in range(3):
        ours.send(f"add {n}", manual.probe.functions.add())
    manual.mine()
    assert [history(engine, f"add {n}")[0].nonce for n in range(3)] == [0, 1, 2]
    assert manual.probe.functions.count().call() == 3


def test_send__would_revert__names_the_error_and_stores_nothing(chain: Chain, engine: Engine):
    key = keccak(b"a")
    chain.transact(chain.probe.functions.mark(key))
    with pytest.raises(Revert, match=r"mark would revert with AlreadyMarked\(key=0x") as caught:
        sender(chain, engine).send("mark", chain.probe.functions.mark(key))
    assert caught.value.error == "AlreadyMarked"
    assert caught.value.arguments == {"key": "0x" + key.hex(), "by": chain.user}
    assert history(engine, "mark") == []


def test_send__solidity_errors__have_names_too(chain: Chain, engine: Engine):
    ours = sender(chain, engine)
    with pytest.raises(Revert) as late:
        ours.send("late", chain.probe.functions.addBefore(0))
    assert (late.value.error, late.value.arguments) == ("Error", {"message": "too late"})
    with pytest.raises(Revert) as panic:
        ours.send("panic", chain.probe.functions.overflow())
    assert (panic.value.error, panic.value.arguments) == ("Panic", {"code": 0x11})


def test_send__error_of_no_abi__is_unknown(chain: Chain, engine: Engine):
    key = keccak(b"a")
    chain.transact(chain.probe.functions.mark(key))
    ours = Sender(chain.w3, SIGNER, engine, [], chain_id=31337, fee_cap=GWEI * 100)
    with pytest.raises(Revert) as caught:
        ours.send("mark", chain.probe.functions.mark(key))
    assert caught.value.error == "Unknown"


def test_send__value__is_paid(chain: Chain, engine: Engine):
    sender(chain, engine).send("mark", chain.probe.functions.mark(b"\x01" * 32), value=7)
    mined(chain)
    assert chain.w3.eth.get_balance(chain.probe.address) == 7


def test_send__gas_over_the_cap__waits_and_stores_nothing(chain: Chain, engine: Engine):
    with pytest.raises(Transient, match="raise the cap"):
        sender(chain, engine, fee_cap=1).send("add", chain.probe.functions.add())
    assert history(engine, "add") == []


def test_send__node_unreachable_at_the_broadcast__same_bytes_go_later(
    chain: Chain, proxy: NodeProxy, engine: Engine
):
    proxy.interfere = on("eth_sendRawTransaction", lambda *_: b"")
    with pytest.raises(Transient):
        sender(chain, engine, proxy.url).send("add", chain.probe.functions.add())
    (stored,) = history(engine, "add")
    assert stored.state is TransactionState.STORED
    assert sender(chain, engine).send("add", chain.probe.functions.add()) == stored.hash
    mined(chain)
    assert chain.probe.functions.count().call() == 1


def test_send__answer_to_the_broadcast_lost__has_one_effect(
    chain: Chain, proxy: NodeProxy, engine: Engine
):
    def lose(call: Call, node: Forward) -> bytes:
        node(call)
        return b""

    proxy.interfere = on("eth_sendRawTransaction", lose)
    with pytest.raises(Transient):
        sender(chain, engine, proxy.url).send("add", chain.probe.functions.add())
    sender(chain, engine).send("add", chain.probe.functions.add())
    assert states(engine, "add") == ["sent"]
    mined(chain)
    assert chain.probe.functions.count().call() == 1


def test_send__node_refuses__says_why_and_keeps_the_bytes(
    chain: Chain, proxy: NodeProxy, engine: Engine
):
    proxy.interfere = on(
        "eth_sendRawTransaction", lambda call, _: refusal(call, "insufficient funds for gas")
    )
    with pytest.raises(Transient, match=r"refuses add: .*insufficient funds"):
        sender(chain, engine, proxy.url).send("add", chain.probe.functions.add())
    assert states(engine, "add") == ["stored"]


_CHILD = """
import os, sys
from pathlib import Path
from eth_account import Account
from oracle.chain.node import connect
from oracle.chain.sender import Sender
from oracle.signers.keystore import LocalSigner
from oracle.store.operator import open_operator_store

url, path, address, key, abi = sys.argv[1:]
import json
abi = json.loads(abi)
w3 = connect(url)
call = w3.eth.contract(address=address, abi=abi).functions.add()
engine = open_operator_store(Path(path))
signer = LocalSigner(Account.from_key(key), "test")
ours = Sender(w3, signer, engine, [abi], chain_id=31337, fee_cap=10**11, depth=2)
print(os.getpid(), flush=True)
ours.send("add", call)
"""


@pytest.mark.parametrize("arrived", [False, True])
def test_send__killed_at_the_broadcast__restart_has_one_effect(
    chain: Chain, proxy: NodeProxy, tmp_path: Path, arrived: bool
):
    """Killed after it was stored and before it left, or after it left and before that is known."""
    path = tmp_path / "operator.sqlite"
    child: list[subprocess.Popen[str]] = []

    def kill(call: Call, node: Forward) -> bytes:
        if arrived:
            node(call)
        os.kill(child[0].pid, signal.SIGKILL)
        child[0].wait()
        return b""

    proxy.interfere = on("eth_sendRawTransaction", kill)
    arguments = [proxy.url, str(path), chain.probe.address, KEY, json.dumps(chain.probe.abi)]
    child.append(subprocess.Popen([sys.executable, "-W", "ignore", "-c", _CHILD, *arguments]))
    assert child[0].wait(timeout=PATIENCE_S) == -signal.SIGKILL
    engine = open_operator_store(path)
    (stored,) = history(engine, "add")
    assert stored.state is TransactionState.STORED
    restarted = sender(chain, engine, proxy.url)
    proxy.interfere = lambda call, node: node(call)
    assert restarted.send("add", chain.probe.functions.add()) == stored.hash
    mined(chain)
    restarted.poll()
    assert set(broadcasts(proxy)) == {"0x" + stored.raw.hex()}
    assert states(engine, "add") == ["mined"]
    assert chain.probe.functions.count().call() == 1
    engine.dispose()


def test_poll__stored_but_never_sent__is_broadcast(chain: Chain, proxy: NodeProxy, engine: Engine):
    proxy.interfere = on("eth_sendRawTransaction", lambda *_: b"")
    with pytest.raises(Transient):
        sender(chain, engine, proxy.url).send("add", chain.probe.functions.add())
    restarted = sender(chain, engine)
    restarted.poll()
    mined(chain)
    restarted.poll()
    assert states(engine, "add") == ["mined"]


def test_poll__dropped_from_the_pool__is_broadcast_again(manual: Chain, engine: Engine):
    ours = sender(manual, engine)
    tx_hash = ours.send("add", manual.probe.functions.add())
    manual.rpc("anvil_dropTransaction", tx_hash)
    ours.poll()
    manual.mine()
    ours.poll()
    assert states(engine, "add") == ["mined"]


def test_poll__stuck__is_replaced_by_a_higher_offer_and_one_is_mined(manual: Chain, engine: Engine):
    ours = sender(manual, engine)
    ours.send("add", manual.probe.functions.add())
    _risingbase_fee(manual, blocks=3)
    ours.poll()
    old, new = history(engine, "add")
    assert (old.nonce, new.attempt) == (new.nonce, 2)
    assert ours.find("add").hash == new.hash
    manual.mine(3)
    ours.poll()
    assert states(engine, "add") == ["replaced", "finalized"]
    assert manual.probe.functions.count().call() == 1


def test_poll__several_stuck__all_are_mined_in_the_end(manual: Chain, engine: Engine):
    ours = sender(manual, engine)
    causes = [f"add {n}" for n in range(3)]
    for cause in causes:
        ours.send(cause, manual.probe.functions.add())
    _risingbase_fee(manual, blocks=3)
    while not all("finalized" in states(engine, cause) for cause in causes):
        with suppress(Transient):  # the ones behind may be refused until they are at the front
            ours.poll()
        manual.mine()
    assert manual.probe.functions.count().call() == 3


def test_poll__stored_and_now_too_cheap_to_be_sent__is_replaced(
    manual: Chain, proxy: NodeProxy, engine: Engine
):
    proxy.interfere = on("eth_sendRawTransaction", lambda *_: b"")
    with pytest.raises(Transient):
        sender(manual, engine, proxy.url).send("add", manual.probe.functions.add())
    _risingbase_fee(manual, blocks=3)
    restarted = sender(manual, engine)
    with pytest.raises(Transient, match="refuses add"):
        restarted.send("add", manual.probe.functions.add())
    restarted.poll()
    manual.mine()
    assert manual.probe.functions.count().call() == 1


def test_poll__stuck_at_the_cap__waits_until_gas_is_cheaper(manual: Chain, engine: Engine):
    ours = sender(manual, engine, fee_cap=3 * GWEI)
    first = ours.send("add", manual.probe.functions.add())
    _risingbase_fee(manual, blocks=3)
    with pytest.raises(Transient, match="raise the cap"):
        ours.poll()
    manual.rpc("anvil_setNextBlockBaseFeePerGas", hex(GWEI // 2))
    manual.mine()
    ours.poll()
    manual.mine()
    ours.poll()
    assert [row.hash for row in history(engine, "add")] == [first]
    assert states(engine, "add") == ["mined"]


def test_poll__higher_offer_would_pass_the_cap__the_old_one_stays(manual: Chain, engine: Engine):
    base_fee(manual, GWEI)
    ours = sender(manual, engine, fee_cap=3 * GWEI)
    first = ours.send("add", manual.probe.functions.add())
    _risingbase_fee(manual, blocks=3)
    manual.rpc("anvil_dropAllTransactions")
    base_fee(manual, GWEI)
    ours.poll()
    manual.mine()
    ours.poll()
    assert [row.hash for row in history(engine, "add")] == [first]
    assert states(engine, "add") == ["mined"]


def _risingbase_fee(chain: Chain, blocks: int) -> None:
    for _ in range(blocks):
        base_fee(chain, 20 * GWEI)


def test_poll__reorged_out__is_mined_again_and_has_one_effect(chain: Chain, engine: Engine):
    ours = sender(chain, engine, depth=3)
    tx_hash = ours.send("add", chain.probe.functions.add())
    mined(chain)
    ours.poll()
    chain.rpc("evm_setAutomine", False)
    chain.rpc("anvil_reorg", 1, [])
    chain.rpc("anvil_dropAllTransactions")
    assert chain.probe.functions.count().call() == 0
    ours.poll()
    assert states(engine, "add") == ["sent"]
    chain.mine(4)
    ours.poll()
    assert ours.find("add").state is TransactionState.FINALIZED
    assert ours.find("add").hash == tx_hash
    assert chain.probe.functions.count().call() == 1


def test_poll__receipt_of_a_block_no_longer_on_the_chain__is_not_final(
    chain: Chain, proxy: NodeProxy, engine: Engine
):
    def stale(call: Call, node: Forward) -> Call:
        answer = node(call)
        answer["result"]["blockHash"] = "0x" + "11" * 32
        return answer

    ours = sender(chain, engine, proxy.url)
    ours.send("add", chain.probe.functions.add())
    chain.mine(5)
    proxy.interfere = on("eth_getTransactionReceipt", stale)
    ours.poll()
    assert states(engine, "add") == ["mined"]
    proxy.interfere = lambda call, node: node(call)
    ours.poll()
    assert states(engine, "add") == ["finalized"]


def test_poll__reverted_when_mined__fails_when_final_and_may_be_sent_again(
    manual: Chain, engine: Engine
):
    ours = sender(manual, engine)
    deadline = manual.w3.eth.block_number + 2
    call = manual.probe.functions.addBefore(deadline)
    first = ours.send("add", call)
    manual.rpc("anvil_dropTransaction", first)
    manual.mine(2)
    ours.poll()
    manual.mine()
    ours.poll()
    assert ours.find("add").error == "reverted"
    assert ours.send("add", manual.probe.functions.add()) == first
    manual.mine(3)
    ours.poll()
    assert states(engine, "add") == ["failed"]
    assert ours.find("add") is None
    second = ours.send("add", manual.probe.functions.add())
    manual.mine(3)
    ours.poll()
    assert second != first
    assert states(engine, "add") == ["failed", "finalized"]
    assert manual.probe.functions.count().call() == 1


def test_poll__nonce_used_by_another_program__fails_only_when_that_is_final(
    manual: Chain, engine: Engine
):
    ours = sender(manual, engine)
    first = ours.send("add", manual.probe.functions.add())
    manual.rpc("anvil_dropTransaction", first)
    pay(manual, nonce=0)
    with pytest.raises(Transient, match="give every operator its own key"):
        ours.poll()
    assert states(engine, "add") == ["sent"]
    manual.mine(2)
    ours.poll()
    assert states(engine, "add") == ["failed"]
    ours.send("add", manual.probe.functions.add())
    manual.mine()
    assert manual.probe.functions.count().call() == 1


def test_poll__node_fails__asks_to_try_again(chain: Chain, engine: Engine):
    sender(chain, engine).send("add", chain.probe.functions.add())
    with pytest.raises(Transient):
        sender(chain, engine, "http://127.0.0.1:1").poll()


def test_sender__shown__hides_its_key(chain: Chain, engine: Engine):
    ours = sender(chain, engine)
    assert KEY[2:] not in repr(ours) + repr(vars(ours))
