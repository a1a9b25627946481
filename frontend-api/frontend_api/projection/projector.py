"""Follows the head of the chain into the projection."""

import logging
import time
from collections.abc import Callable
from threading import Event as Flag

from sqlalchemy import Engine

from frontend_api.projection import log
from frontend_api.projection.building import finish, is_building, unfold
from frontend_api.projection.source import Source
from frontend_api.projection.tables import Block, Status
from oracle.chain.node import Header
from oracle.chain.scanner import Batch, Reorg
from oracle.errors import Transient
from oracle.store.database import transaction

_logger = logging.getLogger(__name__)
OnStep = Callable[[int, int], None]
"""Hears of each batch: its last block, and how many events it had."""


def _nothing(_block: int, _events: int) -> None: ...


class Projector:
    """Moves a projection on. One per file; a second one is refused as soon as it writes."""

    def __init__(self, engine: Engine, source: Source) -> None:
        self._engine, self._source = engine, source
        self._treasury: tuple[str, dict[str, str]] | None = None
        self._on_step: OnStep = _nothing
        self._adopt()

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def run(self, stop: Flag, poll_seconds: float) -> None:
        """Follow the chain until `stop` is set. Raises `Fatal`; waits out what is `Transient`."""
        while not stop.is_set():
            try:
                moved = self.poll()
            except Transient as error:
                _logger.warning("%s", error)
                moved = False
            if not moved:
                stop.wait(poll_seconds)

    def poll(self) -> bool:
        """Take one step and write down how far we are; whether there was something new.

        A node that fails becomes the status' `problem`. Raises `Transient` or `Fatal` where the
        projection can't be written, `Fatal` as `Scanner.step` does.
        """
        try:
            moved, problem = self.step(), None
        except Transient as error:
            moved, problem = False, str(error)
        self._tell(problem)
        return moved

    def step(self) -> bool:
        """Add one batch, or roll one reorg back; whether there was something new.

        Raises `Transient` and `Fatal` as `Scanner.step` does.
        """
        with transaction(self._engine) as session:
            recent = log.recent_blocks(session)
            self._source.watch(log.vaults(session))
            building = is_building(session)
        step = self._source.step(list(recent))
        match step:
            case Batch():
                self._add(recent[-1] if recent else None, step, building)
            case Reorg(fork=fork):
                self._roll_back(recent[-1], fork, building)
            case None if not (building and recent):
                return False
        if building and (step is None or (isinstance(step, Batch) and step.complete)):
            finish(self._engine)
        return True

    def rebuild(self, on_step: OnStep = _nothing) -> None:
        """Forget everything and read it again up to the head, or go on where that was stopped.

        Readers are told to wait in the meantime. Raises as `step` does.
        """
        with transaction(self._engine) as session:
            if not is_building(session):
                log.clear(session)
        self._tell(None)
        self._on_step = on_step
        try:
            while self.step():
                pass
        finally:
            self._on_step = _nothing
        self._tell(None)

    def _add(self, since: Block | None, batch: Batch, building: bool) -> None:
        rows = [row for event in batch.events for row in self._source.intake.rows(event)]
        with transaction(self._engine) as session:
            if building:
                log.append(session, since, batch.headers, rows)
                unfold(session)
            else:
                log.add(session, since, batch.headers, rows)
        self._on_step(batch.cursor.number, len(batch.events))

    def _roll_back(self, since: Block, fork: Header | None, building: bool) -> None:
        with transaction(self._engine) as session:
            if fork is None:
                _logger.warning("the chain changed deeper than is remembered: rebuilding")
                log.clear(session)
            elif building:
                log.cut(session, since, fork)
                unfold(session)
            else:
                log.roll_back(session, since, fork)

    def _adopt(self) -> None:
        """Make the file that of our deployment; one of another deployment starts again."""
        deployment = self._source.deployment.model_dump(mode="json")
        with transaction(self._engine) as session:
            status = session.get(Status, 1)
            if status and status.deployment != deployment:
                _logger.warning("the projection was of another deployment: rebuilding")
                log.clear(session)
            if status is None or status.deployment != deployment:
                token = self._source.token
                session.merge(Status(deployment=deployment, token=token, building=True))

    def head(self) -> int:
        """The number of the newest block. Raises `Transient` where the node does not answer."""
        number: int = self._source.newest()[0]["number"]
        return number

    def _tell(self, problem: str | None) -> None:
        """Write down how far the node is, and that we are alive."""
        try:
            head, finalized = self._source.newest()
            treasury = self._read_treasury(head["hash"])
        except Transient as error:
            head, finalized, treasury, problem = None, None, None, str(error)
        with transaction(self._engine) as session:
            status = session.get_one(Status, 1)
            status.problem, status.updated_at = problem, int(time.time())
            if head is not None and finalized is not None:
                status.head, status.finalized = head, finalized
            if treasury is not None:
                status.treasury = treasury

    def _read_treasury(self, block_hash: str) -> dict[str, str]:
        """What the treasury has at the head; asked for once a block."""
        if self._treasury is None or self._treasury[0] != block_hash:
            self._treasury = block_hash, self._source.treasury()
        return self._treasury[1]
