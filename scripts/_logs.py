"""A contract's past events."""

from collections.abc import Iterator
from typing import Any

from eth_utils.crypto import keccak
from hexbytes import HexBytes


def logs(contract: Any, event: str, first: int, *topics: str | None) -> Iterator[Any]:
    """The events of that name from block `first` on, in order.

    `topics` are what its indexed inputs must be, in their order: an address, or None for any.
    """
    import ape

    abi = contract.contract_type.events[event]
    wanted: list[Any] = [HexBytes(keccak(text=abi.selector)), *map(_topic, topics)]
    found = _found(contract.address, wanted, first, ape.chain.blocks.height)
    return ape.networks.ethereum.decode_logs(found, abi)


def _topic(address: str | None) -> HexBytes | None:
    return HexBytes(bytes(12) + HexBytes(address)) if address else None


def _found(address: str, topics: list[Any], first: int, last: int) -> list[Any]:
    """In halves, where the node refuses to look through so many blocks at once."""
    import ape
    from web3.exceptions import Web3Exception

    query: Any = {"address": address, "topics": topics, "fromBlock": first, "toBlock": last}
    try:
        return [dict(log) for log in ape.chain.provider.web3.eth.get_logs(query)]
    except Web3Exception:
        if first >= last:
            raise
    middle = (first + last) // 2
    halves = ((first, middle), (middle + 1, last))
    return [log for half in halves for log in _found(address, topics, *half)]
