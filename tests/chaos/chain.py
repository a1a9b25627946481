"""A local chain whose blocks, times and forks the harness makes by hand."""

import http.client
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from tests.anvil import running_anvil
from tests.chaos.template import Template

Log = dict[str, Any]

STEP_S = 2


class Chain:
    """Mines a block when told, `STEP_S` seconds of chain time after the one before.

    `now` is the head's timestamp, `height` its number. A fork has another coinbase, so that its
    blocks differ from those they replace even where they hold the same.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        host = urlsplit(url)
        self._connection = http.client.HTTPConnection(str(host.hostname), host.port, timeout=30)
        self._forks = 0

    def rpc(self, method: str, *params: Any) -> Any:
        """What the node answers. Raises `RuntimeError` where it refuses."""
        call = {"jsonrpc": "2.0", "id": 1, "method": method, "params": params}
        headers = {"Content-Type": "application/json"}
        self._connection.request("POST", "/", json.dumps(call), headers)
        answer = json.loads(self._connection.getresponse().read())
        if "error" in answer:
            raise RuntimeError(f"{method}: {answer['error']}")
        return answer["result"]

    @property
    def height(self) -> int:
        return int(self.rpc("eth_blockNumber"), 16)

    @property
    def now(self) -> int:
        return self.timestamp("latest")

    def timestamp(self, block: str) -> int:
        return int(self.rpc("eth_getBlockByNumber", block, False)["timestamp"], 16)

    def mine(self, blocks: int = 1, at: int = 0) -> None:
        """Mine blocks; the first not before the time `at`."""
        first = max(at, self.now + STEP_S)
        for place in range(blocks):
            self._mine_at(first + place * STEP_S)

    def reorg(self, depth: int, bring_back: bool = False) -> None:
        """Replace the last blocks by others with the same times, and one more.

        What was in them is gone: whoever sent it has to bring it back. With `bring_back` nodes
        still have it, and it is mined again, a block later than it was.
        """
        head = self.height
        numbers = [hex(number) for number in range(head - depth + 1, head + 1)]
        blocks = [self.rpc("eth_getBlockByNumber", number, False) for number in numbers]
        held = [list(map(self._raw, block["transactions"])) for block in blocks]
        self._forks += 1
        self.rpc("anvil_rollback", depth)
        self.rpc("anvil_setCoinbase", f"0x{self._forks:040x}")
        times = [int(block["timestamp"], 16) for block in blocks]
        for place, time in enumerate((*times, times[-1] + STEP_S)):
            self._mine_at(time)
            for raw in held[place] if bring_back and place < depth else ():
                self.rpc("eth_sendRawTransaction", raw)

    def logs(self, addresses: list[str], first: int) -> list[Log]:
        """The logs of some contracts from a block on."""
        asked = {"address": addresses, "fromBlock": hex(first), "toBlock": "latest"}
        return list(self.rpc("eth_getLogs", asked))

    def close(self) -> None:
        self._connection.close()

    def _mine_at(self, timestamp: int) -> None:
        self.rpc("evm_setNextBlockTimestamp", timestamp)
        self.rpc("evm_mine")

    def _raw(self, transaction: str) -> str:
        return str(self.rpc("eth_getRawTransactionByHash", transaction))


@contextmanager
def running_chain(template: Template) -> Iterator[Chain]:
    """A chain of its own with Troupe deployed, ended with the block."""
    with running_anvil("--no-mining", "--timestamp", "1") as url:
        chain = Chain(url)
        try:
            chain.rpc("anvil_loadState", template.state)
            chain.mine(20)  # the states of blocks before are not in the dump
            yield chain
        finally:
            chain.close()
