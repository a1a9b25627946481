"""The journal of transactions: what was signed for which cause, and what became of it."""

from sqlmodel import Session, col, func, select

from oracle.store.tables import Transaction, TransactionState

_OPEN = (TransactionState.STORED, TransactionState.SENT, TransactionState.MINED)


def attempts(session: Session, cause: str) -> list[Transaction]:
    """All the transactions that were signed for a cause, oldest first."""
    query = select(Transaction).where(Transaction.cause == cause)
    return list(session.exec(query.order_by(col(Transaction.attempt))))


def live_attempt(session: Session, cause: str) -> Transaction | None:
    """The transaction that stands for a cause: the mined one, else the newest still in play.

    None where there is none, or where all of them failed or were replaced.
    """
    rows = attempts(session, cause)
    done = (TransactionState.MINED, TransactionState.FINALIZED)
    mined = [row for row in rows if row.state in done]
    in_play = mined or [row for row in rows if row.state in _OPEN]
    return in_play[-1] if in_play else None


def open_slots(session: Session, chain_id: int, sender: str) -> list[list[Transaction]]:
    """Transactions not settled yet, one list per nonce, lowest nonce and oldest attempt first."""
    query = select(Transaction).where(
        Transaction.chain_id == chain_id,
        Transaction.sender == sender,
        col(Transaction.state).in_(_OPEN),
    )
    slots: dict[int, list[Transaction]] = {}
    for row in session.exec(query.order_by(col(Transaction.nonce), col(Transaction.id))):
        slots.setdefault(row.nonce, []).append(row)
    return list(slots.values())


def slot(session: Session, row: Transaction) -> list[Transaction]:
    """All the transactions that share a nonce with `row`, itself included, oldest first."""
    query = select(Transaction).where(
        Transaction.chain_id == row.chain_id,
        Transaction.sender == row.sender,
        Transaction.nonce == row.nonce,
    )
    return list(session.exec(query.order_by(col(Transaction.id))))


def settled_from(session: Session, chain_id: int, sender: str, nonce: int) -> list[Transaction]:
    """Transactions that were settled with `nonce` or one of the 63 after it."""
    query = select(Transaction).where(
        Transaction.chain_id == chain_id,
        Transaction.sender == sender,
        Transaction.nonce >= nonce,
        Transaction.nonce < nonce + 64,
        col(Transaction.state).not_in(_OPEN),
    )
    return list(session.exec(query))


def stands_elsewhere(session: Session, row: Transaction) -> bool:
    """Whether another nonce serves the cause of `row`: it did, or a later one is about to."""
    done = (TransactionState.MINED, TransactionState.FINALIZED)
    return any(
        other.nonce != row.nonce
        and other.error is None
        and (other.state in done or (other.state in _OPEN and other.nonce > row.nonce))
        for other in attempts(session, row.cause)
    )


def next_nonce(session: Session, chain_id: int, sender: str) -> int:
    """The nonce after the highest one that the journal holds; 0 where it holds none."""
    highest = session.exec(
        select(func.max(Transaction.nonce)).where(
            Transaction.chain_id == chain_id,
            Transaction.sender == sender,
        )
    ).one()
    return 0 if highest is None else highest + 1


def next_attempt(session: Session, cause: str) -> int:
    """The number that the next transaction of a cause gets, from 1."""
    rows = attempts(session, cause)
    return rows[-1].attempt + 1 if rows else 1
