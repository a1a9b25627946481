"""JSON-RPC values as nodes send them, taken only where they have the right type and size."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from eth_utils.address import to_checksum_address
from web3 import Web3
from web3.providers import JSONBaseProvider
from web3.types import RPCEndpoint, RPCResponse

from oracle.errors import Transient

_QUANTITY = re.compile("0x[0-9a-fA-F]{1,64}")
_DIGEST = re.compile("0x[0-9a-fA-F]{64}")
_MOST_CALLS = 100
MOST = 2**63 - 1
"""The largest number of a block, a log or a second that databases take."""


class RefusedError(Transient):
    """The node answered a call with a JSON-RPC error; `answer` is its message."""

    def __init__(self, method: str, answer: str) -> None:
        super().__init__(f"the node refuses {method}: {answer[:500]}")
        self.answer = answer


def ask(w3: Web3, method: str, *params: Any) -> Any:
    """The result of a call. Raises `RefusedError`, and `Transient` where no node answers."""
    answer = w3.provider.make_request(RPCEndpoint(method), list(params))
    return _result(method, answer)


def ask_all(w3: Web3, method: str, params: Sequence[Sequence[Any]]) -> list[Any]:
    """The results of calls of one method, many at once. Raises as `ask` does."""
    found: list[Any] = []
    provider = w3.provider
    assert isinstance(provider, JSONBaseProvider)
    for first in range(0, len(params), _MOST_CALLS):
        calls = [(RPCEndpoint(method), list(p)) for p in params[first : first + _MOST_CALLS]]
        answers = provider.make_batch_request(calls)
        if not isinstance(answers, list) or len(answers) != len(calls):
            raise Transient("the node gave no usable answer to a batch")
        found += [_result(method, answer) for answer in answers]
    return found


def _result(method: str, answer: RPCResponse) -> Any:
    error = answer.get("error")
    if error is not None:
        raise RefusedError(method, str(error["message"] if isinstance(error, dict) else error))
    return answer.get("result")


def fields(value: object, what: str) -> dict[str, Any]:
    """An object. Raises `Transient` where it is none, as all functions here do."""
    if isinstance(value, dict):
        return value
    raise _wrong(what)


def quantity(value: object, most: int = MOST) -> int:
    """A number of at most `most`."""
    if isinstance(value, str) and _QUANTITY.fullmatch(value):
        number = int(value, 16)
        if number <= most:
            return number
    raise _wrong("number")


def data(value: object, size: int | None = None) -> bytes:
    """Bytes; exactly `size`, where it is given."""
    if isinstance(value, str) and value.startswith("0x"):
        try:
            found = bytes.fromhex(value[2:])
        except ValueError:
            raise _wrong("value") from None
        if size in (None, len(found)):
            return found
    raise _wrong("value")


def digest(value: object) -> str:
    """32 bytes as ``0x`` and lower-case hex digits."""
    if isinstance(value, str) and _DIGEST.fullmatch(value):
        return value.lower()
    raise _wrong("hash")


def address(value: object) -> str:
    """An address with checksum."""
    if isinstance(value, str):
        return _checksum(value)
    raise _wrong("address")


@lru_cache(maxsize=4_096)
def _checksum(value: str) -> str:
    return to_checksum_address(data(value, 20))


def _wrong(what: str) -> Transient:
    return Transient(f"the node gave no usable answer (a malformed {what})")
