"""A language model's server that says what a test wants, and engines that ask it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest

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
            settings = OpenAISettings(url=url, timeout_s=10, backoff_s=0.01, **given)
            engine = OpenAIEngine([settings], chat_messages)
            opened.callback(engine.close)
            return engine

        yield make
