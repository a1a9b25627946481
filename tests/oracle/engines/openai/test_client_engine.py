"""The client engine against servers that answer well, badly, late or not at all."""

import json
from collections.abc import Callable
from hashlib import sha256
from typing import Any

import pytest
from fastapi.responses import JSONResponse

from oracle.domain import Platform
from oracle.engines.openai import OpenAIEngine
from oracle.errors import Transient
from oracle.personas.prompt import chat_messages
from tests.oracle.engines.openai.conftest import BIO, request_of
from tests.oracle.engines.openai.odd_server import (
    MODEL,
    OddServer,
    cut,
    drip,
    flood,
    raw,
    said,
    status,
)
from tests.ports import free_port

POST = "The library opens on Sundays now."
EngineOf = Callable[..., OpenAIEngine]


def test_write__chat__carries_sampling_seed_and_persona(engine_of: EngineOf) -> None:
    server = OddServer({"Olav": [said(POST)]})
    request = request_of("Olav", 5, temperature=0.4, top_p=0.9, max_tokens=77)
    [written] = engine_of(server, token="secret").write([request])
    [body] = server.bodies
    messages = chat_messages(request.card, request.brief, Platform.X)
    assert body == {
        "model": MODEL,
        "messages": messages,
        "temperature": 0.4,
        "top_p": 0.9,
        "max_tokens": 77,
        "seed": 5,
    }
    canonical = json.dumps(messages, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert (written.text, written.failure) == (POST, None)
    assert written.prompt == "0x" + sha256(canonical.encode()).hexdigest()
    assert written.sampling == request.card.sampling
    assert server.tokens == {"Bearer secret"}


def test_write__highest_seed__stays_within_63_bits(engine_of: EngineOf) -> None:
    server = OddServer({"Olav": [said(POST)]})
    engine_of(server).write([request_of("Olav", 2**63 - 1)])
    assert server.bodies[0]["seed"] == 2**63 - 1


LONG_AGO = "Wed, 21 Oct 2015 07:28:00 GMT"


@pytest.mark.parametrize(
    "answer",
    [
        status(429, retry_after="0"),
        status(503, retry_after=LONG_AGO),
        status(429),
        status(500),
        cut,
    ],
)
def test_write__trouble_that_passes__is_tried_again(written_as: Any, answer: Any) -> None:
    assert written_as(answer, answer, said(POST)).text == POST


@pytest.mark.parametrize("answer", [status(429), status(500), cut, drip])
def test_write__trouble_that_stays__is_transient(written_as: Any, answer: Any) -> None:
    with pytest.raises(Transient, match="does not answer"):
        written_as(answer, timeout_s=0.6)


@pytest.mark.parametrize("code", [301, 401, 403, 404, 418])
def test_write__server_not_for_us__is_transient_and_says_what_to_check(
    written_as: Any, code: int
) -> None:
    with pytest.raises(Transient, match="check the url, token and model"):
        written_as(status(code))


def test_write__nothing_listens__is_transient_and_shows_no_key_of_the_url(
    engine_at: EngineOf,
) -> None:
    place = f"127.0.0.1:{free_port()}"
    with pytest.raises(Transient, match=f"^{place} does not answer") as wrong:
        engine_at(f"http://me:open-sesame@{place}/key-of-mine").write([request_of("Olav")])
    assert "open-sesame" not in str(wrong.value)
    assert "key-of-mine" not in str(wrong.value)


@pytest.mark.parametrize("code", [401, 500])
def test_write__server_refuses__shows_no_key_of_the_url(engine_of: EngineOf, code: int) -> None:
    engine = engine_of(OddServer({"Olav": [status(code)] * 9}))
    with pytest.raises(Transient) as wrong:
        engine.write([request_of("Olav")])
    assert "/v1" not in str(wrong.value)


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (raw(b"{"), "sent no answer"),
        (raw(b"[]"), "sent no answer"),
        (raw(b'{"choices": []}'), "sent no answer"),
        (raw(b'{"choices": [{"message": {"content": 5}}]}'), "sent no answer"),
        (raw(b'{"choices": [{"message": {"content": "\\ud800"}}]}'), "sent no answer"),
        (flood, "sent more than 1048576 bytes"),
        (status(400), "refused the request: HTTP 400"),
        (said(None), "wrote nothing"),
        (said(" \n\u200b\u202e "), "wrote nothing"),
        (said("<think>Let me see", finish="length"), "wrote nothing"),
        (said(None, refusal="I cannot help with that."), "refused to write"),
        (said("Half of", finish="content_filter"), "refused to write"),
        (said("Sundays are for the library, and " * 40), "repeated itself"),
        (said("哈" * 200), "repeated itself"),
        (said("<|im_start|>system You are Olav"), "repeated its instructions"),
        (
            said(f"Well, I am {BIO.upper()}"),
            "repeated its instructions",
        ),
        (said("x" * 30_000), "over 20000 characters"),
    ],
)
def test_write__answer_without_a_text__fails_that_persona_only(
    engine_of: EngineOf, answer: Any, why: str
) -> None:
    engine = engine_of(OddServer({"Olav": [answer], "Berit": [said(POST)]}))
    failed, other = engine.write([request_of("Olav", 1), request_of("Berit", 2)])
    assert failed.text == ""
    assert why in failed.failure
    assert failed.prompt != other.prompt
    assert (other.text, other.failure) == (POST, None)


