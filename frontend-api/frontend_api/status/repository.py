"""How far the projection is."""

from pydantic import BaseModel
from sqlmodel import Session, func, select

from frontend_api.projection.log import cursor
from frontend_api.projection.tables import Block, Persona, Round, Status
from frontend_api.web.values import Hex, Time


class BlockOut(BaseModel):
    """A block."""

    number: int
    hash: Hex
    time: Time


class StatusOut(BaseModel):
    """How far the projection is. `head` is the newest block that the node told of, `projected`
    the one that answers are as of, `version` the count of changes, `problem` why it is stuck."""

    chain_id: int
    version: int
    head: BlockOut | None
    projected: BlockOut | None
    finalized: int
    lag_blocks: int | None
    updated_at: Time
    problem: str | None
    rounds: int
    personas: int


def read_status(session: Session, version: int) -> StatusOut | None:
    """The status; None before the projection knows its deployment."""
    status, block = session.get(Status, 1), cursor(session)
    if status is None:
        return None
    head = BlockOut.model_validate(status.head) if status.head else None
    return StatusOut(
        chain_id=status.deployment["chain_id"],
        version=version,
        head=head,
        projected=_block(block) if block else None,
        finalized=status.finalized,
        lag_blocks=max(0, head.number - block.number) if head and block else None,
        updated_at=status.updated_at,
        problem=status.problem,
        rounds=session.exec(select(func.count()).select_from(Round)).one(),
        personas=session.exec(select(func.count()).select_from(Persona)).one(),
    )


def _block(block: Block) -> BlockOut:
    return BlockOut(number=block.number, hash=block.hash, time=block.timestamp)
