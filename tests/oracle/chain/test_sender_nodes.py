"""Nodes that lie, forget and ask too much; signers that are down; threads."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from eth_account.typed_transactions.typed_transaction import TypedTransaction
from eth_keys import keys
from hexbytes import HexBytes
from sqlalchemy import Engine

from oracle.chain.fees import Fees, raised_fees
from oracle.errors import Transient
from oracle.signers.remote import open_remote
from oracle.store.tables import Transaction
from tests.oracle.chain.node_proxy import NodeProxy, refusal, result
from tests.oracle.chain.probe import Chain
from tests.oracle.chain.sending import (
    GWEI,
    KEY,
    SIGNER,
    broadcasts,
    changed,
    count,
    history,
    mined,
    on,
    sender,
    states,
)
from tests.oracle.signers.web3signer import Web3Signer, by_another_key, rightly
from tests.web_server import running


def offered(row: Transaction) -> dict[str, Any]:
    """What was signed."""
    return TypedTransaction.from_bytes(HexBytes(row.raw)).as_dict()


def sent(chain: Chain, engine: Engine, url: str | None = None, **options: Any) -> dict[str, Any]:
    """What was signed of one transaction."""
    sender(chain, engine, url, **options).send("add", chain.probe.functions.add())
    return offered(history(engine, "add")[-1])


def test_fees__node_wants_an_absurd_tip__gets_a_quarter_of_the_cap(
    chain: Chain, proxy: NodeProxy, engine: Engine
):
    absurd = hex(10**24)
    proxy.interfere = on("eth_maxPriorityFeePerGas", lambda call, _: result(call, absurd))
    fields = sent(chain, engine, proxy.url, fee_cap=40 * GWEI)
    assert fields["maxPriorityFeePerGas"] == 10 * GWEI
    assert fields["maxFeePerGas"] < 20 * GWEI


def test_fees__no_base_fee_to_pay__is_sent(chain: Chain, proxy: NodeProxy, engine: Engine):
    proxy.interfere = changed("eth_getBlockByNumber", baseFeePerGas="0x0")
    fields = sent(chain, engine, proxy.url)
    assert fields["maxFeePerGas"] == fields["maxPriorityFeePerGas"] == GWEI
    mined(chain)
    assert count(chain) == 1


def test_fees__blocks_without_base_fees__says_so(chain: Chain, proxy: NodeProxy, engine: Engine):
    proxy.interfere = changed("eth_getBlockByNumber", baseFeePerGas=None)
    with pytest.raises(Transient, match="EIP-1559"):
        sent(chain, engine, proxy.url)


@pytest.mark.parametrize("nonsense", ["0x", "much", None, [], {}])
def test_fees__nonsense__is_transient(
    chain: Chain, proxy: NodeProxy, engine: Engine, nonsense: object
):
    proxy.interfere = on("eth_maxPriorityFeePerGas", lambda call, _: result(call, nonsense))
    with pytest.raises(Transient):
        sent(chain, engine, proxy.url)
    assert history(engine, "add") == []


def test_fees__cap_below_the_tip__is_kept(chain: Chain, engine: Engine):
    chain.rpc("anvil_setNextBlockBaseFeePerGas", "0x1")
    chain.mine()
    cap = GWEI // 2
    fields = sent(chain, engine, fee_cap=cap)
    assert fields["maxPriorityFeePerGas"] <= fields["maxFeePerGas"] <= cap


def test_gas__more_than_a_block_holds__waits(chain: Chain, proxy: NodeProxy, engine: Engine):
    proxy.interfere = on("eth_estimateGas", lambda call, _: result(call, hex(2**62)))
    with pytest.raises(Transient, match="a block holds"):
        sent(chain, engine, proxy.url)
    assert history(engine, "add") == []


def test_gas__margin__ends_at_what_a_block_holds(chain: Chain, proxy: NodeProxy, engine: Engine):
    proxy.interfere = on("eth_estimateGas", lambda call, _: result(call, hex(29_000_000)))
    assert sent(chain, engine, proxy.url)["gas"] == chain.w3.eth.get_block("latest")["gasLimit"]


def test_poll__receipt_of_another_transaction__is_not_believed(
    chain: Chain, proxy: NodeProxy, engine: Engine
):
    other = chain.probe.functions.add().transact({"from": chain.user})
    ours = sender(chain, engine, proxy.url)
    ours.send("add", chain.probe.functions.add())
    chain.mine(3)
    proxy.interfere = on(
        "eth_getTransactionReceipt",
        lambda call, node: node({**call, "params": ["0x" + bytes(other).hex()]}),
    )
    with pytest.raises(Transient, match="another transaction"):
        ours.poll()
    assert states(engine, "add") == ["sent"]


@pytest.mark.parametrize(
    "values",
    [
        {"status": None},
        {"status": "0x7"},
        {"blockHash": None},
        {"blockNumber": "0x" + "ff" * 20},
        {"effectiveGasPrice": "0x" + "ff" * 20},
        {"gasUsed": "lots"},
        {"transactionHash": "0x12"},
    ],
)
def test_poll__receipt_that_makes_no_sense__changes_nothing(
    chain: Chain, proxy: NodeProxy, engine: Engine, values: dict[str, Any]
):
    ours = sender(chain, engine, proxy.url)
    ours.send("add", chain.probe.functions.add())
    chain.mine(3)
    proxy.interfere = changed("eth_getTransactionReceipt", **values)
    with pytest.raises(Transient):
        ours.poll()
    assert states(engine, "add") == ["sent"]
    proxy.interfere = lambda call, node: node(call)
    ours.poll()
    assert states(engine, "add") == ["finalized"]


def test_poll__receipt_that_vanishes_after_it_was_seen__has_one_effect(
    chain: Chain, proxy: NodeProxy, engine: Engine
):
    ours = sender(chain, engine, proxy.url)
    ours.send("add", chain.probe.functions.add())
    mined(chain)
    ours.poll()
    assert states(engine, "add") == ["mined"]
    proxy.interfere = on("eth_getTransactionReceipt", lambda call, _: result(call, None))
    with pytest.raises(Transient, match="or the node lags"):
        ours.poll()
    assert states(engine, "add") == ["mined"]
    proxy.interfere = lambda call, node: node(call)
    chain.mine(3)
    ours.poll()
    assert states(engine, "add") == ["finalized"]


@pytest.mark.parametrize("said", ["already known", "AlreadyKnown", "Known transaction"])
def test_send__node_hides_what_it_knows_already__counts_as_sent(
    chain: Chain, proxy: NodeProxy, engine: Engine, said: str
):
    def hide(call: dict[str, Any], node: Any) -> dict[str, Any]:
        if call["method"] == "eth_sendRawTransaction":
            node(call)
            return refusal(call, said)
        return result(call, None) if call["method"] == "eth_getTransactionByHash" else node(call)

    proxy.interfere = hide
    sender(chain, engine, proxy.url).send("add", chain.probe.functions.add())
    assert states(engine, "add") == ["sent"]
    mined(chain)
    assert count(chain) == 1


@pytest.mark.parametrize(
    "said",
    ["insufficient funds", "replacement transaction underpriced", "nonce too low", "x" * 10_000],
)
def test_send__node_refuses__keeps_the_bytes_and_says_why_in_short(
    chain: Chain, proxy: NodeProxy, engine: Engine, said: str
):
    proxy.interfere = on("eth_sendRawTransaction", lambda call, _: refusal(call, said))
    with pytest.raises(Transient, match=f"refuses add: {said[:100]}") as refused:
        sender(chain, engine, proxy.url).send("add", chain.probe.functions.add())
    assert len(str(refused.value)) < 300
    assert states(engine, "add") == ["stored"]
    sender(chain, engine).poll()
    mined(chain)
    assert count(chain) == 1


def test_poll__one_is_refused__the_others_are_seen_to(
    manual: Chain, proxy: NodeProxy, engine: Engine
):
    ours = sender(manual, engine, proxy.url)
    hashes = [ours.send(f"add {n}", manual.probe.functions.add()) for n in range(3)]
    manual.rpc("anvil_dropAllTransactions")
    first = "0x" + history(engine, "add 0")[0].raw.hex()
    proxy.interfere = lambda call, node: (
        refusal(call, "not this one") if call["params"] == [first] else node(call)
    )
    with pytest.raises(Transient, match="not this one"):
        ours.poll()
    assert all(manual.w3.eth.get_transaction(tx_hash) for tx_hash in hashes[1:])


def test_send__from_many_threads__each_cause_has_a_nonce_and_one_effect(
    chain: Chain, engine: Engine
):
    ours = sender(chain, engine)
    causes = [f"add {n % 6}" for n in range(12)]
    with ThreadPoolExecutor(6) as pool:
        hashes = list(pool.map(lambda cause: ours.send(cause, chain.probe.functions.add()), causes))
        mined(chain)
        list(pool.map(lambda _: ours.poll(), range(3)))
    assert len(set(hashes)) == count(chain) == 6
    assert sorted(history(engine, f"add {n}")[0].nonce for n in range(6)) == list(range(6))


def test_send__signer_down_or_lying__stores_nothing_and_goes_on_when_it_is_back(
    chain: Chain, proxy: NodeProxy, engine: Engine
):
    server = Web3Signer([keys.PrivateKey(bytes.fromhex(KEY[2:]))])
    with running(server.app()) as url:
        remote = open_remote(url, SIGNER.address)
        ours = sender(chain, engine, proxy.url, signer=remote)
        server.status = 503
        with pytest.raises(Transient, match="answers 503"):
            ours.send("add", chain.probe.functions.add())
        server.status, server.sign = 200, by_another_key
        with pytest.raises(Transient, match="another key"):
            ours.send("add", chain.probe.functions.add())
        assert (history(engine, "add"), broadcasts(proxy)) == ([], [])
        server.sign = rightly
        ours.send("add", chain.probe.functions.add())
        remote.close()
    (row,) = history(engine, "add")
    assert row.sender == SIGNER.address
    assert server.asked[-1][:1] == b"\x02"
    mined(chain)
    assert count(chain) == 1


def test_poll__nothing_waits__asks_one_thing(chain: Chain, proxy: NodeProxy, engine: Engine):
    ours = sender(chain, engine, proxy.url)
    ours.poll()
    assert proxy.methods() == []
    ours.send("add", chain.probe.functions.add())
    chain.mine(3)
    ours.poll()
    proxy.calls.clear()
    ours.poll()
    assert proxy.methods() == ["eth_getTransactionCount"]


def test_fees__waiting_for_another_reason_than_the_offer__tip_stays_below_half_the_cap():
    cap = 200 * GWEI
    market = Fees(3 * GWEI, GWEI, 1)
    offers = [market]
    while raised := raised_fees(offers[-1], market, cap):
        offers.append(raised)
    assert 1 < len(offers) < 60
    assert offers[-1].tip <= cap // 2
    assert offers[-1].max_fee <= cap
