"""Transactions and messages as they are signed, and transactions as they are stored."""

from collections.abc import Mapping
from typing import Any

import rlp  # type: ignore[import-untyped]
from eth_account import Account
from eth_account.typed_transactions.typed_transaction import TypedTransaction
from eth_utils.crypto import keccak
from eth_utils.hexadecimal import decode_hex
from hexbytes import HexBytes

from oracle.chain.fees import Fees
from oracle.chain.node import hex_of
from oracle.errors import Fatal
from oracle.ports import Signer
from oracle.store.tables import Transaction

_FIELDS = ("chainId", "nonce", "gas", "to", "value", "data")
_TYPE = b"\x02"


def signed(
    signer: Signer, fields: Mapping[str, Any], fees: Fees, cause: str, attempt: int
) -> Transaction:
    """A journal row with the signed transaction (EIP-1559) of these `fields`.

    They are chainId, nonce, gas, to, value and data. It is put together here, so that it is exactly
    what was asked for, whoever signs. Raises what `oracle.ports.Signer.sign` raises.
    """
    offer = [fields["nonce"], fees.tip, fees.max_fee, fields["gas"]]
    call = [_as_bytes(fields["to"]), fields["value"], _as_bytes(fields["data"])]
    payload = [fields["chainId"], *offer, *call, []]
    signature = signer.sign(_TYPE + rlp.encode(payload))
    r, s = int.from_bytes(signature[:32]), int.from_bytes(signature[32:64])
    raw = _TYPE + rlp.encode([*payload, signature[64] - 27, r, s])
    return Transaction(
        cause=cause,
        attempt=attempt,
        chain_id=fields["chainId"],
        sender=signer.address,
        nonce=fields["nonce"],
        hash=hex_of(keccak(raw)),
        raw=raw,
        signed_at=fees.head,
    )


def unsigned(row: Transaction) -> tuple[dict[str, Any], Fees]:
    """What was signed: the fields to sign again, and the fees that were offered.

    Raises `Fatal` where the row is not as its sender signed it. Who can write to the database, a
    worker or the maker of a backup, must not get anything else signed.
    """
    if _signer_of(row.raw) != (row.sender, row.chain_id, row.nonce):
        raise Fatal(
            f"the journal's transaction {row.hash} was not signed by {row.sender} as it stands "
            "there: somebody else wrote to the database; restore a backup of your own"
        )
    fields = TypedTransaction.from_bytes(HexBytes(row.raw)).as_dict()
    fees = Fees(fields["maxFeePerGas"], fields["maxPriorityFeePerGas"], row.signed_at)
    return {name: fields[name] for name in _FIELDS}, fees


def personal(message: bytes) -> bytes:
    """What is signed of a message, that is never a transaction (EIP-191, version 0x45)."""
    return b"\x19Ethereum Signed Message:\n" + str(len(message)).encode() + message


def _signer_of(raw: bytes) -> tuple[str, int, int] | None:
    """Who signed it, for which chain and nonce; None where nobody did."""
    try:
        fields = TypedTransaction.from_bytes(HexBytes(raw)).as_dict()
        return str(Account.recover_transaction(raw)), fields["chainId"], fields["nonce"]
    except Exception:  # noqa: BLE001  whatever strange bytes do to the libraries
        return None


def _as_bytes(value: Any) -> bytes:
    return bytes(value) if isinstance(value, bytes) else decode_hex(value)
