"""An OpenAI-compatible server that behaves as its script says: the servers that clients meet."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response, StreamingResponse

MODEL = "someone/model:8b"
Answer = Callable[[], Response]


def said(content: str | None, finish: str = "stop", usage: Any = None, **message: Any) -> Answer:
    """A chat completion with that content."""
    told = {"role": "assistant", "content": content, **message}
    choices = [{"index": 0, "message": told, "finish_reason": finish}]
    return lambda: JSONResponse({"choices": choices, "usage": usage})


def streamed(*pieces: bytes, cut: bool = False) -> Answer:
    """A stream of those bytes, each sent apart; `cut` closes the connection in its middle."""

    async def sent() -> AsyncIterator[bytes]:
        for piece in pieces:
            yield piece
            await asyncio.sleep(0)
        if cut:
            raise ConnectionResetError

    return lambda: StreamingResponse(sent(), media_type="text/event-stream")


def event(content: str | None = None, finish: str | None = None, **chunk: Any) -> bytes:
    """A chunk of a stream, as a server-sent event."""
    delta = {} if content is None else {"content": content}
    choices = [{"index": 0, "delta": delta, "finish_reason": finish}]
    body = json.dumps({"choices": choices, **chunk}, ensure_ascii=False)
    return f"data: {body}\n\n".encode()


DONE = b"data: [DONE]\n\n"


def status(code: int, **headers: str) -> Answer:
    """An error, as OpenAI writes it."""
    body = {"error": {"message": f"this is a {code}"}}
    return lambda: JSONResponse(
        body, code, {name.replace("_", "-"): v for name, v in headers.items()}
    )


def raw(body: bytes) -> Answer:
    """A success with any body."""
    return lambda: Response(body, media_type="application/json")


def cut() -> Response:
    """An answer whose connection closes in its middle."""
    return Response(b'{"choices": [', headers={"content-length": "4000"})


def drip() -> Response:
    """An answer that never ends, a byte at a time."""

    async def bytes_() -> AsyncIterator[bytes]:
        while True:
            yield b" "
            await asyncio.sleep(0.01)

    return StreamingResponse(bytes_())


def flood() -> Response:
    """An answer of four mebibytes."""
    return Response(b" " * 2**22)


@dataclass
class OddServer:
    """`answers` gives each persona's answers, one per attempt, the last one for good.

    A persona is known by the name in its messages. `models` lists what there is, `refuses` may
    answer instead, by what the request says. `most_at_once` counts requests.
    """

    answers: dict[str, list[Answer]]
    models: Answer = field(
        default_factory=lambda: lambda: JSONResponse({"object": "list", "data": [{"id": MODEL}]})
    )
    refuses: Callable[[dict[str, Any]], Response | None] = lambda _: None
    at_once: int = 0
    most_at_once: int = 0
    bodies: list[dict[str, Any]] = field(default_factory=list)
    tokens: set[str | None] = field(default_factory=set)

    async def _counted(self, answer: Answer) -> Response:
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        await asyncio.sleep(0.02)
        self.at_once -= 1
        return answer()

    def app(self) -> FastAPI:
        """The ASGI application."""
        app = FastAPI()

        @app.get("/v1/models")
        async def models(request: Request) -> Response:
            self.tokens.add(request.headers.get("authorization"))
            return self.models()

        @app.post("/v1/chat/completions")
        async def completions(request: Request) -> Response:
            self.bodies.append(body := json.loads(await request.body()))
            if refused := self.refuses(body):
                return refused
            name = next(name for name in self.answers if name in json.dumps(body["messages"]))
            left = self.answers[name]
            answer = left.pop(0) if len(left) > 1 else left[0]
            return await self._counted(answer)

        return app
