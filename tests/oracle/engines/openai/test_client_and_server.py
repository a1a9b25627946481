"""A round's personas, from their cards to their texts, through the real engine server."""

from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from oracle.engines.openai import OpenAIEngine
from oracle.errors import Transient
from oracle.ports import WriteRequest
from tests.oracle.engines.conftest import TOKEN
from tests.oracle.engines.openai.conftest import request_of
from tests.web_server import running

EngineAt = Callable[..., OpenAIEngine]


@pytest.fixture
def url(chat_model: Any) -> Iterator[str]:
    from oracle.engines.server.app import create_app
    from oracle.engines.server.settings import Limits

    with running(create_app(chat_model, TOKEN, Limits(max_batch=5, window_ms=1_000))) as url:
        yield url


def requests(first_seed: int = 1, **sampling: Any) -> list[WriteRequest]:
    names = ("Olav", "Berit", "Kari", "Nils", "Siri")
    return [
        request_of(name, seed, **{"max_tokens": 60, **sampling})
        for seed, name in enumerate(names, first_seed)
    ]


def test_write__five_personas__share_one_batch(url: str, engine_at: EngineAt) -> None:
    written = engine_at(url, token=TOKEN, timeout_s=60).write(requests())
    health = httpx.get(f"{url}/health").json()
    assert health["largest_batch"] == 5
    assert health["batches"] == max(each.attempts for each in written)


def test_write__same_seeds__write_the_same(url: str, engine_at: EngineAt) -> None:
    engine = engine_at(url, token=TOKEN, timeout_s=60)
    first = engine.write(requests())
    assert engine.write(requests()) == first
    assert engine.write(requests(first_seed=100)) != first
    assert any(written.text for written in first)


def test_write__card_that_asks_too_much__fails_with_the_servers_words(
    url: str, engine_at: EngineAt
) -> None:
    greedy = request_of("Greedy", 9, max_tokens=4_096)
    *others, failed = engine_at(url, token=TOKEN).write([*requests(), greedy])
    assert "ask for at most" in failed.failure
    assert len(others) == 5


def test_write__wrong_token__is_transient(url: str, engine_at: EngineAt) -> None:
    with pytest.raises(Transient, match="check the url, token and model"):
        engine_at(url, token="not the token").write(requests())


def test_info__engine_server__tells_commit_and_versions(url: str, engine_at: EngineAt) -> None:
    info = engine_at(url, token=TOKEN).info()
    assert info.model == "troupe/tiny-qwen3@" + "0" * 40
    assert info.version.startswith("transformers 5.17.0, torch 2.13.0")
    assert info.version.endswith("float32, cpu")
