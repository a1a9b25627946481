"""ERC-2612 permits as wallets sign them."""

from typing import Any

from eth_account import Account

from tests.contracts.outside import vrs

_PERMIT = {
    "Permit": [
        {"name": "owner", "type": "address"},
        {"name": "spender", "type": "address"},
        {"name": "value", "type": "uint256"},
        {"name": "nonce", "type": "uint256"},
        {"name": "deadline", "type": "uint256"},
    ]
}


def sign_permit(
    token: Any, owner: Any, spender: Any, value: int, deadline: int
) -> tuple[int, int, bytes, bytes]:
    """The last four arguments of ERC-2612's `permit`: deadline, v, r, s.

    Not by Ape, which cuts the zeros that r or s may begin with.
    """
    domain = {
        "name": "Troupe",
        "version": "1",
        "chainId": 31337,
        "verifyingContract": token.address,
    }
    message = {
        "owner": owner.address,
        "spender": spender.address,
        "value": value,
        "nonce": token.nonces(owner),
        "deadline": deadline,
    }
    signed = Account.sign_typed_data(owner.private_key, domain, _PERMIT, message)
    return deadline, *vrs(bytes(signed.signature))
