"""The probe contract, compiled with npm's solc, and a chain to put it on."""

import json
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

from web3 import Web3
from web3.contract import Contract

from oracle.chain.node import connect

_HERE = Path(__file__).parent
_COMPILE = """
const solc = require('solc'), fs = require('fs');
const input = {
  language: 'Solidity',
  sources: {'Probe.sol': {content: fs.readFileSync(process.argv[1], 'utf8')}},
  settings: {outputSelection: {'*': {'*': ['abi', 'evm.bytecode.object']}}},
};
const output = JSON.parse(solc.compile(JSON.stringify(input)));
if (!output.contracts) throw JSON.stringify(output.errors);
console.log(JSON.stringify(output.contracts['Probe.sol']));
"""


@cache
def compiled() -> dict[str, Any]:
    """ABI and bytecode of `Probe` and `Child`, as solc gives them."""
    command = ["node", "-e", _COMPILE, str(_HERE / "Probe.sol")]
    root = _HERE.parents[2]
    done = subprocess.run(command, cwd=root, capture_output=True, check=True, timeout=240)
    return json.loads(done.stdout)


class Chain:
    """A chain with a probe on it. `rpc` calls the node by method name, `mine` mines blocks."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.w3: Web3 = connect(url)
        self.user = self.w3.eth.accounts[0]
        self.probe = self.deploy()
        self.genesis = "0x" + self.w3.eth.get_block(0)["hash"].hex()

    def rpc(self, method: str, *params: Any) -> Any:
        answer = self.w3.provider.make_request(method, list(params))
        assert "error" not in answer, answer
        return answer.get("result")

    def mine(self, blocks: int = 1) -> None:
        self.rpc("anvil_mine", blocks)

    def deploy(self) -> Contract:
        abi, code = compiled()["Probe"]["abi"], compiled()["Probe"]["evm"]["bytecode"]["object"]
        deployed = self.w3.eth.contract(abi=abi, bytecode=code).constructor()
        receipt = self.receipt(deployed.transact({"from": self.user}))
        return self.w3.eth.contract(address=receipt["contractAddress"], abi=abi)

    def add(self) -> int:
        """One event; the number of its block."""
        return self.transact(self.probe.functions.add())["blockNumber"]

    def transact(self, call: Any) -> Any:
        return self.receipt(call.transact({"from": self.user}))

    def receipt(self, tx_hash: bytes) -> Any:
        return self.w3.eth.wait_for_transaction_receipt(tx_hash, timeout=120, poll_latency=0.01)
