"""Why a call reverts, by the errors that the contracts declare."""

from collections.abc import Iterable, Mapping
from typing import Any

from eth_abi.exceptions import DecodingError
from eth_utils.abi import function_abi_to_4byte_selector
from web3.exceptions import ContractLogicError

from oracle.chain.abi import decoding_web3, plain
from oracle.chain.events import Abi
from oracle.errors import Permanent

_BUILT_IN = [
    {"type": "error", "name": "Error", "inputs": [{"name": "message", "type": "string"}]},
    {"type": "error", "name": "Panic", "inputs": [{"name": "code", "type": "uint256"}]},
]


class Revert(Permanent):
    """A call that would revert.

    `error` is the custom error's name (``Error`` and ``Panic`` are Solidity's own, ``Unknown`` is
    none of the ABIs'), `arguments` its plain values by name.
    """

    def __init__(self, call: str, error: str, arguments: dict[str, Any]) -> None:
        values = ", ".join(f"{name}={value}" for name, value in arguments.items())
        super().__init__(f"{call} would revert with {error}({values})")
        self.error, self.arguments = error, arguments


class RevertDecoder:
    """Names the errors that any of `abis` declares: an inner call's error may be another's."""

    def __init__(self, abis: Iterable[Abi]) -> None:
        entries = [entry for abi in (_BUILT_IN, *abis) for entry in abi if entry["type"] == "error"]
        functions = {_selector(entry): _as_function(entry) for entry in entries}
        self._errors = decoding_web3().eth.contract(abi=list(functions.values()))
        self._selectors = frozenset(functions)

    def revert(self, call: str, reason: ContractLogicError) -> Revert:
        """What the node's `reason` says of `call`."""
        data = str(reason.data).removeprefix("Reverted ")
        if data[:10] not in self._selectors:
            return Revert(call, "Unknown", {"reason": str(reason)[:500]})
        try:
            error, arguments = self._errors.decode_function_input(data)
        except (DecodingError, ValueError):
            return Revert(call, "Unknown", {"reason": data[:500]})
        return Revert(call, error.fn_name, plain(arguments))


def _as_function(entry: Mapping[str, Any]) -> Any:
    return {**entry, "type": "function", "outputs": [], "stateMutability": "view"}


def _selector(entry: Mapping[str, Any]) -> str:
    return "0x" + function_abi_to_4byte_selector(_as_function(entry)).hex()
