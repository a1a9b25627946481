"""What an operator's events say: membership, bond, credit, fees and penalties."""

from collections.abc import Iterable, Sequence

from sqlmodel import Session, col, delete, select

from frontend_api.projection.tables import Event, Operator

_SET = frozenset(
    {
        "MemberAdded",
        "MemberRemoved",
        "Bonded",
        "UnbondRequested",
        "Unbonded",
        "CreditClaimed",
    }
)
_TELLING = _SET | {"Penalized", "FeeCredited"}
"""The events that change an operator's row; the others are the newest thing that it did."""


def numbered(session: Session) -> dict[int, str]:
    """Operators by member number; a number is never given again."""
    added = session.exec(select(Event).where(Event.name == "MemberAdded"))
    return {event.args["number"]: event.args["operator"] for event in added}


def fold_operator(session: Session, address: str) -> None:
    """Make an operator's row anew from all its events."""
    session.exec(delete(Operator).where(col(Operator.address) == address))
    ours = Event.operator == address, col(Event.name).in_(_TELLING)
    query = select(Event).where(*ours).order_by(col(Event.block_number), col(Event.log_index))
    operator: Operator | None = None
    for event in session.exec(query):
        operator = _moved(operator, event)
    if operator is not None:
        operator.block_number = _last_block(session, address)
        session.add(operator)


def move_operators(session: Session, events: Iterable[Event]) -> None:
    """Take new events, in chain order, into the operators that they are about."""
    for event in events:
        if event.operator is not None:
            before = session.get(Operator, event.operator)
            operator = _moved(before, event)
            if before is None and operator is not None:
                session.add(operator)
                session.flush()


def move_operators_back(session: Session, events: Sequence[Event]) -> None:
    """Take events out again that are no longer in the log: as they came, where they were sums."""
    for address in {event.operator for event in events} - {None}:
        own = [event for event in events if event.operator == address]
        operator = session.get(Operator, address)
        if operator is None or any(event.name in _SET for event in own):
            fold_operator(session, str(address))
            continue
        for event in own:
            _add(operator, event, -1)
        operator.block_number = _last_block(session, str(address))


def _last_block(session: Session, address: str) -> int:
    query = select(Event.block_number).where(Event.operator == address)
    return session.exec(query.order_by(col(Event.block_number).desc()).limit(1)).one()


def _moved(operator: Operator | None, event: Event) -> Operator | None:
    """An operator after an event; None before the first that makes it a member."""
    if operator is None and event.name == "MemberAdded":
        operator = _joined(event)
    if operator is not None:
        operator.block_number = event.block_number
        _set(operator, event)
        _add(operator, event, 1)
    return operator


def _joined(event: Event) -> Operator:
    return Operator(
        address=event.args["operator"],
        number=event.args["number"],
        listed=True,
        joined_at=event.timestamp,
        block_number=event.block_number,
    )


def _set(operator: Operator, event: Event) -> None:
    """What an event says anew, whatever was before."""
    match event.name:
        case "MemberAdded":
            operator.listed, operator.release_at = True, None
        case "MemberRemoved":
            operator.listed = False
        case "Bonded":
            operator.bond, operator.release_at = str(event.args["bond"]), None
        case "UnbondRequested":
            operator.release_at = event.args["releaseAt"]
        case "Unbonded":
            operator.bond = "0"
        case "CreditClaimed":
            operator.credit = "0"


def _add(operator: Operator, event: Event, sign: int) -> None:
    """What an event adds, or with `sign` -1 what it had added."""
    match event.name:
        case "Penalized":
            operator.bond = _sum(operator.bond, -sign * event.args["amount"])
            operator.penalties = _sum(operator.penalties, sign * event.args["amount"])
        case "FeeCredited":
            operator.credit = _sum(operator.credit, sign * event.args["amount"])
            operator.fees = _sum(operator.fees, sign * event.args["amount"])


def _sum(text: str, amount: int) -> str:
    return str(int(text) + amount)
