"""What a revert says, in words."""

from typing import Any

from scripts._project import all_contracts

PROPOSAL_STATES = (
    "Pending",
    "Active",
    "Canceled",
    "Defeated",
    "Succeeded",
    "Queued",
    "Expired",
    "Executed",
)
_ERROR, _PANIC = bytes.fromhex("08c379a0"), bytes.fromhex("4e487b71")
# https://docs.soliditylang.org/en/latest/control-structures.html#panic-via-assert-and-error-via-require
_PANICS = {
    0x01: "an assertion failed",
    0x11: "a number is too large or too small",
    0x12: "a division by zero",
    0x21: "a number that the enumeration does not have",
    0x31: "taking from an empty list",
    0x32: "an index past the end of a list",
    0x41: "too much memory",
    0x51: "a call of nothing",
}


def describe_revert(data: bytes, message: str) -> str:
    """The error in that return data, such as ``RoundsBountyTooSmall(bounty=1, minimum=2)``.

    Errors of any contract of the project are known, those of OpenZeppelin's included: the one that
    was called may have called another. `message` is what the node said, for data that is neither.
    """
    if data[:4] == _ERROR:
        return _text(data)
    if data[:4] == _PANIC:
        code = int.from_bytes(data[4:36])
        return f"panic: {_PANICS.get(code, f'number {code}')}"
    for container in all_contracts():
        if data[:4] in container.errors:
            return _words(container.errors[data[:4]], data[4:])
    if not data:
        return f"no reason given ({message})"
    return f"an error that is not of Troupe's contracts, 0x{data.hex()}"


def _text(data: bytes) -> str:
    from eth_abi.abi import decode

    (reason,) = decode(["string"], data[4:])
    return str(reason)


def _words(abi: Any, data: bytes) -> str:
    import ape

    inputs = ape.networks.ethereum.decode_calldata(abi, data)
    words = (f"{key}={_word(abi.name, key, value)}" for key, value in inputs.items())
    return f"{abi.name}({', '.join(words)})"


def _word(error: str, key: str, value: Any) -> str:
    if error == "GovernorUnexpectedProposalState" and key == "current":
        return PROPOSAL_STATES[value]
    if error == "GovernorUnexpectedProposalState" and key == "expectedStates":
        bits = int.from_bytes(value)
        return " or ".join(n for i, n in enumerate(PROPOSAL_STATES) if bits >> i & 1) or "none"
    return f"0x{value.hex()}" if isinstance(value, bytes) else str(value)
