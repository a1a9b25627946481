"""Making a projection of a chain that is long already: the log first, then what is folded from it.

Rounds are folded some at a time, each part in its own transaction; whoever is stopped goes on from
there. The rest takes one transaction, with which the projection is whole.
"""

from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session, col, delete, func, select

from frontend_api.projection.holders import count_holders
from frontend_api.projection.measures import measure_all
from frontend_api.projection.operators import fold_operator
from frontend_api.projection.personas import fold_persona
from frontend_api.projection.proposals import fold_proposal
from frontend_api.projection.rounds import fold_rounds
from frontend_api.projection.tables import Change, Entry, Event, Round, Sheet, Sponsor, Status
from frontend_api.projection.vaults import refold_vault
from oracle.store.database import transaction

_ROUNDS = 250


def is_building(session: Session) -> bool:
    """Whether only the log is there, and no reader should look."""
    status = session.get(Status, 1)
    return status is not None and status.building


def unfold(session: Session) -> None:
    """Forget the rounds that were folded already: the log has changed."""
    if session.exec(select(Round.id).limit(1)).first() is not None:
        for table in (Round, Entry, Sheet, Sponsor):
            session.exec(delete(table))


def finish(engine: Engine) -> None:
    """Fold all that the log is about, and let readers in. Raises as `transaction` does."""
    while _fold_some_rounds(engine):
        pass
    with transaction(engine) as session:
        _fold_the_rest(session)
        session.get_one(Status, 1).building = False
        session.add(Change())


def _fold_some_rounds(engine: Engine) -> bool:
    with transaction(engine) as session:
        last = session.exec(select(func.max(Round.id))).one() or 0
        query = select(Event.round_id).where(
            col(Event.round_id) > last, Event.name == "GenerationProposed"
        )
        found = session.exec(query.order_by(col(Event.round_id)).limit(_ROUNDS)).all()
        fold_rounds(session, {number for number in found if number is not None})
    return bool(found)


def _fold_the_rest(session: Session) -> None:
    for persona_id in _subjects(session, col(Event.persona_id)):
        fold_persona(session, persona_id)
        refold_vault(session, persona_id)
        _let_go(session)
    for operator in _subjects(session, col(Event.operator)):
        fold_operator(session, operator)
        _let_go(session)
    for proposal_id in _subjects(session, col(Event.proposal_id)):
        fold_proposal(session, proposal_id)
        _let_go(session)
    count_holders(session)
    measure_all(session)
    _let_go(session)


def _subjects(session: Session, column: Any) -> list[Any]:
    return sorted(session.exec(select(column).where(column.is_not(None)).distinct()))


def _let_go(session: Session) -> None:
    """Write down what was folded, and keep none of it in memory."""
    session.flush()
    session.expunge_all()
