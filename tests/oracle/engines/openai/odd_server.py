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


def said(content: str | None, finish: str = "stop", **message: Any) -> Answer:
    """A chat completion with that content."""
    told = {"role": "assistant", "content": content, **message}
    body = {"choices": [{"index": 0, "message": told, "finish_reason": finish}]}
    return lambda: JSONResponse(body)


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

    A persona is known by the name in its messages. `models` lists what there is.
    """

    answers: dict[str, list[Answer]]
    models: Answer = field(
        default_factory=lambda: lambda: JSONResponse({"object": "list", "data": [{"id": MODEL}]})
    )
    bodies: list[dict[str, Any]] = field(default_factory=list)
    tokens: set[str | None] = field(default_factory=set)

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
            name = next(name for name in self.answers if name in json.dumps(body["messages"]))
            left = self.answers[name]
            return (left.pop(0) if len(left) > 1 else left[0])()

        return app
