"""A round's personas, from their cards to their texts, through the real engine server."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from oracle.domain import Sampling
from oracle.engines.openai import Chat, OpenAIClient, OpenAIEngine, OpenAISettings
from oracle.errors import Transient
from oracle.ports import WriteRequest
from tests.oracle.engines.conftest import TOKEN, one_batch
from tests.oracle.engines.openai.conftest import request_of
from tests.oracle.engines.server.lora_adapters import write_adapter
from tests.web_server import running

EngineAt = Callable[..., OpenAIEngine]


@pytest.fixture
def url(chat_model: Any) -> Iterator[str]:
    from oracle.engines.server.app import create_app
    from oracle.engines.server.settings import Limits

    with running(create_app(chat_model, TOKEN, Limits(max_batch=5, window_ms=1_000))) as url:
        yield url


@pytest.fixture
def url_with_adapter(qwen3: str, tmp_path: Path) -> Iterator[str]:
    from oracle.engines.server.app import create_app
    from oracle.engines.server.loading import load
    from oracle.engines.server.settings import EngineSettings

    adapters = {"olav-1": write_adapter(qwen3, tmp_path / "olav-1", 1)}
    settings = EngineSettings(model=qwen3, adapters=adapters, token=TOKEN)
    with running(create_app(load(settings, lambda _: None), TOKEN)) as url:
        yield url


def requests(first_seed: int = 1, **sampling: Any) -> list[WriteRequest]:
    names = ("Olav", "Berit", "Kari", "Nils", "Siri")
    return [
        request_of(name, seed, **{"max_tokens": 60, **sampling})
        for seed, name in enumerate(names, first_seed)
    ]


def test_write__five_personas__share_one_batch(chat_model: Any, engine_at: EngineAt) -> None:
    from oracle.engines.server.app import create_app

    with running(create_app(chat_model, TOKEN, one_batch(5))) as url:
        written = engine_at(url, token=TOKEN).write(requests())
        health = httpx.get(f"{url}/health", timeout=60).json()
    assert (health["batches"], health["largest_batch"]) == (1, 5)
    assert [each.attempts for each in written] == [1] * 5


def test_write__same_seeds__write_the_same(url: str, engine_at: EngineAt) -> None:
    engine = engine_at(url, token=TOKEN, timeout_s=60)
    first = engine.write(requests())
    assert engine.write(requests()) == first
    assert engine.write(requests(first_seed=100)) != first
    assert any(written.text for written in first)


def test_write__card_that_asks_too_much__fails_with_the_servers_words(
    url: str, engine_at: EngineAt
) -> None:
    greedy = request_of("Greedy", 9, max_tokens=2_048)
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


def test_write__card_with_an_adapter__is_written_by_it_and_pins_it(
    url_with_adapter: str, engine_at: EngineAt
) -> None:
    engine = engine_at(url_with_adapter, token=TOKEN, timeout_s=60)
    asked = [
        request_of("Olav", 1, adapter="olav-1", max_tokens=40),
        request_of("Olav", 1, max_tokens=40),
        request_of("Olav", 1, adapter="olav-2", max_tokens=40),
    ]
    adapted, base, missing = engine.write(asked)
    assert adapted.engine is not None
    assert adapted.engine.model.startswith("olav-1@0x")
    assert adapted.engine.model.endswith(" on troupe/tiny-qwen3@" + "0" * 40)
    assert adapted.text != base.text
    assert base.engine == missing.engine == engine.info()
    assert (missing.text, missing.note) == (base.text, "the server has no adapter 'olav-2'")


def test_stream__engine_server__is_the_whole_answer_in_pieces(url: str) -> None:
    client = OpenAIClient(OpenAISettings(url=f"{url}/v1", token=TOKEN, timeout_s=60))
    chat = Chat([{"role": "user", "content": "Hello"}], Sampling(max_tokens=20), seed=3, priority=1)
    whole = client.complete(chat)
    with client.stream(chat) as pieces:
        assert "".join(pieces) == whole.text
    client.close()
    assert pieces.finish == whole.finish
    assert pieces.usage is not None
    assert pieces.usage.tokens == whole.tokens
