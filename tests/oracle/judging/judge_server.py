"""Somebody else's server of a language model, strict in what it takes and scripted in what it says.

It stands for any OpenAI-compatible one. It reads the question as XML, so that a text which gets out
of its tags makes it fail.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from xml.etree import ElementTree

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response

MODEL = "someone/judge:8b"
Say = Callable[[str, str], str | Response]


def error(status: int) -> Response:
    """An error, as OpenAI writes it."""
    return JSONResponse({"error": {"message": f"this is a {status}"}}, status)


def always(said: str | Response) -> Say:
    """Says the same of whatever texts."""

    def say(*_: str) -> str | Response:
        return said

    return say


@dataclass
class JudgeServer:
    """Says what `say` makes of the two texts that it is shown, in that order."""

    say: Say
    systems: set[str] = field(default_factory=set)
    shown: list[tuple[str, str]] = field(default_factory=list)

    def app(self) -> FastAPI:
        """The ASGI application."""
        app = FastAPI()

        @app.get("/v1/models")
        async def models() -> dict[str, Any]:
            return {"object": "list", "data": [{"id": MODEL, "object": "model"}]}

        @app.post("/v1/chat/completions")
        async def completions(request: Request) -> Response:
            body = json.loads(await request.body())
            if body["model"] != MODEL or not 1 <= body["max_tokens"] <= 8:
                return error(400)
            self._read(body["messages"])
            said = self.say(*self.shown[-1])
            if isinstance(said, Response):
                return said
            message = {"role": "assistant", "content": said}
            choice = {"index": 0, "message": message, "finish_reason": "stop"}
            return JSONResponse({"model": MODEL, "choices": [choice]})

        return app

    def _read(self, messages: list[dict[str, str]]) -> None:
        system, user = messages
        assert (system["role"], user["role"]) == ("system", "user")
        self.systems.add(system["content"])
        root = ElementTree.fromstring(f"<chat>{user['content']}</chat>")
        entries = [child for child in root if child.tag == "entry"]
        assert [child.attrib for child in entries] == [{"number": "1"}, {"number": "2"}]
        assert not any(len(child) for child in root)
        first, second = (child.text or "" for child in entries)
        self.shown.append((first.strip(), second.strip()))
