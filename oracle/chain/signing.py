"""Transactions as they are signed and stored."""

from collections.abc import Mapping
from typing import Any

from eth_account.signers.local import LocalAccount
from eth_account.typed_transactions.typed_transaction import TypedTransaction
from hexbytes import HexBytes

from oracle.chain.fees import Fees
from oracle.chain.node import hex_of
from oracle.store.tables import Transaction

_FIELDS = ("chainId", "nonce", "gas", "to", "value", "data")


def signed(
    account: LocalAccount, fields: Mapping[str, Any], fees: Fees, cause: str, attempt: int
) -> Transaction:
    """A journal row with the signed transaction: chainId, nonce, gas, to, value and data."""
    offer = {"type": 2, "maxFeePerGas": fees.max_fee, "maxPriorityFeePerGas": fees.tip}
    transaction = account.sign_transaction({**fields, **offer})
    return Transaction(
        cause=cause,
        attempt=attempt,
        chain_id=fields["chainId"],
        sender=account.address,
        nonce=fields["nonce"],
        hash=hex_of(transaction.hash),
        raw=bytes(transaction.raw_transaction),
        signed_at=fees.head,
    )


def unsigned(row: Transaction) -> tuple[dict[str, Any], Fees]:
    """What was signed: the fields to sign again, and the fees that were offered."""
    fields = TypedTransaction.from_bytes(HexBytes(row.raw)).as_dict()
    fees = Fees(fields["maxFeePerGas"], fields["maxPriorityFeePerGas"], row.signed_at)
    return {name: fields[name] for name in _FIELDS}, fees
