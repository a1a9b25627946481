"""Which model writes, and what of a request the many kinds of servers take."""

from collections.abc import Callable
from typing import Any

import pytest
from fastapi.responses import JSONResponse, Response

from oracle.engines.openai import OpenAIEngine
from oracle.engines.openai.wire import problem_in
from oracle.errors import Transient
from tests.oracle.engines.openai.conftest import request_of
from tests.oracle.engines.openai.odd_server import OddServer, said, status

POST = "The library opens on Sundays now."
EngineOf = Callable[..., OpenAIEngine]
PROVENANCE = {
    "revision": None,
    "digest": "0xabc",
    "transformers": "5",
    "torch": "2",
    "dtype": "float32",
    "device": "cpu",
    "base": "base@0x123",
}


def listing(*models: Any) -> Callable[[], Response]:
    data = [model if isinstance(model, dict) else {"id": model} for model in models]
    return lambda: JSONResponse({"data": data})


def serving(*models: Any) -> OddServer:
    names = ("Olav", "Berit")
    return OddServer({name: [said(POST)] for name in names}, models=listing(*models))


def asked(server: OddServer) -> list[str]:
    return sorted(body["model"] for body in server.bodies)


def test_write__adapter_the_server_lists__writes_and_is_what_the_entry_says(
    engine_of: EngineOf,
) -> None:
    server = serving("base", {"id": "olav-1", "parent": "base"}, {"id": "other", "parent": "base"})
    requests = [request_of("Olav", 1, adapter="olav-1"), request_of("Berit", 2)]
    olav, berit = engine_of(server).write(requests)
    assert asked(server) == ["base", "olav-1"]
    assert (olav.engine.model, olav.note) == ("olav-1 on base", "")
    assert (berit.engine.model, berit.note) == ("base", "")


def test_write__adapter_with_provenance__is_pinned_with_its_base(engine_of: EngineOf) -> None:
    server = serving("base", {"id": "olav-1", "provenance": PROVENANCE})
    [written] = engine_of(server).write([request_of("Olav", adapter="olav-1")])
    assert written.engine.model == "olav-1@0xabc on base@0x123"
    assert written.engine.version == "transformers 5, torch 2, float32, cpu"


@pytest.mark.parametrize(
    "listed", [(), ({"id": "olav-1", "parent": "another base"},), ({"id": "olav-1"},)]
)
def test_write__adapter_the_server_lacks__the_base_writes_and_it_is_noted(
    engine_of: EngineOf, listed: Any
) -> None:
    server = serving("base", *listed)
    [written] = engine_of(server, model="base").write([request_of("Olav", adapter="olav-1")])
    assert asked(server) == ["base"]
    assert (written.engine.model, written.text) == ("base", POST)
    assert written.note == "the server has no adapter 'olav-1'"


def test_info__adapters_beside_one_base__is_the_base(engine_of: EngineOf) -> None:
    assert engine_of(serving({"id": "a", "parent": "base"}, "base")).info().model == "base"


def test_info__odd_entries_among_many__are_passed_over(engine_of: EngineOf) -> None:
    server = serving({"id": "a\n\u202e"}, {"id": 5}, {"name": "b"}, "base")
    assert engine_of(server, model="base").info().model == "base"


@pytest.mark.parametrize("code", [404, 405])
def test_write__server_that_lists_nothing__has_the_model_that_is_named(
    engine_of: EngineOf, code: int
) -> None:
    server = OddServer({"Olav": [said(POST)]}, models=status(code))
    assert engine_of(server, model="mine").write([request_of("Olav")])[0].text == POST
    with pytest.raises(Transient, match="check the url"):
        engine_of(server).info()


def openai(name: str) -> Response:
    words = f"Unsupported parameter: '{name}' is not supported with this model."
    code = "unsupported_parameter"
    return JSONResponse({"error": {"message": words, "param": name, "code": code}}, 400)


def fastapi(name: str) -> Response:
    told = {"type": "extra_forbidden", "loc": ["body", name], "msg": "Extra inputs not permitted"}
    return JSONResponse({"detail": [told]}, 422)


def transformers(name: str) -> Response:
    return JSONResponse({"detail": f"Unexpected fields in the request: {{'{name}'}}"}, 422)


def in_a_success(name: str) -> Response:
    return JSONResponse({"error": f"unknown field {name}"}, 200)


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("temperature", openai),
        ("top_p", fastapi),
        ("seed", transformers),
        ("seed", in_a_success),
    ],
)
def test_write__field_that_the_server_refuses__is_left_out_for_good_and_noted(
    engine_of: EngineOf, name: str, says: Callable[[str], Response]
) -> None:
    server = OddServer(
        {"Olav": [said(POST)]}, refuses=lambda body: says(name) if name in body else None
    )
    engine = engine_of(server)
    for _ in range(2):
        [written] = engine.write([request_of("Olav")])
        assert (written.text, written.note) == (POST, f"the server takes no {name}")
        assert written.attempts == 1
    assert [name in body for body in server.bodies] == [True, False, False]


def test_write__only_max_completion_tokens__is_sent_that(engine_of: EngineOf) -> None:
    server = OddServer(
        {"Olav": [said(POST)]},
        refuses=lambda body: openai("max_tokens") if "max_tokens" in body else None,
    )
    [written] = engine_of(server).write([request_of("Olav", max_tokens=77)])
    assert (written.text, written.note) == (POST, "")
    assert server.bodies[-1]["max_completion_tokens"] == 77


def test_write__value_that_is_refused__is_no_field_to_leave_out(engine_of: EngineOf) -> None:
    error = {"message": "max_tokens: 400 is too many", "param": "max_tokens"}
    server = OddServer({"Olav": [lambda: JSONResponse({"error": error}, 400)]})
    [written] = engine_of(server).write([request_of("Olav")])
    assert "400 is too many" in written.failure
    assert len(server.bodies) == 1


@pytest.mark.parametrize("code", [429, 503])
def test_write__error_in_a_success__is_what_its_code_says(written_as: Any, code: int) -> None:
    busy = {"error": {"message": "try later", "code": code}}
    assert written_as(lambda: JSONResponse(busy), said(POST)).text == POST


def test_write__error_that_repeats_the_token__does_not_show_it(written_as: Any) -> None:
    error = {"error": {"message": "wrong field for key sk-secret-123"}}
    failure = written_as(lambda: JSONResponse(error, 400), token="sk-secret-123").failure
    assert "wrong field" in failure
    assert "secret" not in failure


def test_write__more_than_the_server_may_have_at_once__wait_for_their_turn(
    engine_of: EngineOf,
) -> None:
    names = [f"Persona-{letter}" for letter in "ABCDEFGH"]
    server = OddServer({name: [said(POST)] for name in names})
    requests = [request_of(name, number) for number, name in enumerate(names, 1)]
    written = engine_of(server, concurrency=2).write(requests)
    assert all(each.text == POST for each in written)
    assert server.most_at_once <= 2


@pytest.mark.parametrize("data", [b"", b"[]", b"{", b'{"error": null}', b"\xff", b"[" * 9_999])
def test_problem_in__no_error__is_none(data: bytes) -> None:
    assert problem_in(data) is None
