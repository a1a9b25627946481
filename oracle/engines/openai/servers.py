"""Several servers of one model: which is asked next, and which has a rest."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock

from oracle.domain import EngineInfo
from oracle.engines.openai.budget import Budget
from oracle.engines.openai.client import OpenAIClient
from oracle.engines.openai.failures import Unanswered
from oracle.engines.openai.listing import Listing
from oracle.engines.openai.settings import OpenAISettings
from oracle.engines.openai.wire import Model
from oracle.errors import Transient

_REST_S = 5.0


@dataclass
class Server:
    """A server, how many batches it has now, and until when it is not asked if another can be."""

    place: str
    client: OpenAIClient
    busy: int = 0
    rests_until: float = 0.0

    def rest(self, error: Transient) -> None:
        """Leave it alone for as long as it asked, or a few seconds."""
        asked = error.pause_s if isinstance(error, Unanswered) else None
        self.rests_until = time.monotonic() + (_REST_S if asked is None else asked)


class Servers:
    """Servers that threads share. All must be the same: a manifest says what wrote its entries."""

    def __init__(self, servers: Sequence[OpenAISettings], budget: Budget) -> None:
        self._servers = [Server(each.place, OpenAIClient(each, budget)) for each in servers]
        self._first_attempts = 1 if len(servers) > 1 else None
        self._lock = Lock()
        self._turn = 0
        self._agreed: EngineInfo | None = None

    def __len__(self) -> int:
        return len(self._servers)

    def close(self) -> None:
        """Close the connections."""
        for server in self._servers:
            server.client.close()

    def info(self) -> EngineInfo:
        """What all those are that answer.

        Raises `Transient` where none does, or where they are not the same.
        """
        found: list[tuple[str, EngineInfo]] = []
        failure: Transient | None = None
        for server in self.in_order():
            try:
                info = info_of(server.client.models(self._first_attempts).base)
                found.append((server.place, info))
            except Transient as error:
                server.rest(error)
                failure = error
        if not found:
            raise failure or Transient("no engine server is named: set TROUPE_ENGINE_URL")
        if len({info for _, info in found}) > 1:
            differ = "; ".join(f"{place} has {_said(info)}" for place, info in found)
            raise Transient(f"all engine servers must serve the same model: {differ}")
        self._agreed = found[0][1]
        return self._agreed

    def models(self, server: Server) -> Listing:
        """The server's models. Raises `Transient` where its base is not what all serve."""
        listing = server.client.models(self._first_attempts)
        info, agreed = info_of(listing.base), self._agreed
        if agreed is not None and info != agreed and len(self) > 1:
            raise Transient(f"{server.place} has {_said(info)}, the others {_said(agreed)}")
        return listing

    def in_order(self) -> list[Server]:
        """All of them: those that rest last, the least busy first, by turns where all the same."""
        now = time.monotonic()
        with self._lock:
            self._turn += 1
            first = self._turn % len(self._servers)
            turned = self._servers[first:] + self._servers[:first]
            return sorted(turned, key=lambda each: (each.rests_until > now, each.busy))

    @contextmanager
    def working(self, server: Server) -> Iterator[None]:
        """While a batch is with a server."""
        with self._lock:
            server.busy += 1
        try:
            yield
        finally:
            with self._lock:
                server.busy -= 1


def info_of(model: Model) -> EngineInfo:
    """A model as manifests say it; of an adapter also what it is used with."""
    pinned, versions = model.id, ""
    if told := model.provenance:
        pinned = f"{model.id}@{told.revision or told.digest}"
        versions = f"transformers {told.transformers}, torch {told.torch}, "
        versions = f"{versions}{told.quantized or told.dtype}, {told.device}"[:60]
    pinned = f"{pinned} on {model.base}" if model.base else pinned
    return EngineInfo(name="openai", version=versions, model=pinned[:300], built_in=False)


def _said(info: EngineInfo) -> str:
    return f"{info.model} ({info.version})" if info.version else info.model
