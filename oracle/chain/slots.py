"""What becomes of a key's nonces: each is used once, by what was meant for it or by nothing."""

from oracle.chain.node import Depth, find_header, header_at, newest_at, prove_chain
from oracle.chain.pushing import Look, Pusher, Slot, is_withdrawal
from oracle.chain.receipts import (
    find_receipt,
    is_in_block,
    note_dropped,
    note_receipt,
    note_waiting,
)
from oracle.chain.wallet import Wallet
from oracle.errors import Transient
from oracle.store import journal
from oracle.store.database import transaction
from oracle.store.tables import Transaction, TransactionState


class Slots:
    """Follows what a wallet sent until it is final, and brings back to the node what waits."""

    def __init__(self, wallet: Wallet, pusher: Pusher, depth: Depth) -> None:
        self._wallet, self._w3 = wallet, wallet.w3
        self._pusher, self._depth = pusher, depth

    def follow(self) -> None:
        """Bring all of them up to date; one's trouble is raised after the others were seen to."""
        known = self._wallet.known()
        if not known or (self._wallet.used() >= known and not self._open_slots()):
            return
        look = self._look()
        self._reopen_from(look)
        slots = self._open_slots()
        trouble: Transient | None = None
        for slot in slots:
            try:
                self._follow(slot, look)
            except Transient as error:
                trouble = trouble or error
        self._pusher.fill(slots, look)
        if trouble:
            raise trouble

    def bring(self, row: Transaction) -> None:
        """Give a transaction that waits to the node again, in its newest form."""
        newest = self._slot(row)[-1]
        if is_withdrawal(newest):
            raise Transient(
                f"{row.cause} was stuck and would have reverted, so its nonce is used up by an "
                "empty transaction; it is sent anew once that is final"
            )
        self._wallet.broadcast(newest)

    def look_again(self, row: Transaction) -> None:
        """See whether a final transaction is still on the chain, and bring it back if it is gone.

        Raises `Transient` where the node can't tell.
        """
        slot = self._slot(row)
        if find_receipt(self._w3, slot) is None and not is_in_block(self._w3, row):
            self._reopen(slot)
            self._follow(slot, self._look())

    def _look(self) -> Look:
        deep = newest_at(self._w3, self._depth)
        return Look(deep, header_at(self._w3, "latest").number, self._wallet.used())

    def _slot(self, row: Transaction) -> Slot:
        with transaction(self._wallet.engine) as session:
            return journal.slot(session, row)

    def _open_slots(self) -> list[Slot]:
        wallet = self._wallet
        with transaction(wallet.engine) as session:
            return journal.open_slots(session, wallet.chain_id, wallet.address)

    def _reopen_from(self, look: Look) -> None:
        """Follow again what was settled, and whose nonce the chain says is free: a deep reorg."""
        wallet = self._wallet
        with transaction(wallet.engine) as session:
            rows = journal.settled_from(session, wallet.chain_id, wallet.address, look.used)
        if rows and look.head < max(row.block_number or 0 for row in rows):
            raise Transient(
                f"the node is at block {look.head} and does not know what is final: it lags, or "
                "the chain was rolled back; wait, or use another node"
            )
        self._reopen(rows)

    def _reopen(self, rows: Slot) -> None:
        note_waiting(rows)
        self._wallet.save(*rows)

    def _follow(self, slot: Slot, look: Look) -> None:
        if found := find_receipt(self._w3, slot):
            note_receipt(self._w3, slot, *found, look.deep)
            self._wallet.save(*slot)
        elif look.used > slot[0].nonce:
            self._give_up(slot, look)
        else:
            if any(row.state is TransactionState.MINED for row in slot):
                self._reopen(slot)  # its block is no longer on the chain
            self._pusher.push(slot, look)

    def _give_up(self, slot: Slot, look: Look) -> None:
        """Its nonce is used and not by it: it failed, as soon as that is final.

        The receipts are asked for once more after the nonces, and the block last: another node may
        have begun to answer in between, one that lags, or is on another chain.
        """
        nonce, deep = slot[0].nonce, look.deep
        final = self._wallet.used(deep.number) > nonce and find_receipt(self._w3, slot) is None
        prove_chain(self._w3)
        if not final or find_header(self._w3, deep.number) != deep:
            raise Transient(
                f"nonce {nonce} of {self._wallet.address} is used and not by {slot[0].cause}: "
                "another program has this key, or the node lags; give every operator its own key"
            )
        note_dropped(slot)
        self._wallet.save(*slot)
