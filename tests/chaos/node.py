"""A proxy between one operator and the node, which can go wrong in every way a provider does."""

import http.client
import json
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from random import Random
from threading import Lock, local
from typing import Any
from urllib.parse import urlsplit

from tests.chaos.servers import Switchable

Call = dict[str, Any]

HANG_S = 1.3
LAG = 5
# Which part of the calls goes wrong; the rest is answered well, as by another backend.
_SHARE = {"hang": 0.3, "lag": 0.5, "429": 0.6, "503": 0.6, "cut": 0.5}
_TAGGED = {"eth_call": 1, "eth_getTransactionCount": 1, "eth_estimateGas": 1, "eth_getBalance": 1}


class NodeProxy:
    """`mode` is what goes wrong now, one of `plan.RPC`; None: nothing does."""

    def __init__(self, node: str, other: str | None, seed: int) -> None:
        self._node, self._other = node, other
        self._mode: str | None = None
        self._random, self._lock, self._local = Random(seed), Lock(), local()
        self._switch = Switchable(self._handler())
        self.url = self._switch.url

    @property
    def mode(self) -> str | None:
        return self._mode

    @mode.setter
    def mode(self, mode: str | None) -> None:
        self._mode = mode
        if mode == "refused":
            self._switch.shut()
        else:
            self._switch.open()

    def close(self) -> None:
        self._switch.shut()

    def answer(self, body: bytes) -> tuple[int, bytes, int]:
        """Status, body, and how much of the body is sent."""
        mode = self._drawn()
        if mode == "429":
            return _whole(429, b'{"error":{"code":429,"message":"too many requests"}}')
        if mode == "503":
            return _whole(503, b"<html>no backend</html>")
        if mode == "wrong chain":
            return _whole(200, self._forward(str(self._other), body))
        calls = json.loads(body)
        many = isinstance(calls, list)
        answers = [self._answer(call, mode) for call in (calls if many else [calls])]
        whole = json.dumps(answers if many else answers[0]).encode()
        if mode == "hang":
            time.sleep(HANG_S)
        return 200, whole, len(whole) // 2 if mode == "cut" else len(whole)

    def is_down(self) -> bool:
        return not self._switch.is_open

    def _drawn(self) -> str | None:
        mode = self._mode
        with self._lock:
            return mode if mode and self._random.random() < _SHARE.get(mode, 1) else None

    def _answer(self, call: Call, mode: str | None) -> Call:
        method = call["method"]
        if mode == "lag":
            return self._lagging(call)
        if mode == "cap" and method == "eth_getLogs":
            asked = call["params"][0]
            if asked.get("fromBlock") != asked.get("toBlock"):
                return _error(call, -32005, "query exceeds max block range 1")
        answer = self._ask(call)
        if mode == "duplicates" and isinstance(answer.get("result"), list):
            answer["result"] = [*answer["result"], *reversed(answer["result"])]
        return answer

    def _lagging(self, call: Call) -> Call:
        """As a backend answers that is `LAG` blocks behind, but passes transactions on."""
        head = int(self._ask({**call, "method": "eth_blockNumber", "params": []})["result"], 16)
        view, method, params = max(head - LAG, 0), call["method"], list(call.get("params", []))
        if method == "eth_blockNumber":
            return {"jsonrpc": "2.0", "id": call["id"], "result": hex(view)}
        if method == "eth_getBlockByNumber":
            number = _number(params[0], view)
            return self._ask({**call, "params": [hex(number), *params[1:]]}, number <= view)
        if method in _TAGGED:
            number = _number(params[1], view) if len(params) > 1 else view
            if number > view:
                return _error(call, -32000, "header not found")
            return self._ask({**call, "params": [params[0], hex(number), *params[2:]]})
        if method == "eth_getLogs" and "blockHash" not in params[0]:
            asked = {**params[0]}
            asked["toBlock"] = hex(min(_number(asked.get("toBlock", "latest"), view), view))
            return self._ask({**call, "params": [asked]})
        answer = self._ask(call)
        if method in ("eth_getTransactionReceipt", "eth_getTransactionByHash"):
            mined = (answer.get("result") or {}).get("blockNumber")
            if mined and int(mined, 16) > view:
                answer["result"] = None
        return answer

    def _ask(self, call: Call, known: bool = True) -> Call:
        if not known:
            return {"jsonrpc": "2.0", "id": call["id"], "result": None}
        answer: Call = json.loads(self._forward(self._node, json.dumps(call).encode()))
        return answer

    def _forward(self, url: str, body: bytes) -> bytes:
        connections = self._local.__dict__.setdefault("connections", {})
        if url not in connections:
            host = urlsplit(url)
            connections[url] = http.client.HTTPConnection(str(host.hostname), host.port, timeout=30)
        headers = {"Content-Type": "application/json"}
        connections[url].request("POST", "/", body, headers)
        answer: bytes = connections[url].getresponse().read()
        return answer

    def let_go(self) -> None:
        """Close this thread's connections to the node."""
        for connection in self._local.__dict__.pop("connections", {}).values():
            connection.close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        proxy = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True
            wbufsize = -1

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                if not body:
                    self.close_connection = True
                    return
                self.close_connection = True
                if proxy.is_down():
                    return
                status, data, sent = proxy.answer(body)
                self.close_connection = sent < len(data)
                try:
                    self.send_response(status)
                    self.send_header("Content-Type", "application/json")
                    self.send_header("Content-Length", str(len(data)))
                    self.end_headers()
                    self.wfile.write(data[:sent])
                except OSError:
                    self.close_connection = True

            def finish(self) -> None:
                super().finish()
                proxy.let_go()

            def log_message(self, *_: object) -> None:
                pass

        return Handler


def _whole(status: int, body: bytes) -> tuple[int, bytes, int]:
    return status, body, len(body)


def _number(block: str, view: int) -> int:
    if block.startswith("0x"):
        return int(block, 16)
    return {"earliest": 0, "finalized": max(view - 2, 0), "safe": max(view - 1, 0)}.get(block, view)


def _error(call: Call, code: int, message: str) -> Call:
    return {"jsonrpc": "2.0", "id": call["id"], "error": {"code": code, "message": message}}


Make = Callable[[], NodeProxy]
