"""The scanner, on a real chain with real reorgs."""

from contextlib import suppress
from typing import Any

import pytest
from eth_abi import encode
from eth_utils import keccak
from sqlalchemy import Engine

from oracle.chain import endpoint, logs
from oracle.chain.ingest import catch_up, ingest
from oracle.chain.node import Header, connect
from oracle.chain.scanner import Batch, Reorg, Scanner
from oracle.errors import Fatal, Transient
from oracle.store.database import transaction
from oracle.store.inbox import events
from oracle.store.tables import Cursor
from tests.oracle.chain.node_proxy import NodeProxy, refusal, result, running_proxy
from tests.oracle.chain.probe import Chain, compiled


def scanner(chain: Chain, url: str | None = None, **options: Any) -> Scanner:
    options = {"depth": 0, **options}
    contracts = {chain.probe.address: chain.probe.abi}
    w3 = connect(url or chain.url, seconds=10)
    return Scanner(w3, 31337, options.pop("genesis", chain.genesis), contracts, **options)


class Follower:
    """A consumer as the projection is: it remembers blocks and events, and rolls them back."""

    def __init__(self, scanner: Scanner) -> None:
        self.scanner = scanner
        self.headers: list[Header] = []
        self.events: list[tuple[str, int]] = []

    def step(self) -> Batch | Reorg | None:
        step = self.scanner.step(self.headers)
        if isinstance(step, Batch):
            self.headers += step.headers
            self.events += [(event.block_hash, event.log_index) for event in step.events]
        elif isinstance(step, Reorg) and step.fork:
            self.headers = [kept for kept in self.headers if kept.number <= step.fork.number]
            known = {kept.hash for kept in self.headers}
            self.events = [event for event in self.events if event[0] in known]
        return step

    def catch_up(self) -> None:
        while self.step():
            pass


def events_on_chain(chain: Chain) -> list[tuple[str, int]]:
    logs = chain.w3.eth.get_logs({"address": chain.probe.address, "fromBlock": 0})
    return [("0x" + log["blockHash"].hex(), log["logIndex"]) for log in logs]


def test_step__an_event__is_decoded_into_plain_values(chain: Chain):
    key = keccak(b"a")
    receipt = chain.transact(chain.probe.functions.mark(key))
    block = chain.w3.eth.get_block(receipt["blockNumber"])
    batch = scanner(chain).step([])
    (event,) = batch.events
    assert (event.name, event.address) == ("Marked", chain.probe.address)
    assert event.args == {"key": "0x" + key.hex(), "by": chain.user, "count": 1}
    assert event.block_hash == "0x" + block["hash"].hex()
    assert event.block_timestamp == block["timestamp"]
    assert event.tx_hash == "0x" + receipt["transactionHash"].hex()
    assert batch.cursor.number == event.block_number == block["number"]


def test_step__structs_and_bytes_that_are_not_text__are_plain_too(chain: Chain):
    kinds = ["bytes", "bytes", "(address,int128)[]"]
    values = encode(kinds, [b"\xff{\xf0}", b"\x00\xff", [(chain.user, -(2**127))]])
    data = keccak(b"say(string,bytes,(address,int128)[])")[:4] + values
    tx = {"from": chain.user, "to": chain.probe.address, "data": data}
    chain.receipt(chain.w3.eth.send_transaction(tx))
    (event,) = scanner(chain).step([]).events
    assert event.args == {
        "text": "\ufffd{\ufffd}",
        "data": "0x00ff",
        "pairs": [{"who": chain.user, "amount": -(2**127)}],
    }


def test_step__several_contracts__come_in_one_ordered_pass(chain: Chain):
    other = chain.deploy()
    both = scanner(chain)
    both.watch(other.address, other.abi)
    for contract in (other, chain.probe, other):
        chain.transact(contract.functions.add())
    batch = both.step([])
    assert [event.address for event in batch.events] == [
        other.address,
        chain.probe.address,
        other.address,
    ]


