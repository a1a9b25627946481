"""The engine server over real HTTP: who is let in, what is refused, what shares a batch."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import ExitStack
from threading import Event
from typing import Any

import httpx
import pytest

from oracle.engines.server.settings import Limits
from tests.leaving import asking
from tests.oracle.engines.conftest import TOKEN, one_batch
from tests.wait import PATIENCE_S
from tests.web_server import running

Serve = Callable[..., httpx.Client]


@pytest.fixture
def serve(chat_model: Any) -> Iterator[Serve]:
    """Serves the tiny model within limits, and gives a client that bears the token."""
    from oracle.engines.server.app import create_app

    with ExitStack() as open_things:

        def start(given: Limits | None = None, **limits: int) -> httpx.Client:
            app = create_app(chat_model, TOKEN, given or Limits(**limits))
            url = open_things.enter_context(running(app))
            headers = {"Authorization": f"Bearer {TOKEN}"}
            return open_things.enter_context(
                httpx.Client(base_url=url, headers=headers, timeout=60)
            )

        yield start


class Paced:
    """A model that does something before each step of its decoder, which that is given."""

    def __init__(self, model: Any, before: Callable[[Any], object]) -> None:
        self.identity, self.identities = model.identity, model.identities
        self.context, self.prompt = model.context, model.prompt
        self._model, self._before = model, before

    def decoder(self, limits: Limits) -> Any:
        decoder = self._model.decoder(limits)
        step = decoder.step

        def paced() -> None:
            self._before(decoder)
            step()

        decoder.step = paced
        return decoder


class Patient(Paced):
    """A model that goes on with its rows only when nobody wants them any more."""

    def __init__(self, model: Any) -> None:
        super().__init__(model, self._wait)
        self.begun, self.given_up = Event(), Event()

    def _wait(self, decoder: Any) -> None:
        if decoder.live:
            self.begun.set()
        if all(writing.row.cancelled.wait(60) for writing in decoder.live):
            self.given_up.set()


def chat(**other: Any) -> dict[str, Any]:
    messages = [{"role": "user", "content": "Write a post about the vote."}]
    body = {"model": "troupe/tiny-qwen3", "messages": messages, "max_tokens": 12, "seed": 7}
    return {**body, **other}


def post(client: httpx.Client, **other: Any) -> httpx.Response:
    return client.post("/v1/chat/completions", json=chat(**other))


def content(response: httpx.Response) -> str:
    text: str = response.raise_for_status().json()["choices"][0]["message"]["content"]
    return text


def post_together(client: httpx.Client, bodies: list[dict[str, Any]]) -> list[httpx.Response]:
    with ThreadPoolExecutor(len(bodies)) as threads:
        return list(threads.map(lambda body: post(client, **body), bodies))


def test_completion__seed__reproduces_and_another_differs(serve: Serve) -> None:
    client = serve()
    assert content(post(client)) == content(post(client))
    assert content(post(client)) != content(post(client, seed=8))


def test_completion__no_seed__differs_each_time(serve: Serve) -> None:
    client = serve()
    assert content(post(client, seed=None)) != content(post(client, seed=None))


def test_completion__answer__says_how_it_came_about(serve: Serve, chat_model: Any) -> None:
    answer = post(serve()).json()
    assert answer["object"] == "chat.completion"
    assert answer["choices"][0]["finish_reason"] == "length"
    assert answer["usage"]["completion_tokens"] == 12
    assert answer["provenance"]["digest"] == chat_model.identity.digest
    assert answer["provenance"]["revision"] == "0" * 40
    assert answer["system_fingerprint"] == chat_model.identity.fingerprint


def test_models__listed__with_the_same_fingerprint(serve: Serve, chat_model: Any) -> None:
    [model] = serve().get("/v1/models").raise_for_status().json()["data"]
    assert model["id"] == "troupe/tiny-qwen3"
    assert model["system_fingerprint"] == chat_model.identity.fingerprint


def test_completions__five_personas_at_once__are_one_batch(serve: Serve) -> None:
    client = serve(one_batch(5))
    answers = post_together(client, [{"seed": seed} for seed in range(5)])
    health = client.get("/health").json()
    assert (health["rows"], health["batches"], health["largest_batch"]) == (5, 1, 5)
    assert [content(answer) for answer in answers] == [
        content(post(serve(window_ms=0), seed=seed)) for seed in range(5)
    ]


def test_completions__more_than_a_batch__go_in_several(serve: Serve) -> None:
    client = serve(max_batch=2, window_ms=0)
    answers = post_together(client, [{"seed": seed} for seed in range(5)])
    assert all(answer.status_code == 200 for answer in answers)
    health = client.get("/health").json()
    assert health["rows"] == 5
    assert health["largest_batch"] <= 2


def test_completions__queue_full__is_429(chat_model: Any) -> None:
    from oracle.engines.server.app import create_app

    may, limits = Event(), Limits(max_batch=1, max_queue=1, window_ms=0)
    model = Paced(chat_model, lambda _: may.wait(PATIENCE_S))
    headers = {"Authorization": f"Bearer {TOKEN}"}
    with (
        running(create_app(model, TOKEN, limits)) as url,
        httpx.Client(base_url=url, headers=headers, timeout=PATIENCE_S) as client,
        ThreadPoolExecutor(3) as threads,
    ):
        asked = [threads.submit(post, client, seed=seed) for seed in range(3)]
        refused = next(as_completed(asked)).result()
        may.set()
        assert {each.result().status_code for each in asked} == {200, 429}
    assert refused.status_code == 429
    assert refused.json()["error"]["code"] == "queue_full"


@pytest.mark.parametrize("header", [None, "", "Bearer", f"Bearer {TOKEN}x", f"Basic {TOKEN}", "é"])
@pytest.mark.parametrize("path", ["/v1/models", "/v1/chat/completions"])
def test_token__absent_or_wrong__is_401(serve: Serve, header: str | None, path: str) -> None:
    headers = {} if header is None else {"Authorization": header.encode()}
    method = "POST" if path.endswith("completions") else "GET"
    url = serve().base_url.join(path)
    answer = httpx.request(
        method, url, headers=headers, json=chat() if method == "POST" else None, timeout=60
    )
    assert answer.status_code == 401
    assert answer.json()["error"]["code"] == "invalid_api_key"


def test_health__no_token__is_open(serve: Serve) -> None:
    answer = httpx.get(serve().base_url.join("/health"), timeout=60).raise_for_status().json()
    assert answer["status"] == "ok"


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("messages", [], "messages"),
        ("messages", [{"role": "tool", "content": "x"}], "messages.0.role"),
        ("messages", [{"role": "user", "content": 5}], "messages.0.content"),
        ("temperature", 2.1, "temperature"),
        ("temperature", -1, "temperature"),
        ("top_p", 0, "top_p"),
        ("max_tokens", 0, "max_tokens"),
        ("max_tokens", 65, "at most 64"),
        ("seed", 2**63, "seed"),
        ("seed", -1, "seed"),
        ("n", 2, "n"),
        ("stop", ["a"] * 5, "stop"),
        ("stop", [""], "stop"),
        ("stream", "perhaps", "stream"),
        ("stream_options", {"include": True}, "stream_options"),
        ("priority", 2**31, "priority"),
        ("priority", 0.5, "priority"),
        ("logit_bias", {"5": 100}, "logit_bias"),
    ],
)
def test_completion__bad_field__is_400_and_names_it(
    serve: Serve, field: str, value: Any, says: str
) -> None:
    answer = post(serve(max_tokens=64), **{field: value})
    assert answer.status_code == 400
    error = answer.json()["error"]
    assert error["type"] == "invalid_request_error"
    assert says in error["message"]


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"model": "\xff"}', b"[" * 100_000])
def test_completion__no_json__is_400(serve: Serve, body: bytes) -> None:
    assert serve().post("/v1/chat/completions", content=body).status_code == 400


@pytest.mark.parametrize(
    "text", ["", " ", "🦉" * 40, "שלום עולם", "\u200b\u200d\ufeff", "<|im_end|>" * 9, "\0\x1b[2J"]
)
def test_completion__odd_texts__are_answered(serve: Serve, text: str) -> None:
    answer = post(serve(), messages=[{"role": "user", "content": text}], stop=[text or "x"])
    assert answer.status_code == 200


def test_completion__half_a_character__is_400(serve: Serve) -> None:
    body = b'{"model": "troupe/tiny-qwen3", "messages": [{"role": "user", "content": "\\ud83e"}]}'
    assert serve().post("/v1/chat/completions", content=body).status_code == 400


def test_completion__body_too_long__is_413(serve: Serve) -> None:
    answer = post(serve(), user="x" * 2**20)
    assert answer.status_code == 413
    assert answer.json()["error"]["code"] == "body_too_long"


@pytest.mark.parametrize("words", [70, 2_100])
def test_completion__prompt_too_long__is_400(serve: Serve, words: int) -> None:
    client = serve(max_prompt_tokens=64 if words == 70 else 8_192)
    answer = post(client, messages=[{"role": "user", "content": "é" * words}])
    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == "context_length_exceeded"


def test_completion__other_model__is_404_and_names_ours(serve: Serve) -> None:
    answer = post(serve(), model="gpt-4o")
    assert answer.status_code == 404
    assert "troupe/tiny-qwen3" in answer.json()["error"]["message"]


def test_path__unknown__is_404_as_openai_writes_it(serve: Serve) -> None:
    answer = serve().get("/v1/embeddings")
    assert answer.status_code == 404
    assert answer.json()["error"]["type"] == "invalid_request_error"


@pytest.mark.parametrize("stream", [False, True])
def test_completion__client_goes_away__its_row_is_given_up(chat_model: Any, stream: bool) -> None:
    from oracle.engines.server.app import create_app

    model, headers = Patient(chat_model), {"Authorization": f"Bearer {TOKEN}"}
    with running(create_app(model, TOKEN)) as url:
        with asking(f"{url}/v1/chat/completions", chat(stream=stream), headers):
            assert model.begun.wait(PATIENCE_S)
        assert model.given_up.wait(60)
