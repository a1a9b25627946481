"""Inbox: decoded events with the cursor they were read up to, always moved together."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlmodel import Session, col, delete, insert, select

from oracle.errors import Transient
from oracle.store.tables import Block, Cursor, Event

WINDOW = 256


def recent_blocks(session: Session, chain_id: int) -> list[Block]:
    """The latest processed blocks that are remembered, at most `WINDOW`, oldest first."""
    query = select(Block).where(Block.chain_id == chain_id).order_by(col(Block.number))
    return list(session.exec(query))


def record(
    session: Session,
    chain_id: int,
    since: int | None,
    events: Sequence[Mapping[str, Any]],
    blocks: Sequence[Block],
) -> None:
    """Store what was read after block `since` (None: nothing yet) and move the cursor.

    `events` are the columns of `Event` but for its id. `blocks` are ascending, not empty; the last
    is the new cursor.
    Raises `Transient` if the cursor is no longer at `since`: another process moved it.
    """
    cursor = session.get(Cursor, chain_id)
    if (cursor.number if cursor else None) != since:
        raise Transient("another process reads into this database: run one operator per file")
    if events:
        session.exec(insert(Event), params=events)
    remembered = blocks[-WINDOW:]
    known = col(Block.chain_id) == chain_id, col(Block.number) >= remembered[0].number
    session.exec(delete(Block).where(*known))
    session.add_all(remembered)
    _move_cursor(session, chain_id, blocks[-1])
    _forget_old_blocks(session, chain_id)


def roll_back(session: Session, chain_id: int, fork: Block) -> None:
    """Forget the events of the blocks after `fork`, the last one still on the chain.

    What was generated, committed and sent stays: its keys name the facts it is about.
    """
    places = (
        (Block, col(Block.chain_id), col(Block.number)),
        (Event, col(Event.chain_id), col(Event.block_number)),
    )
    for table, chain, number in places:
        session.exec(delete(table).where(chain == chain_id, number > fork.number))
    _move_cursor(session, chain_id, fork)


def events(
    session: Session, chain_id: int, names: Sequence[str], subject: int | None = None
) -> list[Event]:
    """The events of those names in chain order; about one round or persona, where it is given."""
    query = select(Event).where(Event.chain_id == chain_id, col(Event.name).in_(names))
    if subject is not None:
        query = query.where(Event.subject == subject)
    return list(session.exec(query.order_by(col(Event.block_number), col(Event.log_index))))


def events_open(session: Session, chain_id: int, name: str, endings: Sequence[str]) -> list[Event]:
    """The events of that name whose subject none of the `endings` is about, in chain order."""
    ended = select(Event.subject).where(Event.chain_id == chain_id, col(Event.name).in_(endings))
    query = select(Event).where(
        Event.chain_id == chain_id, Event.name == name, col(Event.subject).not_in(ended)
    )
    return list(session.exec(query.order_by(col(Event.block_number), col(Event.log_index))))


def _move_cursor(session: Session, chain_id: int, block: Block) -> None:
    session.merge(
        Cursor(chain_id=chain_id, number=block.number, hash=block.hash, timestamp=block.timestamp)
    )


def _forget_old_blocks(session: Session, chain_id: int) -> None:
    newest = select(Block.number).where(Block.chain_id == chain_id)
    kept = newest.order_by(col(Block.number).desc()).limit(WINDOW)
    session.exec(
        delete(Block).where(col(Block.chain_id) == chain_id, col(Block.number).not_in(kept))
    )