def test_step__nothing_new__is_none(chain: Chain):
    follower = Follower(scanner(chain))
    follower.catch_up()
    assert follower.step() is None
    assert follower.headers[-1].number == chain.w3.eth.block_number


def test_step__not_stored__comes_again(chain: Chain):
    chain.add()
    reader = scanner(chain)
    assert reader.step([]) == reader.step([])


def test_step__start_block__earlier_events_are_left_out(chain: Chain):
    chain.add()
    later = chain.add()
    batch = scanner(chain, start_block=later).step([])
    assert [event.block_number for event in batch.events] == [later]
    assert batch.headers[0].number == later - 1
    assert scanner(chain, start_block=later + 1).step([]) is None


def test_step__contract_made_in_the_same_block__is_read_when_watched(chain: Chain):
    chain.transact(chain.probe.functions.make())
    reader = scanner(chain)
    (made,) = reader.step([]).events
    reader.watch(made.args["child"], compiled()["Child"]["abi"])
    assert [event.name for event in reader.step([]).events] == ["Made", "Marked"]


def test_step__confirmations__the_newest_blocks_wait(chain: Chain):
    number = chain.add()
    waiting = Follower(scanner(chain, depth=3))
    waiting.catch_up()
    chain.mine(2)
    waiting.catch_up()
    assert waiting.events == []
    chain.mine(1)
    waiting.catch_up()
    assert waiting.events == events_on_chain(chain)
    assert waiting.headers[-1].number == number


def test_step__finalized__reads_only_what_is_final(chain: Chain):
    chain.add()
    final = Follower(scanner(chain, depth="finalized"))
    final.catch_up()
    assert final.events == []
    chain.mine(2)
    final.catch_up()
    assert final.events == events_on_chain(chain)


def test_step__up_to_what_is_new__is_complete(chain: Chain):
    for _ in range(5):
        chain.add()
        chain.mine(2)
    follower = Follower(scanner(chain, max_range=4))
    steps = []
    while step := follower.step():
        assert isinstance(step, Batch)
        steps.append(step.complete)
    assert len(steps) > 1
    assert steps == [False] * (len(steps) - 1) + [True]


@pytest.mark.parametrize("max_range", [1, 2, 7, 1_000])
def test_step__any_range__gives_the_same_events(chain: Chain, max_range: int):
    for _ in range(5):
        chain.add()
        chain.mine(2)
    follower = Follower(scanner(chain, max_range=max_range))
    follower.catch_up()
    assert len(follower.events) == 5
    assert follower.events == events_on_chain(chain)


@pytest.mark.parametrize("allowed", [1, 3, 10])
def test_step__node_caps_ranges__less_is_asked_until_it_answers(
    chain: Chain, proxy: NodeProxy, allowed: int
):
    for _ in range(3):
        chain.add()
        chain.mine(10)

    def cap(call, node):
        asked = call["params"][0] if call["method"] == "eth_getLogs" else {}
        if (
            "toBlock" in asked
            and int(asked["toBlock"], 16) - int(asked["fromBlock"], 16) >= allowed
        ):
            return refusal(call, "query returned more than 10000 results")
        return node(call)

    proxy.interfere = cap
    follower = Follower(scanner(chain, proxy.url))
    follower.catch_up()
    assert follower.events == events_on_chain(chain)


def test_step__node_refuses_even_one_block__asks_to_try_again(chain: Chain, proxy: NodeProxy):
    chain.mine(10)
    proxy.interfere = lambda call, node: (
        refusal(call, "history was pruned") if call["method"] == "eth_getLogs" else node(call)
    )
    with pytest.raises(Transient, match="history was pruned"):
        scanner(chain, proxy.url).step([])


