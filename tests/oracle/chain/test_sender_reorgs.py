"""What was final and is gone, what would revert by now, and nonces that somebody else used."""

from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy import Engine

from oracle.errors import Transient
from oracle.store.database import transaction
from oracle.store.journal import live_attempt, open_slots
from oracle.store.operator import open_operator_store
from tests.oracle.chain.node_proxy import NodeProxy, result
from tests.oracle.chain.probe import Chain
from tests.oracle.chain.sending import (
    GWEI,
    SIGNER,
    base_fee,
    broadcasts,
    count,
    history,
    on,
    pay,
    sender,
    states,
)


def finalized(chain: Chain, engine: Engine, cause: str = "add") -> str:
    """A cause that is final, two blocks deep; its hash."""
    ours = sender(chain, engine)
    tx_hash = ours.send(cause, chain.probe.functions.add())
    chain.mine(3)
    ours.poll()
    assert states(engine, cause)[-1] == "finalized"
    return tx_hash


def roll_back(chain: Chain) -> None:
    """A reorg of all but the probe: as many empty blocks as before, and one more."""
    chain.rpc("anvil_reorg", chain.w3.eth.block_number - 1, [])
    chain.rpc("anvil_dropAllTransactions")
    chain.mine()


def settle(chain: Chain, engine: Engine, blocks: int = 12) -> None:
    """Look and mine until nothing is open."""
    ours = sender(chain, engine)
    for _ in range(blocks):
        try:
            ours.poll()
        except Transient as error:
            trouble = str(error)
        chain.mine()
        with transaction(engine) as session:
            if not open_slots(session, 31337, SIGNER.address):
                return
    pytest.fail(trouble)


def test_send__final_and_still_there__is_not_sent_again(
    manual: Chain, proxy: NodeProxy, engine: Engine
):
    """The caller looked at a node that lags; the receipt may have been thrown away, too."""
    tx_hash = finalized(manual, engine)
    assert sender(manual, engine, proxy.url).send("add", manual.probe.functions.add()) == tx_hash
    proxy.interfere = on("eth_getTransactionReceipt", lambda call, _: result(call, None))
    assert sender(manual, engine, proxy.url).send("add", manual.probe.functions.add()) == tx_hash
    assert broadcasts(proxy) == []
    assert states(engine, "add") == ["finalized"]


def test_send__final_and_the_node_lags__waits(manual: Chain, proxy: NodeProxy, engine: Engine):
    finalized(manual, engine)
    gone = ("eth_getTransactionReceipt", "eth_getBlockByNumber")
    proxy.interfere = lambda call, node: (
        result(call, None) if call["method"] in gone else node(call)
    )
    with pytest.raises(Transient, match="it lags"):
        sender(manual, engine, proxy.url).send("add", manual.probe.functions.add())
    assert broadcasts(proxy) == []


def test_send__final_and_removed_by_a_deep_reorg__goes_again_under_its_nonce(
    manual: Chain, engine: Engine
):
    finalized(manual, engine)
    roll_back(manual)
    assert count(manual) == 0
    sender(manual, engine).send("add", manual.probe.functions.add())
    settle(manual, engine)
    assert count(manual) == 1
    assert {row.nonce for row in history(engine, "add")} == {0}


def test_poll__final_and_removed_by_a_deep_reorg__comes_back_by_itself(
    manual: Chain, engine: Engine
):
    """Else the nonces behind it would wait for ever."""
    finalized(manual, engine, "add 1")
    roll_back(manual)
    ours = sender(manual, engine)
    ours.send("add 2", manual.probe.functions.add())
    settle(manual, engine)
    assert count(manual) == 2
    assert [states(engine, f"add {n}")[-1] for n in (1, 2)] == ["finalized"] * 2


def test_send__removed_and_its_nonce_used_elsewhere__gets_another_when_that_is_final(
    manual: Chain, engine: Engine
):
    finalized(manual, engine)
    roll_back(manual)
    pay(manual, nonce=0)
    ours = sender(manual, engine)
    with pytest.raises(Transient, match="own key"):
        ours.send("add", manual.probe.functions.add())
    manual.mine(3)
    ours.poll()
    ours.send("add", manual.probe.functions.add())
    settle(manual, engine)
    assert count(manual) == 1
    assert [row.nonce for row in history(engine, "add")] == [0, 1]


def test_poll__failed_for_good_and_free_again__has_one_effect(manual: Chain, engine: Engine):
    """A cause got a second nonce, and then a deep reorg gives the first one back."""
    ours = sender(manual, engine)
    first = ours.send("add", manual.probe.functions.add())
    manual.rpc("anvil_dropTransaction", first)
    pay(manual, nonce=0)
    manual.mine(2)
    ours.poll()
    ours.send("add", manual.probe.functions.add())
    settle(manual, engine)
    assert states(engine, "add") == ["failed", "finalized"]
    roll_back(manual)
    assert count(manual) == 0
    ours.send("add", manual.probe.functions.add())
    settle(manual, engine)
    assert count(manual) == 1
    assert states(engine, "add") == ["replaced", "finalized"]
    assert states(engine, "withdraw add") == ["finalized"]


