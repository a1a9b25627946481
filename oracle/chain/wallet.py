"""One key on one chain: what it signs is stored before it leaves."""

import re
from typing import Any, cast

from sqlalchemy import Engine
from web3 import Web3
from web3.exceptions import Web3RPCError
from web3.types import BlockIdentifier, TxParams

from oracle.chain.fees import Fees
from oracle.chain.node import node_errors
from oracle.chain.receipts import is_known, nonces_used
from oracle.chain.signing import signed
from oracle.errors import Transient
from oracle.ports import Signer
from oracle.store import journal
from oracle.store.database import transaction
from oracle.store.tables import Transaction, TransactionState

# How geth, Erigon, Besu and Nethermind say that they have it: some hide what waits from queries.
_KNOWN = re.compile(r"already ?known|known transaction|already imported", re.IGNORECASE)


class Wallet:
    """A key's transactions on a chain. Whatever asks a node raises `Transient` where it fails."""

    def __init__(self, w3: Web3, signer: Signer, engine: Engine, chain_id: int) -> None:
        self.w3, self.engine, self.chain_id = w3, engine, chain_id
        self.address = signer.address
        self._signer = signer

    def used(self, block: BlockIdentifier = "latest") -> int:
        """How many nonces are used up to a block."""
        return nonces_used(self.w3, self.address, block)

    def known(self) -> int:
        """The nonce after the highest in the journal; 0 where it is empty."""
        with transaction(self.engine) as session:
            return journal.next_nonce(session, self.chain_id, self.address)

    def add(self, cause: str, fields: dict[str, Any], fees: Fees) -> Transaction:
        """Sign a transaction and store it as the cause's next attempt."""
        with transaction(self.engine) as session:
            attempt = journal.next_attempt(session, cause)
        row = signed(self._signer, {**fields, "chainId": self.chain_id}, fees, cause, attempt)
        with transaction(self.engine) as session:
            session.add(row)
        return row

    def broadcast(self, row: Transaction) -> None:
        """Give a stored transaction to the node. Raises `Transient` where it refuses, with why."""
        with node_errors():
            try:
                self.w3.eth.send_raw_transaction(row.raw)
            except Web3RPCError as error:
                why = _reason(error)
                if not is_known(self.w3, row) and not _KNOWN.search(why):
                    raise Transient(f"the node refuses {row.cause}: {why}") from None
        row.state = TransactionState.SENT
        self.save(row)

    def save(self, *rows: Transaction) -> None:
        """Store what became of transactions, all or nothing."""
        with transaction(self.engine) as session:
            for row in rows:
                session.merge(row)

    def empty(self, nonce: int) -> dict[str, Any]:
        """The fields of a transaction that only uses up its nonce."""
        fields = {"to": self.address, "value": 0, "data": b""}
        with node_errors():
            gas = int(self.w3.eth.estimate_gas(cast(TxParams, {"from": self.address, **fields})))
        return {**fields, "nonce": nonce, "gas": self.with_margin(gas)}

    def with_margin(self, gas: int) -> int:
        """A quarter more than was estimated, at most what a block holds."""
        with node_errors():
            limit = int(self.w3.eth.get_block("latest")["gasLimit"])
        if gas > limit:
            raise Transient(f"the node says it takes {gas} gas, and a block holds {limit}: wait")
        return min(gas + gas // 4, limit)


def _reason(error: Web3RPCError) -> str:
    """What the node says, at most 200 characters of it."""
    said = (error.rpc_response or {}).get("error")
    return str(said["message"] if isinstance(said, dict) and "message" in said else said)[:200]