@pytest.mark.parametrize(
    "answer", [b"", b"<html>", b"[]", b'{"jsonrpc":"2.0","id":1,"result":{"number":"x"}}']
)
def test_step__node_answers_garbage__asks_to_try_again(
    chain: Chain, proxy: NodeProxy, answer: bytes
):
    proxy.interfere = lambda *_: answer
    with pytest.raises(Transient, match=r"no usable answer|can't be reached"):
        scanner(chain, proxy.url).step([])


@pytest.mark.parametrize("garbage", [None, 5, [{}], [{"address": "0x", "blockNumber": "0x1"}]])
def test_step__node_answers_garbage_for_logs__asks_to_try_again(
    chain: Chain, proxy: NodeProxy, garbage: object
):
    proxy.interfere = lambda call, node: (
        result(call, garbage) if call["method"] == "eth_getLogs" else node(call)
    )
    with pytest.raises(Transient):
        scanner(chain, proxy.url).step([])


def test_step__nobody_listens__asks_to_try_again_and_hides_the_url(chain: Chain):
    with pytest.raises(Transient, match="can't be reached") as caught:
        scanner(chain, "http://127.0.0.1:1/secret-key").step([])
    assert "secret-key" not in str(caught.value)


def changed_log(change):
    def interfere(call, node):
        answer = node(call)
        if call["method"] == "eth_getLogs":
            answer["result"] = [{**log, **change} for log in answer["result"]]
        return answer

    return interfere


@pytest.mark.parametrize(
    "change",
    [
        {"blockHash": "0x" + "11" * 32},
        {"blockNumber": "0xffff"},
        {"address": "0x" + "22" * 20},
        {"removed": True},
    ],
)
def test_step__node_gives_another_blocks_logs__asks_to_try_again(
    chain: Chain, proxy: NodeProxy, change: dict[str, Any]
):
    chain.add()
    proxy.interfere = changed_log(change)
    with pytest.raises(Transient):
        scanner(chain, proxy.url).step([])


def test_step__log_that_contradicts_the_abi__is_fatal(chain: Chain, proxy: NodeProxy):
    chain.add()
    proxy.interfere = changed_log({"data": "0x"})
    with pytest.raises(Fatal, match="from the same deployment"):
        scanner(chain, proxy.url).step([])


def test_step__node_behind_the_block_it_announced__never_skips_it(chain: Chain, proxy: NodeProxy):
    follower = Follower(scanner(chain, proxy.url))
    follower.catch_up()
    chain.add()

    def lag(call, node):
        by_hash = call["method"] == "eth_getLogs" and "blockHash" in call["params"][0]
        if call["method"] == "eth_getLogs" and not by_hash:
            return result(call, [])
        return refusal(call, "unknown block") if by_hash else node(call)

    proxy.interfere = lag
    with pytest.raises(Transient, match="unknown block"):
        follower.step()
    proxy.interfere = lambda call, node: node(call)
    follower.catch_up()
    assert follower.events == events_on_chain(chain)


def test_step__chain_changes_while_read__asks_to_try_again(chain: Chain, proxy: NodeProxy):
    follower = Follower(scanner(chain, proxy.url))
    follower.catch_up()
    chain.mine(5)

    def reorganise(call, node):
        answer = node(call)
        if call["method"] == "eth_getLogs":
            chain.rpc("anvil_reorg", 3, [])
        return answer

    proxy.interfere = reorganise
    with pytest.raises(Transient, match="changed while it was read"):
        follower.step()


@pytest.mark.parametrize("depth", [1, 3])
def test_step__reorg__finds_the_fork_and_reads_the_other_branch(chain: Chain, depth: int):
    follower = Follower(scanner(chain))
    for _ in range(5):
        chain.add()
        follower.catch_up()
    before = follower.headers[-1]
    chain.rpc("anvil_reorg", depth, [])
    chain.add()
    step = follower.step()
    assert isinstance(step, Reorg)
    assert step.fork.number == before.number - depth
    follower.catch_up()
    assert follower.events == events_on_chain(chain)
    assert before not in follower.headers


