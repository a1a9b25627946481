"""EIP-712 messages as wallets sign them."""

from typing import Any

from eth_account.messages import encode_typed_data

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
    """The last four arguments of ERC-2612's `permit`: deadline, v, r, s."""
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
    signed = owner.sign_message(encode_typed_data(domain, _PERMIT, message))
    return deadline, signed.v, signed.r, signed.s
