"""What an operator's database says of its work."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine, Float, cast
from sqlmodel import Session, col, func, select

from oracle.store.database import snapshot
from oracle.store.rounds import ENDINGS
from oracle.store.tables import Cursor, Event, Transaction, TransactionState

_WAITING = (TransactionState.STORED, TransactionState.SENT)


@dataclass(frozen=True)
class Journal:
    """Counts by the database; money in wei.

    `waiting_since` is the chain's head when the oldest transaction that is not mined was signed,
    `lowest_nonce` its nonce; None where none waits.
    """

    cursor: int
    cursor_timestamp: int
    rounds_open: int
    committed: int
    revealed: int
    penalties: tuple[int, ...]
    transactions: dict[str, int]
    fees: float
    waiting_since: int | None
    lowest_nonce: int | None


def read_journal(engine: Engine, chain_id: int, operator: str) -> Journal:
    """The counts as they are now; no writer waits for them. Raises as `snapshot` does."""
    with snapshot(engine) as connection, Session(connection) as session:
        cursor = session.get(Cursor, chain_id)
        waiting = session.exec(
            select(func.min(Transaction.signed_at), func.min(Transaction.nonce)).where(
                Transaction.chain_id == chain_id,
                Transaction.sender == operator,
                col(Transaction.state).in_(_WAITING),
            )
        ).one()
        return Journal(
            cursor=cursor.number if cursor else 0,
            cursor_timestamp=cursor.timestamp if cursor else 0,
            rounds_open=_events(session, chain_id, "GenerationProposed")
            - _events(session, chain_id, *ENDINGS),
            committed=_events(session, chain_id, "Committed", operator=operator),
            revealed=_events(session, chain_id, "Revealed", "RevealRefused", operator=operator),
            penalties=_penalties(session, chain_id, operator),
            transactions=_states(session, chain_id),
            fees=_fees(session, chain_id),
            waiting_since=waiting[0],
            lowest_nonce=waiting[1],
        )


def _events(session: Session, chain_id: int, *names: str, operator: str | None = None) -> int:
    query = select(func.count(col(Event.id))).where(
        Event.chain_id == chain_id, col(Event.name).in_(names)
    )
    if operator is not None:
        query = query.where(_operator() == operator)
    return session.exec(query).one()


def _penalties(session: Session, chain_id: int, operator: str) -> tuple[int, ...]:
    query = select(Event.args).where(
        Event.chain_id == chain_id, Event.name == "Penalized", _operator() == operator
    )
    return tuple(args["amount"] for args in session.exec(query))


def _operator() -> Any:
    return col(Event.args)["operator"].as_string()


def _states(session: Session, chain_id: int) -> dict[str, int]:
    query = select(Transaction.state, func.count(col(Transaction.id)))
    rows = session.exec(query.where(Transaction.chain_id == chain_id).group_by(Transaction.state))
    counts = {str(state): count for state, count in rows}
    return {state.value: counts.get(state.value, 0) for state in TransactionState}


def _fees(session: Session, chain_id: int) -> float:
    """As a float: a database's whole numbers end at 9.2 coins."""
    query = select(func.sum(cast(col(Transaction.fee), Float)))
    return session.exec(query.where(Transaction.chain_id == chain_id)).one() or 0.0