def test_step__reorg_of_the_same_height__is_seen_at_once(chain: Chain):
    follower = Follower(scanner(chain))
    follower.catch_up()
    chain.add()
    follower.catch_up()
    chain.rpc("anvil_reorg", 1, [])
    assert isinstance(follower.step(), Reorg)


def test_step__reorg_of_the_first_blocks__finds_the_block_before_them(chain: Chain):
    first = chain.add()
    follower = Follower(scanner(chain, start_block=first))
    follower.catch_up()
    chain.rpc("anvil_reorg", 1, [])
    chain.add()
    assert follower.step().fork.number == first - 1
    follower.catch_up()
    assert follower.events == events_on_chain(chain)[-1:]


def test_step__window_coarser_than_the_reorg__goes_back_further(chain: Chain):
    chain.mine(20)
    follower = Follower(scanner(chain, max_range=10))
    follower.catch_up()
    numbers = [header.number for header in follower.headers]
    chain.rpc("anvil_reorg", 3, [])
    chain.mine(1)
    step = follower.step()
    assert step.fork.number == max(n for n in numbers if n <= numbers[-1] - 3)


def test_step__reorg_deeper_than_the_window__has_no_fork(chain: Chain):
    reader = scanner(chain)
    chain.mine(5)
    headers = reader.step([]).headers[-1:]
    chain.rpc("anvil_reorg", 3, [])
    chain.mine(1)
    assert reader.step(headers) == Reorg(None)


def test_step__chain_goes_back__waits_and_then_sees_the_other_branch(chain: Chain):
    follower = Follower(scanner(chain))
    follower.catch_up()
    snapshot = chain.rpc("evm_snapshot")
    chain.add()
    follower.catch_up()
    chain.rpc("evm_revert", snapshot)
    assert follower.step() is None
    chain.rpc("evm_increaseTime", 100)
    chain.mine(1)
    chain.add()
    assert isinstance(follower.step(), Reorg)
    follower.catch_up()
    assert follower.events == events_on_chain(chain)


@pytest.mark.parametrize(
    "change",
    [
        {"blockNumber": "0x" + "f" * 64},
        {"blockNumber": "0x"},
        {"blockNumber": 1},
        {"blockNumber": None},
        {"logIndex": "0x" + "f" * 9},
        {"logIndex": "-0x1"},
        {"transactionHash": "0x" + "11" * 31},
        {"transactionHash": None},
        {"blockHash": ["0x" + "11" * 32]},
        {"address": {}},
        {"address": "0x" + "zz" * 20},
        {"topics": None},
        {"topics": ["0x1"]},
        {"topics": ["0x" + "11" * 32] * 5},
        {"data": "0xf"},
        {"data": 7},
    ],
)
def test_ingest__log_of_wrong_types_or_sizes__changes_nothing(
    chain: Chain, proxy: NodeProxy, engine: Engine, change: dict[str, Any]
):
    chain.add()
    proxy.interfere = changed_log(change)
    with pytest.raises(Transient):
        ingest(engine, scanner(chain, proxy.url))
    with transaction(engine) as session:
        assert session.get(Cursor, 31337) is None
        assert events(session, 31337, ["Marked"]) == []


def changed_header(number: int, change: dict[str, Any] | None):
    def interfere(call, node):
        answer = node(call)
        if call["method"] == "eth_getBlockByNumber" and call["params"][0] == hex(number):
            answer["result"] = None if change is None else {**answer["result"], **change}
        return answer

    return interfere


