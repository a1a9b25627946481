"""What the chain says of transactions that share a nonce."""

from collections.abc import Sequence

from eth_typing import ChecksumAddress, HexStr
from web3 import Web3
from web3.exceptions import TransactionNotFound
from web3.types import BlockIdentifier, TxReceipt

from oracle.chain.node import Header, find_header, hex_of, node_errors
from oracle.store.tables import Transaction, TransactionState


def nonces_used(w3: Web3, address: str, block: BlockIdentifier = "latest") -> int:
    """How many transactions of an address are mined up to a block. Raises `Transient`."""
    with node_errors():
        return int(w3.eth.get_transaction_count(ChecksumAddress(address), block))  # type: ignore[arg-type]


def is_known(w3: Web3, row: Transaction) -> bool:
    """Whether the node has the transaction, or its nonce is used already. Raises `Transient`."""
    with node_errors():
        try:
            w3.eth.get_transaction(HexStr(row.hash))
        except TransactionNotFound:
            return nonces_used(w3, row.sender) > row.nonce
        return True


def find_receipt(w3: Web3, slot: Sequence[Transaction]) -> tuple[Transaction, TxReceipt] | None:
    """The attempt that was mined, with its receipt; None where none was. Raises `Transient`."""
    for row in reversed(slot):
        with node_errors():
            try:
                return row, w3.eth.get_transaction_receipt(HexStr(row.hash))
            except TransactionNotFound:
                continue
    return None


def note_receipt(
    w3: Web3, slot: Sequence[Transaction], mined: Transaction, receipt: TxReceipt, deep: Header
) -> None:
    """Write into the slot what its receipt says; it is final from block `deep` down."""
    reverted = receipt["status"] == 0
    mined.state = TransactionState.MINED
    mined.block_number = receipt["blockNumber"]
    mined.fee = receipt["gasUsed"] * receipt["effectiveGasPrice"]
    mined.error = "reverted" if reverted else None
    header = find_header(w3, receipt["blockNumber"])
    on_chain = header is not None and header.hash == hex_of(receipt["blockHash"])
    if on_chain and receipt["blockNumber"] <= deep.number:
        for row in slot:
            row.state = TransactionState.REPLACED
        mined.state = TransactionState.FAILED if reverted else TransactionState.FINALIZED


def note_dropped(slot: Sequence[Transaction]) -> None:
    """Write into the slot that its nonce went, for good, to a transaction not in the journal."""
    for row in slot:
        row.state, row.error = TransactionState.FAILED, "its nonce was used by another program"
