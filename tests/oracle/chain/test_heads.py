"""New heads by WebSocket: from a real node, and from servers that do not do as nodes do."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event as Flag
from threading import Thread

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.server import ServerConnection, serve

from oracle.chain.heads import heads
from oracle.chain.node import connect
from tests.anvil import running_anvil
from tests.wait import wait_for

HEAD = json.dumps({"jsonrpc": "2.0", "method": "eth_subscription", "params": {"result": {}}})
YES = json.dumps({"jsonrpc": "2.0", "id": 1, "result": "0x1"})


@pytest.fixture
def stop() -> Iterator[Flag]:
    stop = Flag()
    yield stop
    stop.set()


@contextmanager
def serving(handle: Callable[[ServerConnection], None], port: int = 0) -> Iterator[str]:
    """The URL of a server; `handle` gets each client after it has subscribed."""

    def handler(client: ServerConnection) -> None:
        asked = json.loads(client.recv())
        assert (asked["method"], asked["params"]) == ("eth_subscribe", ["newHeads"])
        try:
            handle(client)
        except ConnectionClosed:
            return

    with serve(handler, "127.0.0.1", port) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"ws://127.0.0.1:{server.socket.getsockname()[1]}"
        finally:
            server.shutdown()
            thread.join()


def test_heads__new_block__rings_at_once(stop: Flag):
    with running_anvil() as url, heads(url.replace("http", "ws"), stop) as bell:
        w3 = connect(url)

        def rings() -> bool:
            w3.provider.make_request("anvil_mine", [])
            return bell.wait(0.5)

        wait_for(rings, "a head")


@pytest.mark.parametrize("url", [None, "ws://127.0.0.1:1/key"])
def test_heads__none_to_be_had__waits_its_time_and_stops_at_once(stop: Flag, url: str | None):
    with heads(url, stop) as bell:
        assert not bell.wait(0.05)
        Thread(target=stop.set).start()
        start = time.monotonic()
        assert bell.wait(30)
        assert time.monotonic() - start < 15


_STRANGE = {
    "an error": '{"jsonrpc":"2.0","id":1,"error":{"code":-32601,"message":"no"}}',
    "too deep": "[" * 60_000,
    "text": "x",
    "bytes": b"\xff",
    "too long": HEAD[:-1] + " " * 70_000 + "}",
}


@pytest.mark.parametrize("kind", _STRANGE)
def test_heads__server_sends_something_else__only_polling_is_left(
    stop: Flag, kind: str, caplog: pytest.LogCaptureFixture
):
    caplog.set_level("DEBUG")
    left = Flag()

    def handle(client: ServerConnection) -> None:
        client.send(_STRANGE[kind])
        try:
            client.recv(timeout=60)
        finally:
            left.set()

    with serving(handle) as url, heads(f"{url}/secret", stop) as bell:
        assert left.wait(60)
        assert not bell.wait(0.05)
    told = [r.getMessage() for r in caplog.records if not r.name.startswith("websockets.server")]
    assert not any("secret" in message for message in told)


def test_heads__connection_lost__comes_back(stop: Flag):
    clients = []

    def handle(client: ServerConnection) -> None:
        clients.append(client)
        client.send(YES)
        client.send(HEAD)

    with serving(handle) as url, heads(url, stop) as bell:
        assert bell.wait(60)
        assert bell.wait(60)
    assert len(clients) >= 2


def test_heads__told_without_end__rings_a_few_times_a_second(stop: Flag):
    def handle(client: ServerConnection) -> None:
        while True:
            client.send(HEAD)

    with serving(handle) as url, heads(url, stop) as bell:
        assert bell.wait(60)
        end, rings = time.monotonic() + 1, 0
        while time.monotonic() < end:
            rings += bell.wait(end - time.monotonic())
    assert rings <= 6
