"""Transactions with exactly one effect per cause, whatever is killed, dropped or reorged."""

from collections.abc import Iterable
from threading import Lock
from typing import Any, cast

from sqlalchemy import Engine
from web3 import Web3
from web3.contract.contract import ContractFunction
from web3.exceptions import ContractLogicError, Web3RPCError
from web3.types import TxParams

from oracle.chain.events import Abi
from oracle.chain.fees import market_fees, raised_fees
from oracle.chain.node import Depth, Header, newest_at, node_errors, one_node
from oracle.chain.receipts import find_receipt, is_known, nonces_used, note_dropped, note_receipt
from oracle.chain.reverts import RevertDecoder
from oracle.chain.signing import signed, unsigned
from oracle.errors import Transient
from oracle.ports import Signer
from oracle.store import journal
from oracle.store.database import transaction
from oracle.store.tables import Transaction, TransactionState

_WAITING = (TransactionState.STORED, TransactionState.SENT)


class Sender:
    """The one owner of a key's nonces on a chain; its journal is in the operator's database.

    `abis` name the errors a simulation may revert with. A transaction that waits at the front for
    `replace_after` blocks is replaced by one that offers more, up to `fee_cap` wei per gas. At
    `depth` a result counts as final. Not to be called inside a `transaction` of the same database.
    """

    def __init__(
        self,
        w3: Web3,
        signer: Signer,
        engine: Engine,
        abis: Iterable[Abi],
        *,
        chain_id: int,
        fee_cap: int,
        depth: Depth = "finalized",
        replace_after: int = 6,
    ) -> None:
        self.address = signer.address
        self._w3, self._signer, self._engine = w3, signer, engine
        self._chain_id, self._depth = chain_id, depth
        self._fee_cap, self._replace_after = fee_cap, replace_after
        self._reverts = RevertDecoder(abis)
        self._lock = Lock()

    def send(self, cause: str, call: ContractFunction, value: int = 0) -> str:
        """See to it that the transaction of `cause` is on its way; its hash.

        The first time it is simulated, signed, stored and broadcast; after that the stored one is
        broadcast again while it waits, and `call` is ignored. Only when it failed for good (it was
        mined and reverted, or its nonce was used elsewhere) is another made.
        Raises `Revert` where it would revert, `Transient` where the node fails or gas is over the
        cap: call again with the same cause.
        """
        with self._lock, one_node(self._w3):
            row = self.find(cause) or self._store(cause, call, value)
            if row.state in _WAITING:
                self._broadcast(row)
            return row.hash

    def find(self, cause: str) -> Transaction | None:
        """The transaction that stands for `cause`; None where it was never sent, or failed."""
        with transaction(self._engine) as session:
            return journal.live_attempt(session, cause)

    def poll(self) -> None:
        """Bring the journal up to date, and what waits back to the node.

        A mined one becomes final, one lost in a reorg or dropped is broadcast again, one that is
        stuck is replaced. Raises `Transient` where the node fails.
        """
        with self._lock, one_node(self._w3):
            with transaction(self._engine) as session:
                slots = journal.open_slots(session, self._chain_id, self.address)
            if slots:
                deep = newest_at(self._w3, self._depth)
                for slot in slots:
                    self._follow(slot, deep)

    def _store(self, cause: str, call: ContractFunction, value: int) -> Transaction:
        fields = self._simulated(call, value)
        fees = market_fees(self._w3, self._fee_cap)
        used = nonces_used(self._w3, self.address)
        with transaction(self._engine) as session:
            fields["nonce"] = journal.next_nonce(session, self._chain_id, self.address, used)
            attempt = journal.next_attempt(session, cause)
            row = signed(self._signer, fields, fees, cause, attempt)
            session.add(row)
        return row

    def _simulated(self, call: ContractFunction, value: int) -> dict[str, Any]:
        """The fields to sign, but for the nonce."""
        free = {"gas": 0, "maxFeePerGas": 0, "maxPriorityFeePerGas": 0, "chainId": self._chain_id}
        built = call.build_transaction(cast(TxParams, {**free, "value": value}))
        fields = {"to": built["to"], "data": built["data"], "value": value}
        tried = cast(TxParams, {"from": self.address, **fields})
        with node_errors():
            try:
                self._w3.eth.call(tried, ccip_read_enabled=False)
                gas = self._w3.eth.estimate_gas(tried)
            except ContractLogicError as reason:
                raise self._reverts.revert(call.fn_name, reason) from None
        return {**fields, "gas": gas + gas // 4, "chainId": self._chain_id}

    def _broadcast(self, row: Transaction) -> None:
        with node_errors():
            try:
                self._w3.eth.send_raw_transaction(row.raw)
            except Web3RPCError as error:
                if not is_known(self._w3, row):
                    raise Transient(f"the node refuses {row.cause}: {error.message}") from None
        row.state = TransactionState.SENT
        self._save(row)

    def _follow(self, slot: list[Transaction], deep: Header) -> None:
        found = find_receipt(self._w3, slot)
        if found:
            note_receipt(self._w3, slot, *found, deep)
        elif nonces_used(self._w3, self.address, deep.number) > slot[0].nonce:
            note_dropped(slot)
        else:
            self._push(slot)
            return
        self._save(*slot)

    def _push(self, slot: list[Transaction]) -> None:
        for row in slot:
            if row.state is TransactionState.MINED:  # its block is no longer on the chain
                row.state, row.block_number, row.fee, row.error = (
                    TransactionState.SENT,
                    None,
                    None,
                    None,
                )
        self._save(*slot)
        newest = slot[-1]
        if self._is_stuck(newest):
            newest = self._replaced(newest)
        if newest.state is TransactionState.STORED or not is_known(self._w3, newest):
            self._broadcast(newest)

    def _is_stuck(self, row: Transaction) -> bool:
        with node_errors():
            waited = self._w3.eth.block_number - row.signed_at
        return waited >= self._replace_after and nonces_used(self._w3, self.address) == row.nonce

    def _replaced(self, row: Transaction) -> Transaction:
        fields, before = unsigned(row)
        fees = raised_fees(before, market_fees(self._w3, self._fee_cap), self._fee_cap)
        if fees is None:
            return row
        with transaction(self._engine) as session:
            attempt = journal.next_attempt(session, row.cause)
            newer = signed(self._signer, fields, fees, row.cause, attempt)
            session.add(newer)
        return newer

    def _save(self, *rows: Transaction) -> None:
        with transaction(self._engine) as session:
            for row in rows:
                session.merge(row)
