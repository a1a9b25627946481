"""Answers as they are written: whole, split in any way, cut off, endless."""

import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from fastapi.responses import JSONResponse
from hypothesis import given
from hypothesis import strategies as st

from oracle.domain import Sampling
from oracle.engines.openai import Chat, ChatStream, OpenAIClient, OpenAISettings
from oracle.engines.openai.sse import events
from oracle.engines.openai.stream import spoken
from oracle.errors import Permanent, Transient
from oracle.ports import Tokens
from tests.oracle.engines.openai.odd_server import (
    DONE,
    MODEL,
    OddServer,
    drip,
    event,
    flood,
    said,
    status,
    streamed,
)
from tests.web_server import running

CHAT = Chat([{"role": "user", "content": "Olav, say hello"}], Sampling(max_tokens=50), seed=7)
HELLO = (event("Hei, "), event("blåbær 🫐"), event("!", "stop"))
USAGE = {"usage": {"prompt_tokens": 9, "completion_tokens": 4}}


@pytest.fixture
def client_of() -> Iterator[Any]:
    with ExitStack() as opened:

        def make(server: OddServer, **settings: Any) -> OpenAIClient:
            url = opened.enter_context(running(server.app()))
            quick = {"timeout_s": 60, "attempts": 3, "backoff_s": 0.01, **settings}
            client = OpenAIClient(OpenAISettings(url=f"{url}/v1", **quick))
            opened.callback(client.close)
            return client

        yield make


@pytest.fixture
def read(client_of: Any) -> Any:
    """The stream of one answer, read to its end, and its text."""

    def stream(*answers: Any, **settings: Any) -> tuple[ChatStream, str]:
        client = client_of(OddServer({"Olav": list(answers)}), **settings)
        with client.stream(CHAT) as pieces:
            return pieces, "".join(pieces)

    return stream


def test_stream__chat__asks_for_a_stream_and_yields_pieces_as_they_come(client_of: Any) -> None:
    server = OddServer({"Olav": [streamed(*HELLO, DONE)]})
    with client_of(server).stream(CHAT) as pieces:
        assert list(pieces) == ["Hei, ", "blåbær 🫐", "!"]
    [body] = server.bodies
    assert body["stream"] is True
    assert body["stream_options"] == {"include_usage": True}
    assert (body["seed"], body["max_tokens"]) == (7, 50)
    assert (pieces.finish, pieces.usage) == ("stop", None)


@pytest.mark.parametrize("size", [1, 2, 7, 50])
def test_stream__split_anywhere__is_the_same(read: Any, size: int) -> None:
    whole = b"".join((*HELLO, b'data: {"choices": [], "usage": {"prompt_tokens": 9}}\n\n', DONE))
    parts = [whole[start : start + size] for start in range(0, len(whole), size)]
    stream, text = read(streamed(*parts))
    assert text == "Hei, blåbær 🫐!"
    assert stream.usage.tokens == Tokens(9, 0)


def test_stream__comments_and_other_fields__are_passed_over(read: Any) -> None:
    noise = b": ping\n\nevent: message\nid: 5\nretry: 10\n"
    first, second = noise + event("Hei"), event("!").replace(b"\n\n", b"\r\n\r\n")
    assert read(streamed(b"\xef\xbb\xbf: hello\n\n", first, second, DONE))[1] == "Hei!"


@pytest.mark.parametrize(
    "ends",
    [
        (event(finish="stop"),),
        (DONE,),
        (event(finish="stop", **USAGE),),
        (event(finish="stop"), b'data: {"choices": [], "usage": {"completion_tokens": "?"}}\n\n'),
        (b'data: {"choices": [{"delta": null, "finish_reason": "stop"}]}\n\n', DONE),
    ],
)
def test_stream__any_servers_end__is_one(read: Any, ends: tuple[bytes, ...]) -> None:
    stream, text = read(streamed(event("Hei."), *ends))
    assert (text, stream.finish) == ("Hei.", "stop")


