"""Signatures of wallets: of a key (ERC-191), or as a contract wallet takes them (ERC-1271)."""

from typing import TYPE_CHECKING

from eth_abi.abi import encode
from eth_account.messages import defunct_hash_message
from eth_keys.exceptions import BadSignature
from web3 import Web3

from oracle.assistant.accounts.message import SignInError
from oracle.chain import wire
from oracle.chain.node import hex_of

if TYPE_CHECKING:
    from siwe import SiweMessage

MAX_SIGNATURE = 4_096
"""The most bytes of a signature; those of keys have 65."""
_HALF_ORDER = 0x7FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF5D576E7357A4501DDFE92F46681B20A0
_IS_VALID = bytes.fromhex("1626ba7e")  # isValidSignature(bytes32,bytes), and what it says if so
_GAS = 5_000_000
"""What a contract may spend: enough for many owners, or for a passkey's curve in plain EVM."""
_REFUSED = "the signature is not of the address in the message: sign it with that wallet"


def is_of_key(message: "SiweMessage", signature: bytes) -> bool:
    """Whether the key of the message's address signed it, in the one form there is (EIP-2)."""
    if len(signature) != 65 or signature[64] not in {27, 28}:
        return False
    if int.from_bytes(signature[32:64]) > _HALF_ORDER:
        return False
    from siwe import VerificationError

    try:
        message.verify(hex_of(signature))
    except (VerificationError, BadSignature):
        return False
    return True


def require_contract(w3: Web3, message: "SiweMessage", signature: bytes) -> None:
    """Ask the contract at the message's address whether it takes this for its signature.

    Raises `SignInError` where it does not, or there is none (yet: those of ERC-6492 are not
    taken); `Transient` where the node can't be asked.
    """
    if not wire.data(wire.ask(w3, "eth_getCode", message.address, "latest")):
        raise SignInError(_REFUSED)
    digest = bytes(defunct_hash_message(text=message.prepare_message()))
    call = {
        "to": message.address,
        "data": hex_of(_IS_VALID + encode(["bytes32", "bytes"], [digest, signature])),
        "gas": hex(_GAS),
    }
    try:
        answer = wire.data(wire.ask(w3, "eth_call", call, "latest"))
    except wire.RefusedError:
        raise SignInError(_REFUSED) from None
    if answer != _IS_VALID.ljust(32, b"\0"):
        raise SignInError(_REFUSED)
