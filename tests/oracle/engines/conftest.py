"""A tiny language model, loaded once, from a made cache of the hub."""

from typing import Any

import pytest

from oracle.engines.server.settings import Limits
from tests import tiny_hub
from tests.requires import requires_module
from tests.wait import PATIENCE_S

TOKEN = "a token for the tests only"


def one_batch(rows: int) -> Limits:
    """Limits by which so many rows are one batch, however long the last of them is on its way.

    The window ends with the last: it may be longer than settings allow.
    """
    return Limits(max_batch=rows).model_copy(update={"window_ms": 1_000 * PATIENCE_S})


@pytest.fixture(scope="session")
def qwen3() -> str:
    """The hub id of a tiny Qwen3."""
    return tiny_hub.add_qwen3("troupe/tiny-qwen3")


@pytest.fixture(scope="session")
def gpt2() -> str:
    """The hub id of a tiny GPT-2."""
    return tiny_hub.add_gpt2("troupe/tiny-gpt2")


@pytest.fixture(scope="session")
def loaded() -> Any:
    """The function that loads a model by its name."""
    requires_module("torch")
    from oracle.engines.server.loading import load
    from oracle.engines.server.settings import EngineSettings

    return lambda name: load(EngineSettings(model=name, token=TOKEN), lambda _: None)


@pytest.fixture(scope="session")
def chat_model(loaded: Any, qwen3: str) -> Any:
    """The tiny Qwen3 as a `ChatModel`."""
    return loaded(qwen3)
