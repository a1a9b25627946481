"""The inbox, filled with rows."""

from collections.abc import Iterable, Sequence

from sqlmodel import Session

from oracle.store import inbox
from oracle.store.tables import Block, Event


def record(
    session: Session,
    chain_id: int,
    since: int | None,
    events: Iterable[Event],
    blocks: Sequence[Block],
) -> None:
    """As `oracle.store.inbox.record`."""
    rows = [event.model_dump(exclude={"id"}) for event in events]
    inbox.record(session, chain_id, since, rows, blocks)
