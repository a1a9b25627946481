"""A proxy in front of a real node that can answer in its place, late, or wrongly."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import httpx

Call = dict[str, Any]
Forward = Callable[[Call], Call]


class NodeProxy(ThreadingHTTPServer):
    """`interfere(call, forward)` gives the answer to a JSON-RPC call; `calls` are all of them."""

    daemon_threads = True

    def __init__(self, node: str) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.calls: list[Call] = []
        self.interfere: Callable[[Call, Forward], Call | bytes] = lambda call, node: node(call)
        self._client = httpx.Client(base_url=node, timeout=30)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def methods(self) -> list[str]:
        return [call["method"] for call in self.calls]

    def forward(self, call: Call) -> Call:
        return self._client.post("/", json=call).json()

    def server_close(self) -> None:
        super().server_close()
        self._client.close()


class _Handler(BaseHTTPRequestHandler):
    server: NodeProxy

    def do_POST(self) -> None:
        call = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.calls.append(call)
        answer = self.server.interfere(call, self.server.forward)
        body = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


def refusal(call: Call, message: str) -> Call:
    """A JSON-RPC error in answer to `call`."""
    return {"jsonrpc": "2.0", "id": call["id"], "error": {"code": -32000, "message": message}}


def result(call: Call, value: object) -> Call:
    """A JSON-RPC result in answer to `call`."""
    return {"jsonrpc": "2.0", "id": call["id"], "result": value}


@contextmanager
def running_proxy(node: str) -> Iterator[NodeProxy]:
    with NodeProxy(node) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
