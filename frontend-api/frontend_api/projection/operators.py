"""What an operator's events say: membership, bond, credit, fees and penalties."""

from sqlmodel import Session, col, delete, select

from frontend_api.projection.tables import Event, Operator


def numbered(session: Session) -> dict[int, str]:
    """Operators by member number; a number is never given again."""
    added = session.exec(select(Event).where(Event.name == "MemberAdded"))
    return {event.args["number"]: event.args["operator"] for event in added}


def fold_operator(session: Session, address: str) -> None:
    """Make an operator's row anew from its events."""
    session.exec(delete(Operator).where(col(Operator.address) == address))
    query = select(Event).where(Event.operator == address)
    query = query.order_by(col(Event.block_number), col(Event.log_index))
    operator: Operator | None = None
    for event in session.exec(query):
        if event.name == "MemberAdded" and operator is None:
            operator = _joined(event)
        if operator is not None:
            operator.block_number = event.block_number
            _apply(operator, event)
    if operator is not None:
        session.add(operator)


def _joined(event: Event) -> Operator:
    return Operator(
        address=event.args["operator"],
        number=event.args["number"],
        listed=True,
        joined_at=event.timestamp,
        block_number=event.block_number,
    )


def _apply(operator: Operator, event: Event) -> None:
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
        case "Penalized":
            operator.bond = _sum(operator.bond, -event.args["amount"])
            operator.penalties = _sum(operator.penalties, event.args["amount"])
        case "FeeCredited":
            operator.credit = _sum(operator.credit, event.args["amount"])
            operator.fees = _sum(operator.fees, event.args["amount"])
        case "CreditClaimed":
            operator.credit = "0"


def _sum(text: str, amount: int) -> str:
    return str(int(text) + amount)
