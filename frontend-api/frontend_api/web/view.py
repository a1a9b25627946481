"""What an endpoint looks at: the projection at one moment, and the documents beside it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends
from sqlalchemy import Engine, true
from sqlmodel import Session, col, func, select
from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection

from frontend_api.accounts.allowance import Allowance
from frontend_api.assistant.held import Assistant
from frontend_api.documents.reader import Documents
from frontend_api.files.intake import Intake
from frontend_api.live.hub import Hub
from frontend_api.projection.tables import Block, Change, Status
from frontend_api.settings import Settings
from oracle.assistant.chat import Chats
from oracle.ipfs.embedded import EmbeddedStore

_NEWEST = select(Status, Block).outerjoin(Block, true()).order_by(col(Block.number).desc()).limit(1)


@dataclass(frozen=True)
class Services:
    """What a web worker holds open; `people` is written by `oracle.store.database.transaction`."""

    settings: Settings
    projection: Engine
    people: Engine
    blocks: EmbeddedStore
    documents: Documents
    hub: Hub
    allowance: Allowance
    assistant: Assistant
    chats: Chats
    intake: Intake

    def close(self) -> None:
        """Let go of the files, and end the threads."""
        self.chats.close()
        self.assistant.close()
        self.blocks.close()
        self.people.dispose()
        self.projection.dispose()


@dataclass(frozen=True)
class View:
    """The projection at one moment; `block` is the last that was read, whose time is "now"."""

    session: Session
    status: Status
    block: Block
    documents: Documents

    def is_final(self, block_number: int) -> bool:
        """Whether a change in that block is final."""
        return block_number <= self.status.finalized

    def version(self) -> int:
        """How many changes there were so far."""
        return self.session.exec(select(func.max(Change.version))).one() or 0


def services(connection: HTTPConnection) -> Services:
    """What the application holds open."""
    held: Services = connection.app.state.services
    return held


def view(connection: HTTPConnection) -> Iterator[View]:
    """One moment of the projection, for one request."""
    held = services(connection)
    with Session(held.projection) as session:
        yield open_view(held, session)


def open_view(held: Services, session: Session) -> View:
    """The projection as `session` sees it. Raises a 503 where nothing is projected yet."""
    status, block = session.exec(_NEWEST).first() or (None, None)
    if status is not None and status.building:
        raise HTTPException(503, being_built(status, block), {"Retry-After": "5"})
    if status is None or block is None:
        raise HTTPException(503, "the projection is still empty: ask again in a moment")
    return View(session, status, block, held.documents)


def being_built(status: Status, block: Block | None) -> str:
    """How far a projection is that is not whole yet."""
    head = status.head["number"] if status.head else "the newest"
    done = f"block {block.number} of {head}" if block else "the beginning"
    return f"the projection is being rebuilt, now at {done}: ask again in a moment"


Held = Annotated[Services, Depends(services)]
Viewed = Annotated[View, Depends(view)]
