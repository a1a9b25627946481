"""What the chain says of transactions that share a nonce."""

from collections.abc import Sequence
from dataclasses import dataclass

from eth_typing import ChecksumAddress, HexStr
from web3 import Web3
from web3.exceptions import BlockNotFound, TransactionNotFound
from web3.types import BlockIdentifier

from oracle.chain.node import Header, find_header, hex_of, node_errors
from oracle.errors import Transient
from oracle.store.tables import Transaction, TransactionState

_LARGEST = 2**63  # of a number in the journal; no nonce, and no fee in wei, comes near


@dataclass(frozen=True)
class Receipt:
    """What became of a transaction: in which block, at what `fee` in wei."""

    block_number: int
    block_hash: str
    reverted: bool
    fee: int


def nonces_used(w3: Web3, address: str, block: BlockIdentifier = "latest") -> int:
    """How many transactions of an address are mined up to a block. Raises `Transient`."""
    with node_errors():
        count = int(w3.eth.get_transaction_count(ChecksumAddress(address), block))  # type: ignore[arg-type]
    if not 0 <= count < _LARGEST:
        raise Transient(f"the node gave no usable nonce for {address}: {count}")
    return count


def is_known(w3: Web3, row: Transaction) -> bool:
    """Whether the node has the transaction, mined or waiting. Raises `Transient`."""
    with node_errors():
        try:
            w3.eth.get_transaction(HexStr(row.hash))
        except TransactionNotFound:
            return False
        return True


def is_in_block(w3: Web3, row: Transaction) -> bool:
    """Whether the block in which it was mined still has it. Raises `Transient`.

    Unlike a receipt, which a node may have thrown away, a block without it shows that it is gone.
    """
    with node_errors():
        try:
            block = w3.eth.get_block(row.block_number or 0)
        except BlockNotFound:
            raise Transient(
                f"the node has no block {row.block_number}, where {row.cause} was mined: it lags, "
                "or the chain was rolled back; wait, or use another node"
            ) from None
        return row.hash in {hex_of(tx) for tx in block["transactions"] if isinstance(tx, bytes)}


def find_receipt(w3: Web3, slot: Sequence[Transaction]) -> tuple[Transaction, Receipt] | None:
    """The attempt that was mined, with its receipt; None where none was.

    Raises `Transient`, also where the answer is the receipt of another transaction.
    """
    for row in reversed(slot):
        if receipt := _receipt(w3, row.hash):
            return row, receipt
    return None


def _receipt(w3: Web3, tx_hash: str) -> Receipt | None:
    with node_errors():
        try:
            found = w3.eth.get_transaction_receipt(HexStr(tx_hash))
        except TransactionNotFound:
            return None
        if hex_of(found["transactionHash"]) != tx_hash:
            raise Transient("the node gave the receipt of another transaction: use another node")
        fee, number = found["gasUsed"] * found["effectiveGasPrice"], found["blockNumber"]
        if not (0 <= fee < _LARGEST and 0 <= number < _LARGEST and found["status"] in (0, 1)):
            raise Transient("the node gave no usable receipt: use another node")
        return Receipt(number, hex_of(found["blockHash"]), found["status"] == 0, fee)


def note_receipt(
    w3: Web3, slot: Sequence[Transaction], mined: Transaction, receipt: Receipt, deep: Header
) -> None:
    """Write into the slot what its receipt says; it is final from block `deep` down."""
    mined.state = TransactionState.MINED
    mined.block_number, mined.fee = receipt.block_number, receipt.fee
    mined.error = "reverted" if receipt.reverted else None
    header = find_header(w3, receipt.block_number)
    on_chain = header is not None and header.hash == receipt.block_hash
    if on_chain and receipt.block_number <= deep.number:
        for row in slot:
            row.state = TransactionState.REPLACED
        mined.state = TransactionState.FAILED if receipt.reverted else TransactionState.FINALIZED


def note_dropped(slot: Sequence[Transaction]) -> None:
    """Write into the slot that its nonce went, for good, to a transaction not in the journal."""
    for row in slot:
        row.state, row.error = TransactionState.FAILED, "its nonce was used by another program"


def note_waiting(slot: Sequence[Transaction]) -> None:
    """Write into the slot that no block has any of it, whatever was thought before."""
    for row in slot:
        if row.state is not TransactionState.STORED:
            row.state = TransactionState.SENT
        row.block_number = row.fee = row.error = None