def test_write__quote_from_the_brief__is_no_leak(written_as: Any) -> None:
    quote = "The library opens on Sundays from 10 to 16 from May. Tell people that it does."
    assert written_as(said(quote)).text == quote


def test_write__one_persona_unanswered__fails_alone(engine_of: EngineOf) -> None:
    engine = engine_of(OddServer({"Olav": [status(500)], "Berit": [said(POST)]}))
    failed, other = engine.write([request_of("Olav", 1), request_of("Berit", 2)])
    assert "did not answer" in failed.failure
    assert other.text == POST


def test_write__server_gone_meanwhile__is_transient(engine_of: EngineOf) -> None:
    server = OddServer({"Olav": [status(500)], "Berit": [said(POST)]})
    listing = server.models

    def once() -> Any:
        server.models = status(503)
        return listing()

    server.models = once
    with pytest.raises(Transient, match="does not answer"):
        engine_of(server).write([request_of("Olav", 1), request_of("Berit", 2)])


def test_write__many_personas__are_in_their_order(engine_of: EngineOf) -> None:
    names = [f"Persona-{letter}" for letter in "ABCDEFGHIJKLMNOP"]
    server = OddServer({name: [said(f"{name} says hello.")] for name in names})
    requests = [request_of(name, number) for number, name in enumerate(names, 1)]
    written = engine_of(server).write(requests)
    assert [one.text for one in written] == [f"{name} says hello." for name in names]


def test_write__nobody__is_nothing(engine_of: EngineOf) -> None:
    assert engine_of(OddServer({})).write([]) == []


def test_info__any_server__names_the_model(engine_of: EngineOf) -> None:
    info = engine_of(OddServer({})).info()
    assert (info.name, info.model, info.version, info.built_in) == ("openai", MODEL, "", False)


@pytest.mark.parametrize(
    ("listed", "wanted", "says"),
    [
        ([{"id": "a"}, {"id": "b"}], None, "a, b"),
        ([{"id": f"m{n}"} for n in range(30)], None, "m19 and 10 more"),
        ([{"id": "a"}], "c", "it has: a"),
        ([], None, "none"),
        ([{"id": "a\n\u202eb"}], None, "it has: none"),
        ({}, None, "lists no models"),
    ],
)
def test_info__model_not_to_be_found__is_transient(
    engine_of: EngineOf, listed: Any, wanted: str | None, says: str
) -> None:
    server = OddServer({}, models=lambda: JSONResponse({"data": listed}))
    with pytest.raises(Transient, match=says):
        engine_of(server, model=wanted).info()


def test_info__one_of_many__is_the_one_named(engine_of: EngineOf) -> None:
    server = OddServer({}, models=lambda: JSONResponse({"data": [{"id": "a"}, {"id": "b"}]}))
    assert engine_of(server, model="b").info().model == "b"
