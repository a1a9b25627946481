"""Several endpoints as one node, each of them a real chain behind a proxy that spoils it."""

import json
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import pytest
from eth_account import Account
from web3 import Web3
from web3.exceptions import ContractLogicError

from oracle.chain import endpoint
from oracle.chain.node import connect, find_header, header_at, headers_at, newest_at, one_node
from oracle.chain.node import troubled as troubled_of
from oracle.errors import Fatal, Transient
from tests.anvil import running_anvil
from tests.oracle.chain.node_proxy import NodeProxy, Reply, refusal, result, running_proxy
from tests.oracle.chain.probe import Chain
from tests.wait import wait_for

LIMIT_S = 10
KEY = "0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d"  # Anvil's second


@dataclass(frozen=True)
class Expected:
    chain_id: int
    genesis_hash: str


@pytest.fixture(scope="module")
def anvil() -> Iterator[str]:
    with running_anvil() as url:
        yield url


@pytest.fixture(scope="module")
def stranger() -> Iterator[str]:
    """A chain with the same id that began with another block."""
    with running_anvil("--timestamp", "1700000000") as url:
        yield url


@pytest.fixture
def ours(anvil: str) -> Expected:
    return Expected(31337, "0x" + connect(anvil).eth.get_block(0)["hash"].hex())