@pytest.mark.parametrize(
    "change",
    [
        None,
        {"number": "0x7"},
        {"number": "0x" + "f" * 17},
        {"hash": "0x" + "11" * 32},
        {"hash": None},
        {"parentHash": "0x"},
        {"timestamp": "0x" + "f" * 64},
        {"timestamp": 5},
    ],
)
def test_ingest__header_of_wrong_types_or_sizes__changes_nothing(
    chain: Chain, proxy: NodeProxy, engine: Engine, change: dict[str, Any] | None
):
    number = chain.add()
    reader = scanner(chain, proxy.url)
    proxy.interfere = changed_header(number, change)
    with pytest.raises(Transient):
        ingest(engine, reader)
    with transaction(engine) as session:
        assert session.get(Cursor, 31337) is None
    proxy.interfere = lambda call, node: node(call)
    assert len(ingest(engine, reader).events) == 1


def test_step__logs_twice_and_out_of_order__come_once_and_in_order(chain: Chain, proxy: NodeProxy):
    for _ in range(3):
        chain.add()

    def shuffle(call, node):
        answer = node(call)
        if call["method"] == "eth_getLogs":
            answer["result"] = answer["result"][::-1] * 2
        return answer

    proxy.interfere = shuffle
    follower = Follower(scanner(chain, proxy.url))
    follower.catch_up()
    assert follower.events == events_on_chain(chain)


def test_step__two_logs_for_one_place__asks_to_try_again(chain: Chain, proxy: NodeProxy):
    chain.add()

    def contradict(call, node):
        answer = node(call)
        if call["method"] == "eth_getLogs":
            answer["result"] += [{**log, "data": "0x"} for log in answer["result"]]
        return answer

    proxy.interfere = contradict
    with pytest.raises(Transient, match="two logs for one place"):
        scanner(chain, proxy.url).step([])


def test_step__reorg_before_each_call_of_a_step__events_are_those_of_the_chain(chain: Chain):
    calls = 0
    for at in range(6):
        with running_proxy(chain.url) as proxy:
            follower = Follower(scanner(chain, proxy.url))
            follower.catch_up()
            chain.add()
            chain.add()
            proxy.calls.clear()

            def reorganise(call, node, at=at, proxy=proxy):
                if len(proxy.calls) == at + 1:
                    chain.rpc("anvil_reorg", 2, [])
                    chain.add()
                return node(call)

            proxy.interfere = reorganise
            with suppress(Transient):
                follower.step()
            calls += len(proxy.calls)
            proxy.interfere = lambda call, node: node(call)
            follower.catch_up()
            assert follower.events == events_on_chain(chain)
    assert calls > 6


def test_step__another_endpoint_lags__only_delays(
    chain: Chain, proxy: NodeProxy, monkeypatch: pytest.MonkeyPatch
):
    """The fallback ends before the first endpoint's head, and gives what it has without a word."""
    monkeypatch.setattr(endpoint, "FIRST_PAUSE", 0.0)
    behind = chain.w3.eth.block_number

    def lag(call, node):
        name, first = call["method"], (call["params"] or [None])[0]
        if name == "eth_getBlockByNumber" and first == "latest":
            return node({**call, "params": [hex(behind), False]})
        if name == "eth_getBlockByNumber" and int(first, 16) > behind:
            return result(call, None)
        if name == "eth_getLogs" and "toBlock" in first:
            return node({**call, "params": [{**first, "toBlock": hex(behind)}]})
        return node(call)

    proxy.interfere = lag
    with running_proxy(chain.url) as first:
        w3 = connect(first.url, [proxy.url], seconds=10)
        follower = Follower(
            Scanner(w3, 31337, chain.genesis, {chain.probe.address: chain.probe.abi}, depth=0)
        )
        follower.catch_up()
        for _ in range(3):
            chain.add()
        fails = "eth_getLogs"
        first.interfere = lambda call, node: b"" if call["method"] == fails else node(call)
        with pytest.raises(Transient):
            follower.step()
        first.interfere = lambda *_: b""
        assert follower.step() is None  # all of the fallback, which has nothing new
        first.interfere = lambda call, node: node(call)
        follower.catch_up()
    assert follower.events == events_on_chain(chain)
    assert len(follower.events) == 3


