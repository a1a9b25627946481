"""A proxy in front of a real node that can answer in its place, late, or wrongly."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import httpx

Call = dict[str, Any]
Forward = Callable[[Call], Call]


@dataclass(frozen=True)
class Reply:
    """An HTTP answer as it goes out; it stands for a whole batch."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


class NodeProxy(ThreadingHTTPServer):
    """`interfere(call, forward)` gives the answer to a JSON-RPC call; `calls` are all of them.

    The calls of a batch are given one by one. Where `takes_batches` is false it is answered with
    `batch_reply`, by default one JSON-RPC error.
    """

    daemon_threads = True

    def __init__(self, node: str) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.calls: list[Call] = []
        self.interfere: Callable[[Call, Forward], Call | bytes | Reply] = lambda call, node: node(
            call
        )
        self.takes_batches, self.reverses_batches = True, False
        self.batch_reply: Reply | bytes | None = None
        self._client = httpx.Client(base_url=node, timeout=60)

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
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        reply = self._batch(asked) if isinstance(asked, list) else _reply(self._answer(asked))
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        self.wfile.write(reply.body)

    def _batch(self, calls: list[Call]) -> Reply:
        if not self.server.takes_batches:
            refused = refusal({"id": None}, "batches are not supported")
            return _reply(refused if self.server.batch_reply is None else self.server.batch_reply)
        answers = [self._answer(call) for call in calls]
        whole = [_reply(answer) for answer in answers if not isinstance(answer, dict)]
        order = -1 if self.server.reverses_batches else 1
        return whole[0] if whole else _reply(json.dumps(answers[::order]).encode())

    def _answer(self, call: Call) -> Call | bytes | Reply:
        self.server.calls.append(call)
        return self.server.interfere(call, self.server.forward)

    def log_message(self, *_: object) -> None:
        pass


def _reply(answer: Call | bytes | Reply) -> Reply:
    if isinstance(answer, Reply):
        return answer
    return Reply(answer if isinstance(answer, bytes) else json.dumps(answer).encode())


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
