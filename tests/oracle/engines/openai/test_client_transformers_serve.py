"""The client against `transformers serve`: another's server, as a process of its own."""

import os
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec

import httpx
import pytest

from oracle.domain import Sampling
from oracle.engines.openai import Chat, OpenAIClient, OpenAIEngine, OpenAISettings
from oracle.personas.prompt import chat_messages
from tests import tiny_hub
from tests.oracle.engines.openai.conftest import request_of
from tests.ports import free_port
from tests.requires import require
from tests.wait import wait_for

# Its libraries alone take minutes to load where much else goes on.
_STARTS_S = 400
pytestmark = pytest.mark.timeout(2 * _STARTS_S)

MODEL = "troupe/tiny-qwen3"
CHAT = Chat([{"role": "user", "content": "Say hello"}], Sampling(max_tokens=12), seed=7)


@pytest.fixture(scope="session")
def settings(qwen3: str) -> Iterator[OpenAISettings]:
    require(find_spec("openai"), "transformers[serving] is not installed: run `make models`")
    port = free_port()
    program = "from transformers.cli.transformers import app; app()"
    command = [sys.executable, "-c", program, "serve", qwen3, "--port", str(port)]
    with subprocess.Popen(
        [*command, "--host", "127.0.0.1", "--device", "cpu"],
        env={**os.environ, **tiny_hub.ENVIRONMENT, "OMP_NUM_THREADS": "1"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        try:
            wait_for(lambda: _answers(port), "transformers serve", _STARTS_S)
            url = f"http://127.0.0.1:{port}/v1"
            yield OpenAISettings(url=url, model=qwen3, timeout_s=60, attempts=2)
        finally:
            process.kill()


def _answers(port: int) -> bool:
    try:
        return httpx.get(f"http://127.0.0.1:{port}/health", timeout=60).status_code == 200
    except httpx.TransportError:
        return False


@pytest.fixture
def client(settings: OpenAISettings) -> Iterator[OpenAIClient]:
    client = OpenAIClient(settings)
    yield client
    client.close()


def test_complete__same_seed__says_the_same_and_counts_tokens(client: OpenAIClient) -> None:
    first = client.complete(CHAT)
    assert client.complete(CHAT).text == first.text
    assert first.model.id == MODEL
    assert first.finish in ("stop", "length")
    assert 0 < first.tokens.written <= 12 < first.tokens.read


def test_stream__same_seed__is_the_whole_answer_in_pieces(client: OpenAIClient) -> None:
    whole = client.complete(CHAT)
    with client.stream(CHAT) as pieces:
        text = "".join(pieces)
    assert text.strip() == whole.text.strip()
    assert pieces.finish == whole.finish
    assert pieces.usage is not None
    assert pieces.usage.tokens == whole.tokens


def test_complete__priority_it_does_not_know__is_left_out(client: OpenAIClient) -> None:
    chat = Chat(CHAT.messages, CHAT.sampling, seed=7, priority=1)
    assert client.complete(chat).text == client.complete(CHAT).text


def test_write__round__each_persona_has_a_text_or_a_reason(settings: OpenAISettings) -> None:
    engine = OpenAIEngine([settings], chat_messages)
    requests = [request_of(name, number, max_tokens=20) for number, name in enumerate("ABC", 1)]
    written = engine.write(requests)
    assert engine.info().model == MODEL
    engine.close()
    assert all(bool(each.text) != bool(each.failure) for each in written)
    assert all(each.tokens.written > 0 for each in written)
