"""An answer in pieces: what the events say, and what they must never show."""

import json
from typing import Any

import httpx
import pytest

from oracle.engines.server.settings import Limits
from tests.oracle.engines.conftest import TOKEN
from tests.oracle.engines.server.test_engine_http import Serve, chat, content, post, serve
from tests.web_server import running

__all__ = ["serve"]


def events(client: httpx.Client, **other: Any) -> list[dict[str, Any]]:
    with client.stream("POST", "/v1/chat/completions", json=chat(stream=True, **other)) as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        lines = [line for line in answer.iter_lines() if line]
    assert lines.pop() == "data: [DONE]"
    return [json.loads(line.removeprefix("data: ")) for line in lines]


def pieces(found: list[dict[str, Any]]) -> list[str]:
    return [
        choice["delta"]["content"]
        for event in found
        for choice in event["choices"]
        if choice["delta"].get("content")
    ]


@pytest.mark.parametrize("seed", range(4))
def test_stream__pieces_together__are_the_answer_in_whole(serve: Serve, seed: int) -> None:
    client = serve()
    shown = pieces(events(client, seed=seed, max_tokens=40))
    assert "".join(shown) == content(post(client, seed=seed, max_tokens=40))
    assert len(shown) > 3


def test_stream__events__are_openais(serve: Serve, chat_model: Any) -> None:
    first, *middle, last = events(serve())
    assert first["object"] == "chat.completion.chunk"
    assert first["choices"][0]["delta"] == {"role": "assistant", "content": ""}
    assert first["provenance"]["digest"] == chat_model.identity.digest
    assert {event["id"] for event in middle} == {first["id"]}
    assert (last["choices"][0]["delta"], last["choices"][0]["finish_reason"]) == ({}, "length")
    assert "usage" not in last


def test_stream__usage_asked_for__comes_last(serve: Serve) -> None:
    *others, last = events(serve(), stream_options={"include_usage": True})
    assert last["choices"] == []
    assert last["usage"]["completion_tokens"] == 12
    assert all(event["usage"] is None for event in others)


def test_stream__stop_text__is_never_shown_in_part(serve: Serve) -> None:
    client = serve()
    whole = content(post(client, max_tokens=40))
    stop = whole[9:15]
    found = events(client, max_tokens=40, stop=[stop])
    assert "".join(pieces(found)) == whole[: whole.index(stop)]
    assert found[-1]["choices"][0]["finish_reason"] == "stop"


def test_stream__refused__is_an_ordinary_error(serve: Serve) -> None:
    answer = post(serve(max_tokens=64), stream=True, max_tokens=65)
    assert (answer.status_code, answer.json()["error"]["param"]) == (400, "max_tokens")


def test_stream__client_that_does_not_read__holds_up_nobody(serve: Serve) -> None:
    client = serve(max_batch=2)
    body = chat(stream=True, max_tokens=1_000)
    with client.stream("POST", "/v1/chat/completions", json=body) as unread:
        assert unread.status_code == 200
        assert len(content(post(client))) > 0


def test_stream__client_that_goes_away__makes_room(serve: Serve) -> None:
    client = serve(max_batch=1, max_prompt_tokens=64, max_tokens=1_900)
    for seed in range(3):
        body = chat(stream=True, max_tokens=1_900, seed=seed)
        with client.stream("POST", "/v1/chat/completions", json=body) as answer:
            next(answer.iter_lines())
    assert len(content(post(client))) > 0
    assert client.get("/health").json()["tokens"] < 3 * 1_900


def test_stream__model_fails_midway__ends_with_an_error(chat_model: Any) -> None:
    from oracle.engines.server.app import create_app

    class Failing:
        identity, identities = chat_model.identity, chat_model.identities
        context, prompt = chat_model.context, chat_model.prompt

        def decoder(self, limits: Limits) -> Any:
            decoder = chat_model.decoder(limits)
            steps, step = iter(range(3)), decoder.step

            def some() -> None:
                next(steps)
                step()

            decoder.step = some
            return decoder

    with (
        running(create_app(Failing(), TOKEN)) as url,  # type: ignore[arg-type]
        httpx.Client(
            base_url=url, headers={"Authorization": f"Bearer {TOKEN}"}, timeout=60
        ) as client,
        client.stream("POST", "/v1/chat/completions", json=chat(stream=True)) as answer,
    ):
        lines = [line for line in answer.iter_lines() if line]
    assert "model_failed" in lines[-1]
    assert len(lines) > 1


def test_stream__openais_own_client__reads_it(serve: Serve) -> None:
    openai = pytest.importorskip("openai")
    client = serve()
    with openai.OpenAI(
        base_url=str(client.base_url.join("/v1")), api_key=client.headers["authorization"][7:]
    ) as theirs:
        stream = theirs.chat.completions.create(**chat(stream=True))
        text = "".join(chunk.choices[0].delta.content or "" for chunk in stream)
    assert text == content(post(client))
