"""A language model's server that says what a test wants, and engines that ask it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from oracle.assistant.feedback.learning import Feedback
from oracle.assistant.feedback.ledger import Ledger
from oracle.assistant.feedback.records import Choice
from oracle.assistant.people.database import open_people
from oracle.engines.openai import OpenAIEngine, OpenAISettings
from oracle.personas.prompt import chat_messages
from tests.oracle.engines.openai.odd_server import OddServer, said
from tests.web_server import running


@pytest.fixture
def server_saying() -> Iterator[Callable[..., str]]:
    """The URL of a server that answers with these texts in turn, the last one for good."""
    with ExitStack() as opened:
        yield lambda *texts: opened.enter_context(
            running(OddServer({"": [said(text) for text in texts]}).app())
        )


@pytest.fixture
def engine_saying(server_saying: Callable[..., str]) -> Iterator[Callable[..., OpenAIEngine]]:
    """An engine whose model answers with these texts in turn, the last one for good."""
    with ExitStack() as opened:

        def make(*texts: str, **given: Any) -> OpenAIEngine:
            url = f"{server_saying(*texts)}/v1"
            settings = OpenAISettings(url=url, timeout_s=60, backoff_s=0.01, **given)
            engine = OpenAIEngine([settings], chat_messages)
            opened.callback(engine.close)
            return engine

        yield make


@pytest.fixture
def people(tmp_path: Path) -> Path:
    """Where a people database is to be."""
    return tmp_path / "people" / "people.sqlite"


@pytest.fixture
def ledger(people: Path) -> Iterator[Ledger]:
    """The ledger in a new people database, whose clock goes a minute with each record."""
    engine = open_people(people)
    yield Ledger(engine, now=count(1_800_000_000, 60).__next__)
    engine.dispose()


@pytest.fixture
def feedback(ledger: Ledger) -> Feedback:
    """What that ledger teaches."""
    return Feedback(ledger)


def a_choice(**given: Any) -> Choice:
    """A draft that was kept."""
    usual = {
        "persona": "Pip",
        "card": "0x" + "ca" * 32,
        "platform": "bluesky",
        "brief": "Say it",
        "text": "It is said.",
        "engine": "a model",
        "variant": "hook",
        "candidates": 4,
        "liking": 1.0,
        "criteria": {"engagement": 7_000},
    }
    return Choice.model_validate(usual | given)
