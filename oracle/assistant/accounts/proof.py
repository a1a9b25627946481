"""Signing in: the proof that a browser has a wallet at hand."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from web3 import Web3

from oracle.assistant.accounts.message import Place, SignInError, read_message
from oracle.assistant.accounts.nonces import Nonces, nonce_of
from oracle.assistant.accounts.wallets import is_of_key, require_contract

_ELSEWHERE = "the sign-in message is of another browser: ask for a nonce in this one, and sign"
_SPENT = "the nonce was used, or has expired: ask for a new one, and sign again"


@dataclass(frozen=True)
class Signed:
    """What a browser sends: a message, a signature, and the `secret` that it got with the nonce."""

    message: str
    signature: bytes
    secret: str = field(repr=False)


def prove(
    signed: Signed,
    place: Place,
    nonces: Nonces,
    connect: Callable[[], Web3],
    now: Callable[[], float] = time.time,
) -> str:
    """The checksum address of the wallet that signed for that place; its nonce is spent.

    `connect` gives a node of the place's chain, for wallets that are contracts. Raises
    `SignInError`, and `Transient` where the database or the node can't be asked.
    """
    message = read_message(signed.message, place, now())
    if message.nonce != nonce_of(signed.secret):
        raise SignInError(_ELSEWHERE)
    if not nonces.spend(message.nonce):
        raise SignInError(_SPENT)
    if not is_of_key(message, signed.signature):
        require_contract(connect(), message, signed.signature)
    return str(message.address)
