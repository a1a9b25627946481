"""Judges at scripted servers, on loopback."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from oracle.engines.openai import OpenAISettings
from oracle.engines.openai.asker import OpenAIAsker
from oracle.judging.judge import ModelJudge
from tests.oracle.judging.judge_server import JudgeServer, Say
from tests.web_server import running

Made = tuple[ModelJudge, JudgeServer]


@pytest.fixture
def judge_at() -> Iterator[Callable[..., ModelJudge]]:
    """Makes judges of a URL without path, closed after the test."""
    with ExitStack() as opened:

        def make(url: str, seconds: float = 120, **settings: Any) -> ModelJudge:
            quick = {"timeout_s": 60, "attempts": 2, "backoff_s": 0.01, **settings}
            asker = OpenAIAsker(OpenAISettings(url=f"{url}/v1", **quick))
            opened.callback(asker.close)
            return ModelJudge(asker, seconds)

        yield make


@pytest.fixture
def judge_of(judge_at: Callable[..., ModelJudge]) -> Iterator[Callable[..., Made]]:
    """Serves a `JudgeServer` and makes a judge that asks it."""
    with ExitStack() as opened:

        def make(say: Say, **settings: Any) -> Made:
            server = JudgeServer(say)
            return judge_at(opened.enter_context(running(server.app())), **settings), server

        yield make
