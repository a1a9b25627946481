"""The HTTP application: the one place where its parts meet."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from threading import Event as Flag
from typing import Any

from fastapi import FastAPI
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipMiddleware

from frontend_api.accounts import endpoints as accounts
from frontend_api.accounts.allowance import Allowance
from frontend_api.analytics import endpoints as analytics
from frontend_api.assistant import endpoints as assistant
from frontend_api.assistant.held import Assistant
from frontend_api.cards import endpoints as cards
from frontend_api.chat import endpoints as conversations
from frontend_api.chat import openai, socket
from frontend_api.contributions import endpoints as contributions
from frontend_api.deployment import endpoints as deployment
from frontend_api.documents import endpoints as documents
from frontend_api.documents.reader import Documents
from frontend_api.files import endpoints as files
from frontend_api.files import gateway
from frontend_api.files.intake import Intake
from frontend_api.governance import endpoints as governance
from frontend_api.holders import endpoints as holders
from frontend_api.leaderboards import endpoints as leaderboards
from frontend_api.live import endpoints as live
from frontend_api.live.hub import Hub
from frontend_api.loading import load
from frontend_api.metadata import endpoints as metadata
from frontend_api.operators import endpoints as operators
from frontend_api.personas import endpoints as personas
from frontend_api.projection.database import open_to_read
from frontend_api.rounds import endpoints as rounds
from frontend_api.settings import Settings, load_settings
from frontend_api.status import endpoints as status
from frontend_api.vaults import endpoints as vaults
from frontend_api.web import page, problems
from frontend_api.web.answers import Answers
from frontend_api.web.bodies import BoundedBodies
from frontend_api.web.etags import ETags
from frontend_api.web.headers import Heads, SecurityHeaders, page_policy
from frontend_api.web.openapi import describe, operation_id
from frontend_api.web.rates import Rates
from frontend_api.web.view import Services
from oracle.assistant.accounts.data import tidy
from oracle.assistant.chat import Chats
from oracle.assistant.people.database import open_people
from oracle.errors import Transient
from oracle.ipfs.embedded import EmbeddedStore

_log = logging.getLogger(__name__)
FEATURES = (
    status,
    deployment,
    personas,
    cards,
    rounds,
    operators,
    contributions,
    vaults,
    holders,
    governance,
    leaderboards,
    analytics,
    documents,
    files,
    gateway,
    metadata,
    live,
    assistant,
    conversations,
    socket,
    openai,
    accounts,
)
_OWN_BOUNDS = {"/documents", "/cards", "/files"}
_TIDY_S = 600


def create_app(settings: Settings | None = None, dist: Path = page.DIST) -> FastAPI:
    """The application on the projection and the block store that `settings` name.

    `dist` is the built page. Raises `Fatal` where the settings, the block store or the people
    database can't be used.
    """
    settings = settings or load_settings()
    services = _open(settings)
    app = _endpoints()
    app.state.services = services
    problems.install(app)
    page.install(app, dist, page_policy(settings.local_node, settings.walletconnect is not None))
    app.add_middleware(BoundedBodies, but=_OWN_BOUNDS)
    app.add_middleware(ETags)
    app.add_middleware(Heads)
    app.add_middleware(GZipMiddleware, minimum_size=1_000, compresslevel=4)
    app.add_middleware(
        Rates,
        allowance=services.allowance,
        requests=settings.requests_per_minute,
        writes=settings.writes_per_minute,
    )
    app.add_middleware(
        CORSMiddleware,
        allow_origins=settings.cors,
        allow_methods=["GET", "POST", "PUT", "PATCH", "DELETE"],
        allow_headers=["Authorization", "If-Match", "If-None-Match"],
        expose_headers=["ETag", "Retry-After"],
    )
    app.add_middleware(SecurityHeaders)
    return app


def description() -> dict[str, Any]:
    """The OpenAPI description of the API; it takes no settings, and opens nothing."""
    return _endpoints().openapi()


def _endpoints() -> FastAPI:
    app = FastAPI(
        title="Troupe",
        version="1",
        lifespan=_lifespan,
        docs_url=None,
        redoc_url=None,
        generate_unique_id_function=operation_id,
    )
    for feature in FEATURES:
        app.include_router(feature.router)
    describe(app)
    return app


def _open(settings: Settings) -> Services:
    projection, people = open_to_read(settings.projection), open_people(settings.people)
    blocks = EmbeddedStore(settings.blocks, most_expiring=settings.waiting_bytes)
    return Services(
        settings=settings,
        projection=projection,
        people=people,
        blocks=blocks,
        documents=Documents(blocks),
        answers=Answers(),
        hub=Hub(projection, people),
        allowance=Allowance(people),
        assistant=Assistant(settings, projection, blocks),
        chats=Chats(people, settings),
        intake=Intake(settings.upload_bytes, settings.waiting_bytes * 3 // 4),
        loaded=Flag(),
    )


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    services: Services = app.state.services
    work = (services.hub.run(), _tidy(services), load(services))
    running = [asyncio.create_task(each) for each in work]
    for task in running:
        task.add_done_callback(_tell)
    try:
        yield
    finally:
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
        # A thread goes on when its task is cancelled, with a connection that has to come back.
        await asyncio.get_running_loop().shutdown_default_executor()
        services.close()


def _tell(task: asyncio.Task[None]) -> None:
    """Log why work beside the requests ended, which nobody waits for."""
    if not task.cancelled() and (error := task.exception()):
        _log.error("work beside the requests failed", exc_info=error)


async def _tidy(services: Services) -> None:
    """Remove what has expired, now and then."""
    while True:
        with suppress(Transient):  # locked: the next time
            await asyncio.to_thread(tidy, services.people)
        await asyncio.sleep(_TIDY_S)