def test_stream__thinking__is_left_out_however_it_is_split(read: Any) -> None:
    thought = [event("<th"), event("ink>So"), event("…</thi"), event("nk>Hei <"), event("3")]
    reasoned = b'data: {"choices": [{"delta": {"reasoning_content": "Hm"}}]}\n\n'
    assert read(streamed(reasoned, *thought, DONE))[1] == "Hei <3"


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (streamed(event("Half of"), cut=True), "broke off"),
        (streamed(event("Half of")), "without saying why"),
        (streamed(event("Half of"), event("never ended", "stop")[:-1]), "without saying why"),
        (streamed(event("Half of"), b'data: {"error": {"message": "no memory"}}\n\n'), "no memory"),
        (streamed(event("Half of"), b"data: {\n\n"), "no answer"),
        (streamed(event("Half of"), b"data: []\n\n"), "no answer"),
        (streamed(event("Half of"), b'data: {"choices": [{"delta": 5}]}\n\n'), "no answer"),
        (streamed(event("Half of"), b"data: \xff\n\n"), "no answer"),
        (streamed(b"<html>Welcome</html>"), "without saying why"),
        (status(500), "does not answer"),
        (status(401), "check the url"),
    ],
)
def test_stream__broken_off__is_transient(read: Any, answer: Any, why: str) -> None:
    with pytest.raises(Transient, match=why):
        read(answer)


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (streamed(event("No"), event(finish="content_filter"), DONE), "refused to write"),
        (streamed(b'data: {"choices": [{"delta": {"refusal": "No"}}]}\n\n'), "refused to write"),
        (streamed(*[event("x" * 1_000)] * 30), "over 20000 characters"),
        (streamed(*[b": " + b"x" * 2**20 + b"\n"] * 9), "sent more than"),
        (flood, "without saying why"),
        (status(400), "refused the request"),
    ],
)
def test_stream__refused_or_endless__is_given_up(read: Any, answer: Any, why: str) -> None:
    with pytest.raises((Permanent, Transient), match=why):
        read(answer)


def test_stream__too_slow__is_transient_in_time(read: Any) -> None:
    start = time.monotonic()
    with pytest.raises(Transient, match=r"too slow|does not answer"):
        read(drip, timeout_s=1)
    assert time.monotonic() - start < 60


@pytest.mark.parametrize("trouble", [status(429, retry_after="0"), status(503)])
def test_stream__trouble_before_it_begins__is_tried_again(read: Any, trouble: Any) -> None:
    assert read(trouble, trouble, streamed(*HELLO, DONE))[1] == "Hei, blåbær 🫐!"


def test_stream__cut_in_its_middle__is_not_begun_again(client_of: Any) -> None:
    server = OddServer({"Olav": [streamed(event("Half"), cut=True), streamed(*HELLO, DONE)]})
    with (
        pytest.raises(Transient),
        client_of(server).stream(CHAT) as pieces,
    ):
        list(pieces)
    assert len(server.bodies) == 1


def test_chat__priority_that_vllm_does_not_take__is_left_out(client_of: Any) -> None:
    words = "Got priority 1 but Priority scheduling is not enabled."
    refused = JSONResponse({"error": {"message": words, "code": 400, "param": None}}, 400)
    server = OddServer(
        {"Olav": [said("Hei."), streamed(*HELLO, DONE)]},
        refuses=lambda body: refused if "priority" in body else None,
    )
    chat, client = replace(CHAT, priority=1), client_of(server)
    assert client.complete(chat).note == ""
    with client.stream(chat) as pieces:
        assert "".join(pieces) == "Hei, blåbær 🫐!"
    assert ["priority" in body for body in server.bodies] == [True, False, False]


def test_stream__refusal_of_another_request_inside__passes_through(client_of: Any) -> None:
    server = OddServer({"Olav": [streamed(*HELLO, DONE), status(400)]})
    client = client_of(server)
    with pytest.raises(Permanent, match="refused the request"), client.stream(CHAT):
        client.complete(CHAT)
    assert len(server.bodies) == 2


def test_stream__left_early__lets_the_next_have_its_turn(client_of: Any) -> None:
    client = client_of(OddServer({"Olav": [streamed(*HELLO, DONE)]}), concurrency=1)
    for _ in range(3):
        with client.stream(CHAT) as pieces:
            assert next(iter(pieces)) == "Hei, "


def test_complete__one_answer__has_text_finish_and_tokens(client_of: Any) -> None:
    answered = client_of(OddServer({"Olav": [said("Hei.", "length")]})).complete(CHAT)
    assert (answered.text, answered.finish, answered.model.id) == (
        "Hei.",
        "length",
        MODEL,
    )
    assert answered.tokens.written == 2  # four bytes, estimated: the server does not tell


@given(
    texts=st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\r\n")), max_size=5),
    end=st.sampled_from(["\n", "\r", "\r\n"]),
    cuts=st.lists(st.integers(0, 200), max_size=20),
)
def test_events__any_text_in_any_pieces__comes_through(
    texts: list[str], end: str, cuts: list[int]
) -> None:
    stream = "".join(f": hi{end}data: {each}{end}{end}" for each in texts).encode()
    places = [0, *sorted(min(place, len(stream)) for place in cuts), len(stream)]
    pieces = [stream[a:b] for a, b in pairwise(places)]
    assert [each.decode() for each in events(pieces, 10**6)] == texts


@given(text=st.text(st.sampled_from("<think>/ a"), max_size=40), size=st.integers(1, 9))
def test_spoken__any_pieces__leave_out_the_same(text: str, size: int) -> None:
    pieces = [text[start : start + size] for start in range(0, len(text), size)]
    assert "".join(spoken(pieces)) == "".join(spoken([text]))
