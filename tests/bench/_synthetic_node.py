"""A node that makes its chain up: the same each time, served over HTTP as JSON-RPC."""

import json
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, HTTPServer
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any

from eth_abi import encode
from eth_utils import keccak
from eth_utils.abi import collapse_if_tuple, event_abi_to_log_topic

from oracle.chain.deployment import FOLLOWED, load_abi

CHAIN_ID = 31337
LOGS_PER_BLOCK = 10
MOST_LOGS = 10_000
FINALITY = 64
_SECONDS = 12
_VARIANTS = 5


def address_of(name: str) -> str:
    """Where a contract is on the chain."""
    return "0x" + keccak(text=name)[12:].hex()


def block_hash(number: int) -> str:
    """The hash of a block."""
    return "0x" + sha256(b"block %d" % number).hexdigest()


@contextmanager
def running_node(logs: int, logs_of: Callable[[int], str] | None = None) -> Iterator[str]:
    """The URL of a node, in a process of its own, whose chain holds that many logs.

    Blocks are 12 s apart and hold 10 logs each: every event of the ABIs in turn, with random
    arguments, or what `logs_of` says of a block. 64 blocks without logs lie over the finalized one.
    It takes batches, and refuses ranges that hold more than 10,000 logs.
    """
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(logs, logs_of or _logs, theirs), daemon=True)
    process.start()
    try:
        yield f"http://127.0.0.1:{ours.recv()}"
    finally:
        process.kill()
        process.join()


def _serve(logs: int, logs_of: Callable[[int], str], ready: Connection) -> None:
    server = HTTPServer(("127.0.0.1", 0), _Handler)
    server.blocks = logs // LOGS_PER_BLOCK  # type: ignore[attr-defined]
    server.logs_of = logs_of  # type: ignore[attr-defined]
    logs_of(1)
    ready.send(server.server_port)
    server.serve_forever()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if isinstance(asked, list):
            answer = "[" + ",".join(map(self._answer, asked)) + "]"
        else:
            answer = self._answer(asked)
        body = answer.encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _answer(self, call: dict[str, Any]) -> str:
        head = f'{{"jsonrpc":"2.0","id":{call["id"]},'
        last = self.server.blocks  # type: ignore[attr-defined]
        match call["method"], call["params"]:
            case "eth_chainId", _:
                return f'{head}"result":"{CHAIN_ID:#x}"}}'
            case "eth_getBlockByNumber", [block, _]:
                named = {"finalized": last, "latest": last + FINALITY}
                number = named[block] if block in named else int(block, 16)
                return f'{head}"result":{_header(number)}}}'
            case "eth_getLogs", [{"fromBlock": first, "toBlock": end}]:
                numbers = range(int(first, 16), min(int(end, 16), last) + 1)
                if len(numbers) * LOGS_PER_BLOCK > MOST_LOGS:
                    error = f'{{"code":-32005,"message":"more than {MOST_LOGS} results"}}'
                    return f'{head}"error":{error}}}'
                return f'{head}"result":[{",".join(map(self.server.logs_of, numbers))}]}}'
            case method, _:
                raise ValueError(f"no {method} here")

    def log_message(self, *_: object) -> None:
        pass


def _header(number: int) -> str:
    zeros = "0x" + "00" * 256
    return (
        f'{{"number":"{number:#x}","hash":"{block_hash(number)}",'
        f'"parentHash":"{block_hash(number - 1)}","timestamp":"{number * _SECONDS:#x}",'
        f'"logsBloom":"{zeros}","baseFeePerGas":"0x1","transactions":[],"uncles":[],'
        f'"miner":"0x{"00" * 20}","gasLimit":"0x1c9c380","gasUsed":"0x0","extraData":"0x"}}'
    )


def _logs(number: int) -> str:
    templates, block = _templates(), block_hash(number)
    tx = sha256(b"transaction %d" % number).hexdigest()
    return ",".join(
        f'{templates[(number * LOGS_PER_BLOCK + index) % len(templates)]}"blockHash":"{block}",'
        f'"blockNumber":"{number:#x}","transactionHash":"0x{tx}","transactionIndex":"0x0",'
        f'"logIndex":"{index:#x}","removed":false}}'
        for index in range(LOGS_PER_BLOCK)
    )


@cache
def _templates() -> list[str]:
    """The beginnings of logs, up to where they are."""
    chance = random.Random(1)
    events = [
        (address_of(name), entry)
        for name in FOLLOWED
        for entry in load_abi(name)
        if entry["type"] == "event"
    ]
    made = [_template(*event, chance) for _ in range(_VARIANTS) for event in events]
    chance.shuffle(made)
    return made


def _template(address: str, entry: dict[str, Any], chance: random.Random) -> str:
    topics, types, values = [event_abi_to_log_topic(entry)], [], []  # type: ignore[arg-type]
    for field in entry["inputs"]:
        kind, value = collapse_if_tuple(field), _value(field, chance)
        if not field["indexed"]:
            types.append(kind)
            values.append(value)
        elif kind in ("string", "bytes"):
            topics.append(chance.randbytes(32))
        else:
            topics.append(encode([kind], [value]))
    named = ",".join(f'"0x{topic.hex()}"' for topic in topics)
    data = encode(types, values).hex()
    return f'{{"address":"{address}","topics":[{named}],"data":"0x{data}",'


def _value(field: dict[str, Any], chance: random.Random) -> Any:
    kind: str = field["type"]
    if kind.endswith("]"):
        item, _, size = kind[:-1].rpartition("[")
        count = int(size) if size else 3
        return [_value({**field, "type": item}, chance) for _ in range(count)]
    if kind == "tuple":
        return tuple(_value(part, chance) for part in field["components"])
    if kind.startswith("bytes"):
        return chance.randbytes(int(kind[5:] or 96))
    if kind == "address":
        return "0x" + chance.choice(["11", "2a", "b3", "c4"]) * 20
    if kind in ("bool", "string"):
        return "a few words" if kind == "string" else chance.random() < 0.5
    bits = int(kind.lstrip("uint"))
    return chance.randrange(min(2 ** (bits - 1), 10_000))
