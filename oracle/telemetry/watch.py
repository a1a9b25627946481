"""All that watches one operator: looks beside its loop, metrics, and the pages that show them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from threading import Event as Flag
from typing import Any

from prometheus_client.metrics_core import Metric
from sqlalchemy import Engine

from oracle.chain.scanner import Batch, Reorg
from oracle.errors import Permanent
from oracle.ports import BlockStore, TextEngine
from oracle.settings import Settings
from oracle.store.database import is_file
from oracle.telemetry.head import HeadReader
from oracle.telemetry.health import Health
from oracle.telemetry.journal import Journal, read_journal
from oracle.telemetry.looks import Look
from oracle.telemetry.metrics import Metrics, of_files, of_head, of_journal, of_parts, of_work
from oracle.telemetry.redaction import redactor_of
from oracle.telemetry.server import WatchServer, state_page, text_page

_PAUSE_S = 15.0
_PROBE = b"troupe check"


@dataclass(frozen=True)
class Watched:
    """What an operator is made of; `work` counts what runs beside its loop, by kind and state."""

    database: Engine
    head: HeadReader
    blocks: BlockStore
    engine: TextEngine
    work: Callable[[], Mapping[tuple[str, str], int]]
    dry_run: bool


class Watch:
    """Watches an operator where the settings name a port; else it only counts."""

    def __init__(self, settings: Settings, metrics: Metrics, watched: Watched) -> None:
        """Raises `Fatal` where the port can't be had."""
        self._settings, self._metrics, self._watched = settings, metrics, watched
        self._clean = redactor_of(settings)
        self._health, self._stop = Health(settings.poll_seconds), Flag()
        self._cursor: int | None = None
        self._journal = Look("database", self._read_journal, _PAUSE_S, self._stop)
        self._head = Look("node", watched.head.read, _PAUSE_S, self._stop)
        self._looks: tuple[Look[Any], ...] = (
            self._journal,
            self._head,
            Look("blocks", self._probe_blocks, _PAUSE_S, self._stop),
            Look("engine", watched.engine.info, _PAUSE_S, self._stop),
        )
        self._server = self._serve() if settings.health_port is not None else None

    def close(self) -> None:
        """Stop looking and serving."""
        self._stop.set()
        if self._server is not None:
            self._server.close()

    def beat(self) -> None:
        """Note that a look at the chain was completed."""
        self._health.beat()
        self._metrics.heartbeat.set_to_current_time()

    def ingested(self, step: Batch | Reorg) -> None:
        """Count what was read."""
        self.beat()
        if isinstance(step, Batch):
            self._metrics.events.inc(len(step.events))
            self._cursor = step.cursor.number
        elif step.fork is not None:
            self._metrics.reorged((self._cursor or step.fork.number) - step.fork.number)

    def _serve(self) -> WatchServer:
        self._metrics.add(self._collect)
        pages = {
            "/health": state_page(self._health.alive),
            "/ready": state_page(lambda: self._health.ready(self._parts())),
            "/metrics": text_page(self._metrics.scrape),
        }
        settings = self._settings
        server = WatchServer(str(settings.health_host), settings.health_port or 0, pages)
        for look in self._looks:
            look.start()
        return server

    def _parts(self) -> dict[str, str | None]:
        troubles = {"key": self._key(), **{look.name: look.trouble for look in self._looks}}
        return {name: trouble and self._clean(trouble) for name, trouble in troubles.items()}

    def _key(self) -> str | None:
        if self._watched.dry_run:
            return "no key: a dry run, which answers no question"
        if self._head.last is not None and not self._head.last.eligible:
            return "not eligible: have governance add the operator, and bond"
        return None

    def _collect(self) -> Iterable[Metric]:
        journal, head, parts = self._journal.last, self._head.last, self._parts()
        if journal is not None:
            yield from of_journal(journal)
        if head is not None:
            yield from of_head(head, journal)
        yield from of_parts({name: trouble is None for name, trouble in parts.items()})
        yield from of_work(self._watched.work())
        database = self._watched.database
        files = [Path(str(database.url.database))] if is_file(database) else []
        yield from of_files(self._settings.blocks, *files)

    def _read_journal(self) -> Journal:
        return read_journal(
            self._watched.database, self._settings.chain_id, self._watched.head.operator
        )

    def _probe_blocks(self) -> None:
        blocks = self._watched.blocks
        if blocks.get(blocks.put(_PROBE)) != _PROBE:
            raise Permanent("the block store does not give back what was put into it")
