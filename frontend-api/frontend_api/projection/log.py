"""The one way into the projection: add what was read, or forget what was rolled back, and fold."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, delete, select

from frontend_api.projection.facts import Counted
from frontend_api.projection.governance_tables import (
    LOG,
    Ballot,
    Delegation,
    LogRow,
    Power,
    Transfer,
)
from frontend_api.projection.holders import TokenRow, move
from frontend_api.projection.intake import wanted_digests
from frontend_api.projection.measures import measure
from frontend_api.projection.operators import move_operators, move_operators_back
from frontend_api.projection.personas import fold_persona, move_standings, personas_of, standing_in
from frontend_api.projection.proposals import fold_proposal, proposals_of
from frontend_api.projection.rounds import fold_rounds
from frontend_api.projection.tables import (
    Block,
    Change,
    Entry,
    Event,
    ProjectionTable,
    Status,
    Vote,
    Wanted,
)
from frontend_api.projection.vaults import move_vaults, move_vaults_back
from oracle.chain.node import Header
from oracle.errors import Transient

WINDOW = 256
"""How many of the latest blocks are remembered: a deeper reorg rebuilds the projection."""


def recent_blocks(session: Session) -> Sequence[Block]:
    """The latest blocks that were read, at most `WINDOW` or so, oldest first."""
    return session.exec(select(Block).order_by(col(Block.number))).all()


def vaults(session: Session) -> dict[str, int]:
    """The personas by their vaults' addresses."""
    registered = session.exec(select(Event.args).where(Event.name == "PersonaRegistered"))
    return {args["vault"]: args["personaId"] for args in registered}


def cursor(session: Session) -> Block | None:
    """The last block that was read."""
    return session.exec(select(Block).order_by(col(Block.number).desc()).limit(1)).first()


def add(
    session: Session, since: Block | None, headers: Iterable[Header], rows: Sequence[LogRow]
) -> None:
    """Add what was read after `since`, and fold what it is about. Raises as `append` does."""
    append(session, since, headers, rows)
    events, touched = _events(rows), _touched(session, rows)
    move(session, _of_token(rows))
    move_operators(session, events)
    move_standings(session, touched.rounds, back=True)
    _fold(session, touched)
    move_standings(session, touched.rounds)
    for persona_id in sorted(touched.personas):
        fold_persona(session, persona_id)
    move_vaults(session, events)
    measure(session, _counted(rows))


def append(
    session: Session, since: Block | None, headers: Iterable[Header], rows: Sequence[LogRow]
) -> None:
    """Add what was read after `since` to the log.

    Raises `Transient` if the last block is no longer `since`: another process moved it.
    """
    _check_cursor(session, since)
    session.add_all(rows)
    for header in list(headers)[-WINDOW:]:
        session.merge(Block(number=header.number, hash=header.hash, timestamp=header.timestamp))
    session.flush()
    _forget_old_blocks(session)
    _want(session, rows)


def roll_back(session: Session, since: Block, fork: Header) -> None:
    """Forget all that came after `fork`, and fold what it was about. Raises as `append` does."""
    rows: list[LogRow] = []
    for table in LOG:
        after = select(table).where(col(table.block_number) > fork.number)
        rows += session.exec(after).all()  # type: ignore[arg-type]
    events, touched = _events(rows), _touched(session, rows)
    measure(session, _counted(rows), back=True)
    standing = standing_in(session, touched.rounds)
    cut(session, since, fork)
    move(session, _of_token(rows), back=True)
    move_operators_back(session, events)
    _fold(session, touched)
    for persona_id in sorted(touched.personas | standing):
        fold_persona(session, persona_id)
    move_vaults_back(session, events)


def cut(session: Session, since: Block, fork: Header) -> None:
    """Forget all of the log that came after `fork`. Raises as `append` does."""
    _check_cursor(session, since)
    for table in LOG:
        session.exec(delete(table).where(col(table.block_number) > fork.number))
    session.exec(delete(Block).where(col(Block.number) > fork.number))


def _of_token(rows: Iterable[LogRow]) -> list[TokenRow]:
    return [row for row in rows if isinstance(row, Transfer | Delegation | Power)]


def _counted(rows: Iterable[LogRow]) -> list[Counted]:
    return [row for row in rows if isinstance(row, Counted)]


def clear(session: Session) -> None:
    """Forget everything but the count of versions, which tells clients to ask again.

    Readers are told that it is being built until `building.finish` is done.
    """
    for table in ProjectionTable.metadata.sorted_tables:
        if table.name not in (Change.__tablename__, Status.__tablename__):
            session.connection().execute(table.delete())
    if status := session.get(Status, 1):
        status.building = True
    session.add(Change())


@dataclass
class _Touched:
    """The subjects of some rows.

    `settled` are rounds that change their personas' standings, `personas` those whose own events
    they are; clients are told that of `told` something changed.
    """

    rounds: set[int]
    settled: set[int]
    personas: set[int]
    told: set[int]
    operators: set[str]
    proposals: set[int]


def _touched(session: Session, rows: Sequence[LogRow]) -> _Touched:
    events = _events(rows)
    personas = personas_of(session, events)
    return _Touched(
        rounds={
            row.round_id
            for row in rows
            if isinstance(row, Event | Vote) and row.round_id is not None
        },
        settled={e.round_id for e in events if e.name == "RoundSettled" and e.round_id is not None},
        personas=personas,
        told=personas | {e.persona_id for e in events if e.persona_id is not None},
        operators={event.operator for event in events if event.operator is not None},
        proposals=proposals_of(session, [row for row in rows if isinstance(row, Event | Ballot)]),
    )


def _events(rows: Iterable[LogRow]) -> list[Event]:
    return [row for row in rows if isinstance(row, Event)]


def _fold(session: Session, touched: _Touched) -> None:
    """Make rounds and proposals anew, and tell what changed."""
    told = touched.told | _rosters(session, touched.settled)
    fold_rounds(session, touched.rounds)
    for proposal_id in sorted(touched.proposals):
        fold_proposal(session, proposal_id)
    session.flush()
    told |= _rosters(session, touched.settled)
    session.add_all([Change(round_id=round_id) for round_id in sorted(touched.rounds)])
    session.add_all([Change(persona_id=persona_id) for persona_id in sorted(told)])
    session.add_all([Change(operator=operator) for operator in sorted(touched.operators)])
    session.add_all([Change(proposal_id=proposal) for proposal in sorted(touched.proposals)])


def _rosters(session: Session, rounds: set[int]) -> set[int]:
    return set(session.exec(select(Entry.persona_id).where(col(Entry.round_id).in_(rounds))))


def _want(session: Session, rows: Iterable[LogRow]) -> None:
    events = (row for row in rows if isinstance(row, Event))
    digests = {digest for event in events for digest in wanted_digests(event)}
    for digest in sorted(digests):
        if session.get(Wanted, digest) is None:
            session.add(Wanted(digest=digest))


def _check_cursor(session: Session, since: Block | None) -> None:
    last = cursor(session)
    if (last and last.hash) != (since and since.hash):
        raise Transient("another process writes this projection: stop one of them")


def _forget_old_blocks(session: Session) -> None:
    newest = select(Block.number).order_by(col(Block.number).desc()).limit(WINDOW)
    session.exec(delete(Block).where(col(Block.number).not_in(newest)))
