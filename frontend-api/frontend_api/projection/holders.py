"""What the token's events say of its holders: balances, votes and delegates."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeVar

from sqlmodel import Session, col, delete, select

from frontend_api.projection.governance_tables import Delegation, Holder, Power, Transfer
from frontend_api.projection.words import ZERO_ADDRESS

TokenRow = Transfer | Delegation | Power
R = TypeVar("R", Transfer, Delegation, Power)
_BATCH = 1_000


def move(session: Session, rows: Iterable[TokenRow], *, back: bool = False) -> None:
    """Take rows that were added to the log, or with `back` removed from it, into account.

    A balance is a sum, so that it is moved on and back by what changed; votes and delegate are
    those of the newest row.
    """
    rows = list(rows)
    moved = _moved(row for row in rows if isinstance(row, Transfer))
    voted = {row.delegate for row in rows if isinstance(row, Power)}
    delegated = {row.delegator for row in rows if isinstance(row, Delegation)}
    for address in sorted(moved.keys() | voted | delegated):
        holder = session.get(Holder, address) or Holder(address=address)
        holder.balance = str(int(holder.balance) + (-1 if back else 1) * moved[address])
        if address in voted:
            holder.votes = _newest(session, Power.votes, Power.delegate == address) or "0"
        if address in delegated:
            mine = Delegation.delegator == address
            holder.delegate = _newest(session, Delegation.delegate, mine)
        _keep(session, holder)


def count_holders(session: Session) -> None:
    """Make all holders' rows anew from the whole log."""
    session.exec(delete(Holder))
    balances: Counter[str] = Counter()
    for part in _all(session, Transfer):
        balances.update(_moved(part))
    votes = {row.delegate: row.votes for part in _all(session, Power) for row in part}
    delegates = {row.delegator: row.delegate for part in _all(session, Delegation) for row in part}
    session.expunge_all()
    for address in sorted(balances.keys() | votes.keys() | delegates.keys()):
        found = Holder(
            address=address,
            balance=str(balances[address]),
            votes=votes.get(address, "0"),
            delegate=delegates.get(address),
        )
        _keep(session, found)


def _all(session: Session, table: type[R]) -> Iterator[Sequence[R]]:
    """The log in chain order, some rows at a time, which the session does not keep."""
    query = select(table).order_by(col(table.block_number), col(table.log_index))
    for part in session.exec(query.execution_options(yield_per=_BATCH)).partitions():
        yield part
        for row in part:
            session.expunge(row)


def _moved(transfers: Iterable[Transfer]) -> Counter[str]:
    """How much each account has more; the zero address is none."""
    moved: Counter[str] = Counter()
    for transfer in transfers:
        moved[transfer.sender] -= int(transfer.amount)
        moved[transfer.receiver] += int(transfer.amount)
    del moved[ZERO_ADDRESS]
    return moved


def _newest(session: Session, column: Any, condition: Any) -> str | None:
    table = column.class_
    query = select(column).where(condition)
    query = query.order_by(col(table.block_number).desc(), col(table.log_index).desc())
    found: str | None = session.exec(query.limit(1)).first()
    return found


def _keep(session: Session, holder: Holder) -> None:
    """A row that says nothing is none, so that a rollback leaves what was there before."""
    if (holder.balance, holder.votes, holder.delegate) != ("0", "0", None):
        session.add(holder)
    elif holder in session:
        session.delete(holder)
