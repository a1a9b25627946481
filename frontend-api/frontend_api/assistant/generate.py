"""POST /generate: drafts by several voices, as they are written or all at the end."""

import asyncio
from collections.abc import AsyncIterator

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from frontend_api.accounts.session import MaybeSignedIn
from frontend_api.assistant.cards import cards_of
from frontend_api.assistant.events import Event, Failed, GeneratedOut, gathered
from frontend_api.assistant.generation import Generation, Voice
from frontend_api.assistant.limits import TEXTS, Spending
from frontend_api.assistant.requests import GenerateIn
from frontend_api.web.openapi import refuses
from frontend_api.web.sse import EventStream, encoded
from frontend_api.web.view import Held
from oracle.assistant.feedback.learning import Feedback
from oracle.assistant.feedback.ledger import Ledger
from oracle.platforms import platform_from_slug

router = APIRouter(tags=["assistant"])
_LOOK_S = 1.0
_SSE = "text/event-stream"


@router.post(
    "/generate",
    response_model=GeneratedOut,
    responses={200: {"content": {_SSE: {}}}, **refuses(404)},
)
async def assistant_generate(
    asked: GenerateIn, request: Request, held: Held, me: MaybeSignedIn, spending: Spending
) -> Response:
    """Drafts by chosen personas, each the best of some candidates, judged by the five criteria.

    With `Accept: text/event-stream` the events `started`, `piece`, `candidate`, `best`, `error` and
    `done` come as it happens; else all comes at the end. The built-in writer writes at once, so
    that there are no pieces. Who goes away ends it. Of who is signed in the best of each is kept,
    and each is instructed as what became of their earlier ones suggests: see /feedback.
    """
    brief, own = asked.asked(), asked.own_card()
    cards = await cards_of(held, asked.personas)
    await spending.spend(TEXTS, asked.voices * asked.candidates)
    voices = [Voice(number, card) for number, card in zip(asked.personas, cards, strict=True)]
    voices += [Voice(None, card) for card in own]
    platform = platform_from_slug(asked.platform)
    feedback = Feedback(Ledger(held.people, me)) if me else None
    generation = Generation(held.assistant, voices, brief, platform, asked.candidates, feedback)
    started = await generation.start()
    if _SSE in request.headers.get("accept", ""):
        return EventStream(_streamed(started, generation), generation.stop)
    return await _whole(request, started, generation)


async def _streamed(started: Event, generation: Generation) -> AsyncIterator[bytes]:
    yield encoded(started.kind, started)
    async for event in generation.events():
        yield encoded(event.kind, event)


async def _whole(request: Request, started: Event, generation: Generation) -> Response:
    """All at the end, given up once the client is gone."""
    gathering = asyncio.ensure_future(_gather(generation))
    try:
        while not (await asyncio.wait([gathering], timeout=_LOOK_S))[0]:
            if await request.is_disconnected():
                return Response(status_code=499)
    finally:
        gathering.cancel()
        generation.stop()
    events = gathering.result()
    failed = [event for event in events if isinstance(event, Failed)]
    found = gathered([started, *events])
    if len(failed) == len(found.voices):
        raise HTTPException(503, failed[0].detail)
    return JSONResponse(found.model_dump(mode="json"))


async def _gather(generation: Generation) -> list[Event]:
    return [event async for event in generation.events()]
