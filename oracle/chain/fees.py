"""What a transaction offers per gas (EIP-1559), in wei."""

from dataclasses import dataclass

from web3 import Web3

from oracle.chain.node import node_errors
from oracle.errors import Transient

_TIP_SHARE = 4  # a node that asks for an absurd tip gets this part of the cap at most


@dataclass(frozen=True)
class Fees:
    """The most paid per gas, the part of it for whoever builds the block, and as of which block."""

    max_fee: int
    tip: int
    head: int


def market_fees(w3: Web3, cap: int) -> Fees:
    """Twice the base fee and the usual tip, at most `cap`; of the tip at most a quarter of it.

    Raises `Transient` while the base fee alone is over the cap, and where blocks have none.
    """
    with node_errors():
        head = w3.eth.get_block("latest")
        if "baseFeePerGas" not in head:
            raise Transient("the node's blocks have no base fee (EIP-1559): use another chain")
        base, number = max(0, int(head["baseFeePerGas"])), int(head["number"])
        tip = min(max(0, int(w3.eth.max_priority_fee)), cap // _TIP_SHARE)
    if base > cap:
        raise Transient(f"gas costs {base} wei and the cap is {cap}: wait, or raise the cap")
    max_fee = min(cap, 2 * base + tip)
    return Fees(max_fee, min(tip, max_fee), number)


def raised_fees(before: Fees, market: Fees, cap: int) -> Fees | None:
    """Fees that nodes accept to replace `before`: both an eighth higher, or the market's if more.

    None where the cap does not allow it, or half of it no such tip: what waits for another reason
    than its offer, as for coins, is not to be paid for dearly in the end.
    """
    max_fee, tip = _raised(before.max_fee), _raised(before.tip)
    if max_fee > cap or tip > cap // 2:
        return None
    return Fees(max(max_fee, market.max_fee), max(tip, market.tip), market.head)


def _raised(fee: int) -> int:
    return fee + fee // 8 + 1