def test_poll__stuck_and_would_revert_by_now__is_withdrawn_and_frees_those_behind(
    manual: Chain, engine: Engine
):
    ours = sender(manual, engine)
    until = manual.w3.eth.block_number + 3
    ours.send("late", manual.probe.functions.addBefore(until))
    ours.send("add", manual.probe.functions.add())
    for _ in range(3):
        base_fee(manual, 20 * GWEI)
    with suppress(Transient):  # the one behind is too cheap for now
        ours.poll()
    with pytest.raises(Transient, match="would have reverted"):
        ours.send("late", manual.probe.functions.addBefore(until + 100))
    settle(manual, engine)
    assert states(engine, "late") == ["replaced"]
    assert count(manual) == 1
    withdrawn = history(engine, "withdraw late")[-1]
    assert manual.w3.eth.get_transaction_receipt(withdrawn.hash)["gasUsed"] == 21_000
    with transaction(engine) as session:
        assert live_attempt(session, "late") is None
    ours.send("late", manual.probe.functions.addBefore(manual.w3.eth.block_number + 100))
    settle(manual, engine)
    assert count(manual) == 2


def test_send__one_key_in_two_databases__each_cause_has_one_effect(
    manual: Chain, engine: Engine, tmp_path: Path
):
    """Two processes sign the same nonce: one is told what to do, and waits until it is final."""
    second = open_operator_store(tmp_path / "second.sqlite")
    sender(manual, second).send("two", manual.probe.functions.add())
    manual.mine()
    manual.rpc("anvil_reorg", 1, [])
    manual.rpc("anvil_dropAllTransactions")
    sender(manual, engine).send("one", manual.probe.functions.add())
    manual.mine()
    with pytest.raises(Transient, match="give every operator its own key"):
        sender(manual, second).poll()
    manual.mine(3)
    sender(manual, second).poll()
    sender(manual, second).send("two", manual.probe.functions.add())
    settle(manual, engine)
    settle(manual, second)
    assert count(manual) == 2
    assert states(second, "two") == ["failed", "finalized"]
    second.dispose()


def test_poll__nonces_that_nobody_uses__are_filled(manual: Chain, proxy: NodeProxy, engine: Engine):
    """A node lied a little about a new key's nonce, or a reorg lost another program's."""
    proxy.interfere = on("eth_getTransactionCount", lambda call, _: result(call, "0x3"))
    sender(manual, engine, proxy.url).send("add", manual.probe.functions.add())
    manual.mine(3)
    assert count(manual) == 0
    settle(manual, engine)
    assert count(manual) == 1
    assert history(engine, "add")[0].nonce == 3


def test_poll__too_many_nonces_that_nobody_uses__says_what_to_do(
    manual: Chain, proxy: NodeProxy, engine: Engine
):
    proxy.interfere = on("eth_getTransactionCount", lambda call, _: result(call, "0x3e8"))
    sender(manual, engine, proxy.url).send("add", manual.probe.functions.add())
    manual.mine(3)
    with pytest.raises(Transient, match="use another node"):
        sender(manual, engine).poll()


def test_send__node_says_a_nonce_far_too_high__waits(
    manual: Chain, proxy: NodeProxy, engine: Engine
):
    finalized(manual, engine, "add 1")
    final = manual.w3.eth.get_transaction_count

    def lie(call, node):
        return result(call, "0x64") if call["params"][1] == "latest" else node(call)

    proxy.interfere = on("eth_getTransactionCount", lie)
    ours = sender(manual, engine, proxy.url)
    with pytest.raises(Transient, match="a key of its own, or use another node"):
        ours.send("add 2", manual.probe.functions.add())
    assert history(engine, "add 2") == []
    proxy.interfere = lambda call, node: node(call)
    ours.send("add 2", manual.probe.functions.add())
    settle(manual, engine)
    assert (count(manual), final(SIGNER.address)) == (2, 2)


def test_poll__node_says_a_nonce_too_low__nothing_has_a_second_effect(
    manual: Chain, proxy: NodeProxy, engine: Engine
):
    finalized(manual, engine)
    proxy.interfere = on("eth_getTransactionCount", lambda call, _: result(call, "0x0"))
    for _ in range(3):
        sender(manual, engine, proxy.url).poll()
        manual.mine()
    settle(manual, engine)
    assert states(engine, "add") == ["finalized"]
    assert count(manual) == 1


def test_poll__node_far_behind__is_left_alone(manual: Chain, proxy: NodeProxy, engine: Engine):
    finalized(manual, engine)

    def behind(call, node):
        if call["method"] == "eth_getTransactionCount":
            return result(call, "0x0")
        if call["method"] == "eth_getBlockByNumber":
            return node({**call, "params": ["0x0", False]})
        return result(call, None) if "Receipt" in call["method"] else node(call)

    proxy.interfere = behind
    with pytest.raises(Transient, match="it lags"):
        sender(manual, engine, proxy.url).poll()
    assert broadcasts(proxy) == []
    assert states(engine, "add") == ["finalized"]