def test_step__node_lacks_a_remembered_block__asks_to_try_again(chain: Chain, proxy: NodeProxy):
    follower = Follower(scanner(chain, proxy.url))
    chain.mine(3)
    follower.catch_up()
    proxy.interfere = changed_header(follower.headers[-1].number, None)
    with pytest.raises(Transient, match="has no block"):
        follower.step()


@pytest.mark.parametrize(
    "says", [None, "invalid block tag", "finalized block not found", "Unknown block"]
)
def test_step__no_finality__says_to_set_a_depth(chain: Chain, proxy: NodeProxy, says: str | None):
    def interfere(call, node):
        if call["params"][:1] != ["finalized"]:
            return node(call)
        return result(call, None) if says is None else refusal(call, says)

    proxy.interfere = interfere
    with pytest.raises(Transient, match="set TROUPE_DEPTH to a number"):
        scanner(chain, proxy.url, depth="finalized").step([])


@pytest.mark.parametrize(
    "says",
    [
        "query exceeds max block range 5",
        "eth_getLogs is limited to a 5 block range",
        "Log response size exceeded. Try with this block range should work: [0x1, 0x5]",
    ],
)
def test_step__refusal_names_the_allowed_range__it_is_asked_next(
    chain: Chain, proxy: NodeProxy, says: str
):
    chain.mine(50)
    spans = []

    def cap(call, node):
        if call["method"] == "eth_getLogs":
            asked = call["params"][0]
            spans.append(int(asked["toBlock"], 16) - int(asked["fromBlock"], 16) + 1)
            if spans[-1] > 5:
                return refusal(call, says)
        return node(call)

    proxy.interfere = cap
    Follower(scanner(chain, proxy.url)).step()
    assert spans == [chain.w3.eth.block_number, 5]


def test_step__many_logs_a_block__fewer_blocks_are_asked_for(
    chain: Chain, proxy: NodeProxy, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(logs, "MANY", 10)
    for _ in range(30):
        chain.add()
    follower = Follower(scanner(chain, proxy.url, max_range=16))
    sizes = []
    while isinstance(step := follower.step(), Batch):
        sizes.append(len(step.events))
    assert max(sizes[1:]) <= 10
    assert follower.events == events_on_chain(chain)


def test_check__another_chain__is_fatal(chain: Chain):
    with pytest.raises(Fatal, match="began with block"):
        scanner(chain, genesis="0x" + "00" * 32).step([])
    wrong = Scanner(chain.w3, 1, chain.genesis, {}, depth=0)
    with pytest.raises(Fatal, match="on chain 31337, not 1"):
        wrong.check()


def test_ingest__reorg__inbox_is_what_the_chain_says(chain: Chain, engine: Engine):
    reader = scanner(chain)

    def read_all() -> None:
        while ingest(engine, reader):
            pass

    for _ in range(4):
        chain.add()
        read_all()
    chain.rpc("anvil_reorg", 2, [])
    chain.add()
    read_all()
    with transaction(engine) as session:
        inbox = events(session, 31337, ["Marked"])
        stored = [(event.block_hash, event.log_index) for event in inbox]
        assert session.get(Cursor, 31337).number == chain.w3.eth.block_number
    assert stored == events_on_chain(chain)


def test_catch_up__chain_without_end__lets_others_have_their_turn(chain: Chain, engine: Engine):
    chain.mine(5)
    reader, steps = scanner(chain, max_range=1), list[Batch | Reorg]()
    assert catch_up(engine, reader, 0, steps.append)
    assert len(steps) == 1
    assert not catch_up(engine, reader, 60, steps.append)
    assert steps[-1].cursor.number == chain.w3.eth.block_number


def test_ingest__another_chain_than_the_database__is_fatal(chain: Chain, engine: Engine):
    reader = scanner(chain)
    chain.mine(5)
    ingest(engine, reader)
    chain.rpc("anvil_reset")
    chain.mine(10)
    with pytest.raises(Fatal, match="on the node's chain"):
        ingest(engine, reader)
