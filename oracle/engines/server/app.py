"""The engine server's HTTP application."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import asdict
from hmac import compare_digest
from typing import Any

from fastapi import Depends, FastAPI, Request
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from oracle.engines.server.answers import asked_of, model_entry, response_of
from oracle.engines.server.batching import Batcher, Job
from oracle.engines.server.model import ChatModel
from oracle.engines.server.rows import Completion, Row
from oracle.engines.server.schemas import ApiError
from oracle.engines.server.settings import Limits
from oracle.engines.server.streaming import EventStream
from oracle.errors import Transient

MAX_BODY_BYTES = 1024 * 1024
CLIENT_CLOSED = 499


def create_app(model: ChatModel, token: str, limits: Limits | None = None) -> FastAPI:
    """The application that serves `model` to whoever bears `token`; ``GET /health`` is open."""
    limits = limits or Limits()
    batcher = Batcher(model.decoder(limits), limits)
    app = FastAPI(lifespan=_running(batcher), docs_url=None, redoc_url=None, openapi_url=None)
    app.add_exception_handler(ApiError, _api_error)
    app.add_exception_handler(HTTPException, _http_error)
    authorised = Depends(_bearer(token))

    @app.get("/health")
    async def health() -> dict[str, Any]:
        return {
            "status": "ok",
            "model": model.identity.name,
            "adapters": len(model.identities) - 1,
            "waiting": batcher.waiting,
            "writing": batcher.writing,
            **asdict(batcher.counts),
        }

    @app.get("/v1/models", dependencies=[authorised])
    async def models() -> dict[str, Any]:
        context = min(limits.context, model.context)
        entries = [model_entry(identity, context) for identity in model.identities]
        return {"object": "list", "data": entries}

    @app.post("/v1/chat/completions", dependencies=[authorised])
    async def completions(request: Request) -> Response:
        asked = asked_of(await _body(request), model, limits)
        job = _submitted(batcher, asked.row)
        if asked.stream:
            return EventStream(asked, job, batcher)
        try:
            return JSONResponse(response_of(asked, await _completed(request, job)))
        finally:
            batcher.give_up(job)

    return app


def _running(batcher: Batcher) -> Any:
    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        work = asyncio.create_task(batcher.run())
        yield
        work.cancel()
        with suppress(asyncio.CancelledError):
            await work

    return lifespan


def _bearer(token: str) -> Any:
    expected = f"Bearer {token}".encode()

    def check(request: Request) -> None:
        given = request.headers.get("authorization", "").encode()
        if not compare_digest(given, expected):
            raise ApiError(401, "invalid_api_key", "send the engine's token: Bearer <token>")

    return check


async def _body(request: Request) -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BODY_BYTES:
            raise ApiError(413, "body_too_long", f"send at most {MAX_BODY_BYTES} bytes")
    return bytes(body)


def _submitted(batcher: Batcher, row: Row) -> Job:
    try:
        return batcher.submit(row)
    except asyncio.QueueFull:
        raise ApiError(429, "queue_full", "too many requests wait: try again later") from None


async def _completed(request: Request, job: Job) -> Completion:
    """What the model writes, given up when the client goes away."""
    work = asyncio.create_task(job.completion())
    watch = asyncio.create_task(_cancel_when_gone(request, work))
    try:
        return await work
    except Transient as error:
        raise ApiError(503, "model_failed", str(error)) from error
    except asyncio.CancelledError:
        if not watch.done():
            raise
        raise ApiError(CLIENT_CLOSED, "client_closed", "the client went away") from None
    finally:
        watch.cancel()
        work.cancel()


async def _cancel_when_gone(request: Request, work: asyncio.Task[Completion]) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
    work.cancel()


async def _api_error(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, ApiError)
    headers = {"WWW-Authenticate": "Bearer"} if error.status == 401 else None
    return JSONResponse(error.body(), error.status, headers)


async def _http_error(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    return JSONResponse(
        ApiError(error.status_code, "not_served", error.detail).body(), error.status_code
    )
