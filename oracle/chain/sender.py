"""Transactions with exactly one effect per cause, whatever is killed, dropped or reorged."""

from collections.abc import Iterable
from threading import Lock
from typing import Any, cast

from sqlalchemy import Engine
from web3 import Web3
from web3.contract.contract import ContractFunction
from web3.exceptions import ContractLogicError
from web3.types import TxParams

from oracle.chain.events import Abi
from oracle.chain.fees import market_fees
from oracle.chain.node import Depth, newest_at, node_errors, one_node, prove_chain
from oracle.chain.pushing import MOST_SKIPPED, Pusher
from oracle.chain.reverts import RevertDecoder
from oracle.chain.slots import Slots
from oracle.chain.wallet import Wallet
from oracle.errors import Transient
from oracle.ports import Signer
from oracle.store import journal
from oracle.store.database import transaction
from oracle.store.tables import Transaction, TransactionState

_WAITING = (TransactionState.STORED, TransactionState.SENT)


class Sender:
    """The one owner of a key's nonces on a chain; its journal is in the operator's database.

    `abis` name the errors a simulation may revert with. A transaction that waits at the front for
    `replace_after` blocks is replaced by one that offers more, up to `fee_cap` wei per gas; where
    it would revert by now, by an empty one. At `depth` a result counts as final. Threads may share
    it; not to be called inside a `transaction` of the same database.
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
        self._w3, self._engine, self._fee_cap, self._depth = w3, engine, fee_cap, depth
        self._wallet = Wallet(w3, signer, engine, chain_id)
        pusher = Pusher(self._wallet, fee_cap, replace_after)
        self._slots = Slots(self._wallet, pusher, depth)
        self._reverts = RevertDecoder(abis)
        self._lock = Lock()

    def send(self, cause: str, call: ContractFunction, value: int = 0) -> str:
        """See to it that the transaction of `cause` is on its way; its hash.

        The first time it is simulated, signed, stored and broadcast; after that the stored one is
        broadcast again while it waits, and `call` is ignored. Only when it failed for good (it was
        mined and reverted, its nonce was used elsewhere, or it was withdrawn) is another made. Ask
        the chain whether it is done before: one that is final and gone from the chain, by a reorg
        deeper than that, is brought back.
        Raises `Revert` where it would revert, `Transient` where the node or the signer fails or gas
        is over the cap: call again with the same cause.
        """
        with self._lock, one_node(self._w3):
            row = self.find(cause)
            if row is not None and row.state is TransactionState.FINALIZED:
                self._slots.look_again(row)
                row = self.find(cause)
            row = row or self._store(cause, call, value)
            if row.state in _WAITING:
                self._slots.bring(row)
            return row.hash

    def find(self, cause: str) -> Transaction | None:
        """The transaction that stands for `cause`; None where it was never sent, or failed."""
        with transaction(self._engine) as session:
            return journal.live_attempt(session, cause)

    def poll(self) -> None:
        """Bring the journal up to date, and what waits back to the node.

        A mined one becomes final, one lost in a reorg or dropped is broadcast again, one that is
        stuck is replaced. Raises `Transient` where the node or the signer fails, where gas is over
        the cap, and where another program uses the key.
        """
        with self._lock, one_node(self._w3):
            self._slots.follow()

    def _store(self, cause: str, call: ContractFunction, value: int) -> Transaction:
        fields = self._simulated(call, value)
        fees = market_fees(self._w3, self._fee_cap)
        nonce = self._next_nonce()
        prove_chain(self._w3)  # another chain takes any call, and has other nonces
        return self._wallet.add(cause, {**fields, "nonce": nonce}, fees)

    def _next_nonce(self) -> int:
        """The nonce of the next transaction.

        Where the node says that many are used that the journal does not know, it is taken at its
        word only when that is final: a nonce too high would wait for ever.
        """
        used, known = self._wallet.used(), self._wallet.known()
        if known and used > known + MOST_SKIPPED:
            deep = newest_at(self._w3, self._depth)
            if self._wallet.used(deep.number) <= known + MOST_SKIPPED:
                raise Transient(
                    f"the node says {used} nonces of {self.address} are used, {known} are known "
                    "here: give every operator a key of its own, or use another node"
                )
        return max(used, known)

    def _simulated(self, call: ContractFunction, value: int) -> dict[str, Any]:
        """The fields to sign, but for the nonce."""
        free = {"gas": 0, "maxFeePerGas": 0, "maxPriorityFeePerGas": 0, "chainId": 0}
        built = call.build_transaction(cast(TxParams, {**free, "value": value}))
        fields = {"to": built["to"], "data": built["data"], "value": value}
        tried = cast(TxParams, {"from": self.address, **fields})
        with node_errors():
            try:
                self._w3.eth.call(tried, ccip_read_enabled=False)
                gas = int(self._w3.eth.estimate_gas(tried))
            except ContractLogicError as reason:
                raise self._reverts.revert(call.fn_name, reason) from None
        return {**fields, "gas": self._wallet.with_margin(gas)}
