"""From the chain into an operator's inbox."""

import time
from collections.abc import Callable
from dataclasses import asdict, fields
from typing import Any

from sqlalchemy import Engine

from oracle.chain.events import ChainEvent
from oracle.chain.node import Header
from oracle.chain.scanner import Batch, Reorg, Scanner
from oracle.errors import Fatal
from oracle.store import inbox
from oracle.store.database import transaction
from oracle.store.tables import MAX_INTEGER, Block

# The arguments that name what an event is about; the first that it has counts.
_SUBJECTS = ("roundId", "reviewId", "attributionId", "jobId", "tokenId", "personaId")
_COLUMNS = tuple(field.name for field in fields(ChainEvent))


def ingest(engine: Engine, scanner: Scanner) -> Batch | Reorg | None:
    """Take one step and store what it gave: events and cursor in one transaction.

    Returns the step, None where nothing is new: call again until then. Raises as `Scanner.step`
    does, and `Fatal` if no remembered block is on the chain any more.
    """
    with transaction(engine) as session:
        recent = inbox.recent_blocks(session, scanner.chain_id)
    step = scanner.step(recent)
    if step is None:
        return None
    since = recent[-1].number if recent else None
    with transaction(engine) as session:
        if isinstance(step, Batch):
            inbox.record(session, scanner.chain_id, since, *_rows(step, scanner.chain_id))
        else:
            inbox.roll_back(session, scanner.chain_id, _fork(step, scanner.chain_id))
    return step


def catch_up(
    engine: Engine, scanner: Scanner, seconds: float, tell: Callable[[Batch | Reorg], None]
) -> bool:
    """Take steps until nothing is new, or for about `seconds`; whether there may be more.

    A node whose chain never ends, or that changes its mind each time, keeps nobody from revealing;
    nor does a long chain that is read for the first time. `tell` hears of each step. What comes
    meanwhile waits, so that fast blocks stop nothing. Raises as `ingest` does.
    """
    until = time.monotonic() + seconds
    while (step := ingest(engine, scanner)) is not None:
        tell(step)
        if isinstance(step, Batch) and step.complete:
            return False
        if time.monotonic() >= until:
            return True
    return False


def _rows(batch: Batch, chain_id: int) -> tuple[list[dict[str, Any]], list[Block]]:
    events = [_event(event, chain_id) for event in batch.events]
    return events, [_block(header, chain_id) for header in batch.headers[-inbox.WINDOW :]]


def _event(event: ChainEvent, chain_id: int) -> dict[str, Any]:
    subject = next((event.args[name] for name in _SUBJECTS if name in event.args), None)
    if subject is not None and not 0 <= subject <= MAX_INTEGER:
        subject = None  # no contract of ours counts so far
    columns = {name: getattr(event, name) for name in _COLUMNS}
    return {"chain_id": chain_id, "subject": subject, **columns}


def _fork(reorg: Reorg, chain_id: int) -> Block:
    if reorg.fork is None:
        raise Fatal(
            "none of the blocks remembered in the operator database is on the node's chain: "
            "check the node; if it is right, start with a new database file"
        )
    return _block(reorg.fork, chain_id)


def _block(header: Header, chain_id: int) -> Block:
    return Block(chain_id=chain_id, **asdict(header))
