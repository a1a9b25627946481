"""What a transaction offers per gas (EIP-1559), in wei."""

from dataclasses import dataclass

from web3 import Web3

from oracle.chain.node import node_errors
from oracle.errors import Transient


@dataclass(frozen=True)
class Fees:
    """The most paid per gas, the part of it for whoever builds the block, and as of which block."""

    max_fee: int
    tip: int
    head: int


def market_fees(w3: Web3, cap: int) -> Fees:
    """Twice the base fee and the usual tip, at most `cap`.

    Raises `Transient` while the base fee alone is over the cap.
    """
    with node_errors():
        head, tip = w3.eth.get_block("latest"), w3.eth.max_priority_fee
        base = head["baseFeePerGas"]
    if base > cap:
        raise Transient(f"gas costs {base} wei and the cap is {cap}: wait, or raise the cap")
    max_fee = min(cap, 2 * base + tip)
    return Fees(max_fee, min(tip, max_fee), head["number"])


def raised_fees(before: Fees, market: Fees, cap: int) -> Fees | None:
    """Fees that nodes accept to replace `before`: both an eighth higher, or the market's if more.

    None where the cap does not allow it.
    """
    max_fee, tip = _raised(before.max_fee), _raised(before.tip)
    if max_fee > cap:
        return None
    return Fees(max(max_fee, market.max_fee), max(tip, market.tip), market.head)


def _raised(fee: int) -> int:
    return fee + fee // 8 + 1
