"""How a transaction that no block has yet gets into one, or out of the way."""

from dataclasses import dataclass
from typing import cast

from web3.exceptions import ContractLogicError
from web3.types import TxParams

from oracle.chain.fees import market_fees, raised_fees
from oracle.chain.node import Header, node_errors
from oracle.chain.receipts import is_known
from oracle.chain.signing import unsigned
from oracle.chain.wallet import Wallet
from oracle.errors import Transient
from oracle.store import journal
from oracle.store.database import transaction
from oracle.store.tables import Transaction, TransactionState

MOST_SKIPPED = 16
_WITHDRAWAL = "withdraw "

Slot = list[Transaction]
"""The transactions that share a nonce, oldest first: at most one of them is ever mined."""


@dataclass(frozen=True)
class Look:
    """The chain at one look: its newest final block, its head's number, how many nonces it used."""

    deep: Header
    head: int
    used: int


class Pusher:
    """Broadcasts what waits, replaces what is stuck, uses up nonces that others wait behind."""

    def __init__(self, wallet: Wallet, fee_cap: int, replace_after: int) -> None:
        self._wallet, self._w3 = wallet, wallet.w3
        self._fee_cap, self._replace_after = fee_cap, replace_after

    def push(self, slot: Slot, look: Look) -> None:
        """See to it that one of `slot` gets mined; the node has to be told what it does not know.

        What is stuck is replaced by a higher offer. What would revert by now, or would be its
        cause's second effect after a deep reorg, is withdrawn: an empty transaction replaces it.
        """
        newest = slot[-1]
        if self._is_served_elsewhere(slot):
            newest = newest if is_withdrawal(newest) else self._replaced(newest, withdraw=True)
            if not is_withdrawal(newest):
                return  # the cap forbids it for now
        elif self._is_stuck(newest, look):
            newest = self._replaced(newest, withdraw=self._would_revert(newest))
        if newest.state is TransactionState.STORED or not is_known(self._w3, newest):
            self._wallet.broadcast(newest)

    def fill(self, slots: list[Slot], look: Look) -> None:
        """Use up the nonces that nothing else will use, and that others have waited behind."""
        waiting = {slot[0].nonce: slot[0] for slot in slots if slot[0].nonce >= look.used}
        if not waiting or look.head - waiting[max(waiting)].signed_at < self._replace_after:
            return
        if max(waiting) - look.used - len(waiting) >= MOST_SKIPPED:
            raise Transient(
                f"transactions wait for nonce {look.used}, and the next one is {min(waiting)}: the "
                "node that gave it was wrong; use another node, and use those nonces up"
            )
        for nonce in range(look.used, max(waiting)):
            if nonce not in waiting:
                cause = f"fill nonce {nonce}:{self._wallet.chain_id}:{self._wallet.address}"
                fees = market_fees(self._w3, self._fee_cap)
                self._wallet.broadcast(self._wallet.add(cause, self._wallet.empty(nonce), fees))

    def _is_served_elsewhere(self, slot: Slot) -> bool:
        with transaction(self._wallet.engine) as session:
            return journal.stands_elsewhere(session, slot[0])

    def _is_stuck(self, row: Transaction, look: Look) -> bool:
        return look.used == row.nonce and look.head - row.signed_at >= self._replace_after

    def _would_revert(self, row: Transaction) -> bool:
        fields, _ = unsigned(row)
        tried = {name: fields[name] for name in ("to", "value", "data")}
        with node_errors():
            try:
                self._w3.eth.call(
                    cast(TxParams, {"from": row.sender, **tried}), ccip_read_enabled=False
                )
            except ContractLogicError:
                return True
        return False

    def _replaced(self, row: Transaction, *, withdraw: bool) -> Transaction:
        """A higher offer for the same, or for nothing; `row` itself where the cap forbids it."""
        fields, before = unsigned(row)
        fees = raised_fees(before, market_fees(self._w3, self._fee_cap), self._fee_cap)
        if fees is None:
            return row
        if withdraw:
            return self._wallet.add(_WITHDRAWAL + row.cause, self._wallet.empty(row.nonce), fees)
        return self._wallet.add(row.cause, fields, fees)


def is_withdrawal(row: Transaction) -> bool:
    """Whether it only uses up the nonce of what was withdrawn."""
    return row.cause.startswith(_WITHDRAWAL)
