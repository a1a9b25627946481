"""Contracts of other people, as tests need them; compiled with the project's solc."""

import json
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

_HERE = Path(__file__).parent
_SOLC = _HERE.parents[2] / "scripts" / "_toolchain" / "ape_toolchain" / "solc.js"


@cache
def compiled(name: str) -> dict[str, Any]:
    """ABI and bytecode of the contract of that name, in the file of that name."""
    source = f"{name}.sol"
    order = {
        "language": "Solidity",
        "sources": {source: {"content": (_HERE / source).read_text()}},
        "settings": {
            "evmVersion": "cancun",
            "outputSelection": {"*": {"*": ["abi", "evm.bytecode.object"]}},
        },
    }
    command = ["node", str(_SOLC), "--standard-json"]
    done = subprocess.run(
        command, input=json.dumps(order), capture_output=True, check=True, text=True, timeout=120
    )
    found = json.loads(done.stdout)["contracts"][source][name]
    return {"abi": found["abi"], "bytecode": "0x" + found["evm"]["bytecode"]["object"]}
