"""`run` with TROUPE_WS_URL: a new head is a reason to look at once."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event as Flag
from threading import Thread

from fastapi import FastAPI, HTTPException
from websockets.sync.server import ServerConnection, serve

from tests.oracle.telemetry.conftest import Processes
from tests.wait import PATIENCE_S, wait_for
from tests.web_server import running

HEAD = json.dumps({"jsonrpc": "2.0", "method": "eth_subscription", "params": {"result": {}}})


@contextmanager
def telling(tell: Flag) -> Iterator[str]:
    """The URL of a node that tells each client of one head, once `tell` is set."""

    def handle(client: ServerConnection) -> None:
        client.recv()
        tell.wait()
        client.send(HEAD)
        client.recv(timeout=PATIENCE_S)

    with serve(handle, "127.0.0.1", 0) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"ws://127.0.0.1:{server.socket.getsockname()[1]}"
        finally:
            tell.set()
            server.shutdown()
            thread.join()


def test_run__head_is_told__looks_long_before_it_would_poll(processes: Processes):
    node, tell, calls = FastAPI(), Flag(), list[int]()

    @node.post("/")
    def refuse() -> None:
        calls.append(1)
        raise HTTPException(500)

    with running(node) as url, telling(tell) as ws_url:
        settings = {"TROUPE_RPC_URL": url, "TROUPE_WS_URL": ws_url, "TROUPE_POLL_SECONDS": "60"}
        process = processes.start("run", **settings)
        wait_for(lambda: "waiting: " in processes.output(), "its first look")
        looked = len(calls)
        tell.set()
        wait_for(lambda: len(calls) > looked, "another look", 45)
        process.kill()
        process.wait()