@pytest.fixture
def nodes(anvil: str) -> Iterator[tuple[NodeProxy, NodeProxy]]:
    with ExitStack() as stack:
        first, second = (stack.enter_context(running_proxy(anvil)) for _ in range(2))
        yield first, second


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Endpoints that failed rest for a moment only."""
    monkeypatch.setattr(endpoint, "FIRST_PAUSE", 0.01)


@pytest.fixture
def weary(monkeypatch: pytest.MonkeyPatch) -> None:
    """Endpoints that failed rest for longer than any test takes."""
    monkeypatch.setattr(endpoint, "FIRST_PAUSE", endpoint.LONGEST_PAUSE)


def node(*proxies: NodeProxy, **options: Any) -> Web3:
    first, *others = (proxy.url for proxy in proxies)
    return connect(first, others, seconds=LIMIT_S, **options)


def always(answer: Any) -> Any:
    return lambda *_: answer


def slowly(call: Any, forward: Any) -> Any:
    time.sleep(LIMIT_S + 0.5)
    return forward(call)


_BAD = {
    "HTTP 502": always(Reply(b"<html>bad gateway", 502)),
    "HTTP 429": always(Reply(b"", 429)),
    "HTTP 429 and when to come back": always(Reply(b"", 429, {"Retry-After": "120"})),
    "HTTP 503 and a date": always(
        Reply(b"", 503, {"Retry-After": "Fri, 01 Jan 2100 00:00:00 GMT"})
    ),
    "a key that is no longer good": lambda call, _: Reply(
        json.dumps(refusal(call, "invalid project id")).encode(), 401
    ),
    "a redirect": always(Reply(b"", 302, {"Location": "http://127.0.0.1:1/"})),
    "HTML": always(b"<html>"),
    "nothing": always(b""),
    "null": always(b"null"),
    "a list": always(b"[]"),
    "too deep": always(b"[" * 100_000),
    "another call's answer": lambda call, _: result({"id": call["id"] + 1}, "0x1"),
    "neither result nor error": lambda call, _: {"jsonrpc": "2.0", "id": call["id"]},
    "an error that is none": lambda call, _: result(call, "0x1") | {"error": "no"},
    "a rate limit": lambda call, _: refusal(call, "Your app exceeded its rate limit"),
    "too much": lambda call, _: result(call, "0x" + "00" * 2_000_000),
    "too late": slowly,
    "a gzip bomb that is none": always(Reply(b"x", 200, {"Content-Encoding": "gzip"})),
}


@pytest.mark.usefixtures("weary")
@pytest.mark.parametrize("bad", _BAD)
def test_call__endpoint_fails__next_one_answers_the_same_call(
    nodes: tuple[NodeProxy, NodeProxy], ours: Expected, bad: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(endpoint, "MAX_ANSWER", 2**20)
    w3 = node(*nodes, chain=ours)
    nodes[0].interfere = _BAD[bad]
    assert header_at(w3, 0).hash == ours.genesis_hash
    asked = len(nodes[0].calls)
    assert w3.eth.chain_id == 31337
    assert len(nodes[0].calls) == asked  # it rests


def test_call__nobody_listens__next_one_answers(nodes: tuple[NodeProxy, NodeProxy]):
    w3 = connect("http://127.0.0.1:1", [nodes[0].url])
    assert w3.eth.chain_id == 31337


def test_call__none_answers__says_hosts_and_no_keys(nodes: tuple[NodeProxy, NodeProxy]):
    nodes[0].interfere = always(b"")
    w3 = connect("http://user:secret@127.0.0.1:1/key-1", [f"{nodes[0].url}/key-2"])
    with pytest.raises(Transient) as caught:
        header_at(w3, 0)
    told = str(caught.value)
    assert "127.0.0.1:1 can't be reached" in told
    assert f"127.0.0.1:{nodes[0].server_port} gave no usable answer" in told
    assert "key" not in told
    assert "secret" not in told


def test_call__never_answered__is_given_up_in_time():
    with socket.create_server(("127.0.0.1", 0)) as server:
        w3 = connect(f"http://127.0.0.1:{server.getsockname()[1]}", seconds=0.3)
        start = time.monotonic()
        with pytest.raises(Transient, match="can't be reached"):
            header_at(w3, 0)
    assert time.monotonic() - start < 60


@pytest.mark.usefixtures("hurried")
def test_call__first_endpoint_is_well_again__is_asked_first_again(
    nodes: tuple[NodeProxy, NodeProxy],
):
    w3 = node(*nodes)
    nodes[0].interfere = always(b"")
    assert w3.eth.chain_id == 31337
    nodes[0].interfere = lambda call, forward: forward(call)
    wait_for(lambda: bool(w3.eth.chain_id and nodes[0].calls[1:]), "the first")
    nodes[1].calls.clear()
    assert w3.eth.chain_id == 31337
    assert nodes[1].calls == []


@pytest.mark.usefixtures("hurried")
def test_call__fails_again_and_again__rests_longer(nodes: tuple[NodeProxy, NodeProxy]):
    w3 = node(*nodes)
    nodes[0].interfere = always(b"")
    start = time.monotonic()
    while len(nodes[0].calls) < 5:
        assert w3.eth.chain_id == 31337
    assert time.monotonic() - start >= 0.01 + 0.02 + 0.04 + 0.08


def test_call__only_endpoint_fails__is_asked_again_at_once(nodes: tuple[NodeProxy, NodeProxy]):
    w3 = node(nodes[0])
    nodes[0].interfere = always(b"")
    with pytest.raises(Transient):
        header_at(w3, 0)
    nodes[0].interfere = lambda call, forward: forward(call)
    assert header_at(w3, 0).number == 0


def test_call__only_endpoint_asks_for_a_pause__gets_it(
    nodes: tuple[NodeProxy, NodeProxy], monkeypatch: pytest.MonkeyPatch
):
    passed = 0
    clock = SimpleNamespace(monotonic=lambda: time.monotonic() + passed)
    monkeypatch.setattr(endpoint, "time", clock)
    w3 = node(nodes[0])
    nodes[0].interfere = always(Reply(b"", 429, {"Retry-After": "200"}))
    for seconds in (0, 50, 100):
        passed = seconds
        with pytest.raises(Transient, match="asks for a pause"):
            header_at(w3, 0)
    assert len(nodes[0].calls) == 1
    nodes[0].interfere = lambda call, forward: forward(call)
    passed = 201
    assert header_at(w3, 0).number == 0


def test_call__json_rpc_error__is_an_answer(chain: Chain):
    with running_proxy(chain.url) as first, running_proxy(chain.url) as second:
        w3 = node(first, second)
        probe = w3.eth.contract(address=chain.probe.address, abi=chain.probe.abi)
        with pytest.raises(ContractLogicError):
            probe.functions.addBefore(0).call()
        first.interfere = lambda call, _: refusal(call, "query returned more than 10 results")
        with pytest.raises(Transient, match="more than 10 results"):
            find_header(w3, 1)
        assert second.calls == []


@pytest.mark.usefixtures("weary")
def test_call__another_chain__is_never_used(
    nodes: tuple[NodeProxy, NodeProxy], stranger: str, ours: Expected
):
    with running_proxy(stranger) as wrong:
        w3 = connect(f"{wrong.url}/key", [nodes[0].url], chain=ours)
        assert header_at(w3, 0).hash == ours.genesis_hash
        for _ in range(5):
            assert header_at(w3, "latest")
        assert wrong.methods() == ["eth_chainId", "eth_getBlockByNumber"]
        (found,) = troubled_of(w3)
        assert found.wrong_chain
        assert f"127.0.0.1:{wrong.server_port} is on a chain 31337 that began" in found.trouble
        assert "key" not in found.trouble
        nodes[0].interfere = always(b"")
        with pytest.raises(Transient):
            header_at(w3, 0)


def test_call__every_endpoint_on_another_chain__is_fatal(anvil: str, stranger: str, ours: Expected):
    with pytest.raises(Fatal, match="deploy again or set another URL"):
        header_at(connect(stranger, chain=ours), 0)
    with pytest.raises(Fatal, match="is on chain 31337, not 1"):
        header_at(connect(anvil, [stranger], chain=Expected(1, ours.genesis_hash)), 0)


@pytest.mark.parametrize("said", [None, 5, "0x", "x", [], {}, {"hash": None}])
def test_call__does_not_say_its_chain__is_not_used(
    nodes: tuple[NodeProxy, NodeProxy], ours: Expected, said: object
):
    nodes[0].interfere = lambda call, _: result(call, said)
    assert header_at(node(*nodes, chain=ours), 0).hash == ours.genesis_hash


def test_call__comes_back_as_another_chain__is_seen(
    nodes: tuple[NodeProxy, NodeProxy], stranger: str, ours: Expected
):
    w3 = node(nodes[0], chain=ours)
    assert header_at(w3, 0)
    nodes[0].interfere = always(b"")
    with pytest.raises(Transient):
        header_at(w3, 0)
    with running_proxy(stranger) as other:
        nodes[0].interfere = lambda call, _: other.forward(call)
        with pytest.raises(Fatal, match="started anew"):
            header_at(w3, 0)


def test_send_raw_transaction__endpoint_fails__goes_to_the_next(
    nodes: tuple[NodeProxy, NodeProxy], anvil: str
):
    w3, account = node(*nodes), Account.from_key(KEY)
    fields = {"to": account.address, "gas": 21_000, "chainId": 31337, "maxFeePerGas": 10**10}
    nonce = w3.eth.get_transaction_count(account.address)
    raw = account.sign_transaction({**fields, "nonce": nonce, "maxPriorityFeePerGas": 1})
    nodes[0].interfere = lambda call, forward: b"" if "Raw" in call["method"] else forward(call)
    with one_node(w3):
        newest_at(w3, 0)
        assert w3.eth.send_raw_transaction(raw.raw_transaction) == raw.hash
    used = connect(anvil).eth.get_transaction_count
    wait_for(lambda: used(account.address) == nonce + 1, "its block")


def test_one_node__it_fails_halfway__no_other_goes_on(nodes: tuple[NodeProxy, NodeProxy]):
    w3 = node(*nodes)
    with one_node(w3):
        newest_at(w3, 0)
        nodes[0].interfere = always(b"")
        with pytest.raises(Transient):
            header_at(w3, 0)
        assert nodes[1].calls == []
    assert header_at(w3, 0).number == 0


def test_one_node__began_at_a_fallback__stays_there(nodes: tuple[NodeProxy, NodeProxy]):
    w3 = node(*nodes)
    nodes[0].interfere = always(b"")
    with one_node(w3):
        newest_at(w3, 0)
        nodes[0].interfere = lambda call, forward: forward(call)
        nodes[0].calls.clear()
        header_at(w3, 0)
    assert nodes[0].calls == []


@pytest.mark.parametrize("answer", [None, Reply(b"no batches", 400), b"[]", b"{}", b"[1, 2]"])
def test_headers__batches_taken_or_not__are_the_same(
    chain: Chain, proxy: NodeProxy, answer: Reply | bytes | None
):
    chain.mine(20)
    w3 = connect(proxy.url)
    together = headers_at(w3, range(20))
    proxy.batch_reply, proxy.takes_batches = answer, False
    assert headers_at(connect(proxy.url), range(20)) == together
    assert [header.number for header in together] == list(range(20))


def test_headers__batch_out_of_order__are_in_order(chain: Chain, proxy: NodeProxy):
    chain.mine(5)
    proxy.reverses_batches = True
    assert [header.number for header in headers_at(connect(proxy.url), range(5))] == [0, 1, 2, 3, 4]
