"""Requests of personas, and engines that are quick to give up."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from oracle.domain import Brief, Card, Platform, Sampling, Source, Voice
from oracle.engines.openai import Budget, OpenAIEngine, OpenAISettings
from oracle.personas.prompt import chat_messages
from oracle.ports import WriteRequest
from tests.oracle.engines.openai.odd_server import OddServer
from tests.web_server import running

LINE = ("So it goes.",)
BIO = (
    "A retired lighthouse keeper from the far north who compares whatever happens in town to the "
    "weather of his winters and never once forgets a kindness."
)
BRIEF = Brief(
    text="Tell people that the library opens on Sundays from May on.",
    sources=(Source(title="Notice", text="The library opens on Sundays from 10 to 16 from May."),),
)


def request_of(
    name: str,
    persona_id: int = 1,
    platform: Platform = Platform.X,
    adapter: str | None = None,
    **sampling: Any,
) -> WriteRequest:
    """One persona's turn; its seed is its id, in the lowest of the bits that a server is sent."""
    card = Card(
        name=name,
        tone="dry",
        bio=BIO,
        voice=Voice(hooks=LINE, stances=LINE, questions=LINE, connectives=LINE),
        sampling=Sampling(**sampling),
        adapter=adapter,
    )
    return WriteRequest(persona_id, card, BRIEF, platform, f"0x{persona_id << 193:064x}")


@pytest.fixture
def engine_at() -> Iterator[Callable[..., OpenAIEngine]]:
    """Makes engines of URLs without path, closed after the test."""
    with ExitStack() as opened:

        def make(*urls: str, budget: Budget | None = None, **settings: Any) -> OpenAIEngine:
            quick = {"timeout_s": 60, "attempts": 3, "backoff_s": 0.01, **settings}
            servers = [OpenAISettings(url=f"{url}/v1", **quick) for url in urls]
            engine = OpenAIEngine(servers, chat_messages, budget)
            opened.callback(engine.close)
            return engine

        yield make


@pytest.fixture
def engine_of(
    engine_at: Callable[..., OpenAIEngine],
) -> Iterator[Callable[..., OpenAIEngine]]:
    """Serves `OddServer`s and makes an engine for them."""
    with ExitStack() as opened:
        yield lambda *servers, **settings: engine_at(
            *(opened.enter_context(running(server.app())) for server in servers), **settings
        )


@pytest.fixture
def written_as(engine_of: Callable[..., OpenAIEngine]) -> Callable[..., Any]:
    """What becomes of one answer: the `Written` of a persona whose server gives it."""

    def write(*answers: Any, platform: Platform = Platform.X, **settings: Any) -> Any:
        engine = engine_of(OddServer({"Olav": list(answers)}), **settings)
        [written] = engine.write([request_of("Olav", platform=platform)])
        return written

    return write
