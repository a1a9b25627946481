"""All that watches one process: looks beside its work, metrics, and the pages that show them."""

from abc import ABC, abstractmethod
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from prometheus_client.metrics_core import Metric
from sqlalchemy import Engine

from oracle.settings import Settings
from oracle.store.database import is_file
from oracle.telemetry.health import Health
from oracle.telemetry.looks import Look
from oracle.telemetry.metrics import Metrics, of_files, of_parts
from oracle.telemetry.redaction import redactor_of
from oracle.telemetry.server import WatchServer, state_page, text_page


class Watched(ABC):
    """An operator or a worker, as those who watch it see it: its health, what it counts, its
    database, and looks at what it depends on.
    """

    def __init__(
        self, health: Health, metrics: Metrics, database: Engine, looks: Iterable[Look[Any]]
    ) -> None:
        self.health, self.metrics, self.database = health, metrics, database
        self.looks = tuple(looks)

    def beat(self) -> None:
        """Note that the process goes on."""
        self.health.beat()
        self.metrics.heartbeat.set_to_current_time()

    @abstractmethod
    def troubles(self) -> dict[str, str | None]:
        """What is wrong beside what the looks say, by part; None where nothing is."""

    @abstractmethod
    def collect(self) -> Iterable[Metric]:
        """What the looks saw last."""


class Watch:
    """Watches a process where a port is named; else it only counts."""

    def __init__(self, settings: Settings, port: int | None, watched: Watched) -> None:
        """Raises `Fatal` where the port can't be had."""
        self._settings, self._watched = settings, watched
        self._clean = redactor_of(settings)
        self._server = None if port is None else self._serve(port)

    def close(self) -> None:
        """Stop looking and serving."""
        for look in self._watched.looks:
            look.close()
        if self._server is not None:
            self._server.close()

    def _serve(self, port: int) -> WatchServer:
        health, metrics = self._watched.health, self._watched.metrics
        metrics.add(self._collect)
        pages = {
            "/health": state_page(health.alive),
            "/ready": state_page(lambda: health.ready(self._parts())),
            "/metrics": text_page(metrics.scrape),
        }
        server = WatchServer(str(self._settings.health_host), port, pages)
        for look in self._watched.looks:
            look.start()
        return server

    def _parts(self) -> dict[str, str | None]:
        looks = {look.name: look.trouble for look in self._watched.looks}
        troubles = {**self._watched.troubles(), **looks}
        return {name: trouble and self._clean(trouble) for name, trouble in troubles.items()}

    def _collect(self) -> Iterable[Metric]:
        yield from self._watched.collect()
        yield from of_parts({name: trouble is None for name, trouble in self._parts().items()})
        database = self._watched.database
        files = [Path(str(database.url.database))] if is_file(database) else []
        yield from of_files(self._settings.blocks, *files)
