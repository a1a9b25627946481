"""The client engine with several servers: it spreads rounds, and goes round those in trouble."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from fastapi.responses import JSONResponse

from oracle.engines.openai import OpenAIEngine
from oracle.errors import Transient
from tests.oracle.engines.openai.conftest import request_of
from tests.oracle.engines.openai.odd_server import OddServer, cut, raw, said, status
from tests.ports import free_port

NAMES = ("Olav", "Berit", "Kari", "Nils", "Siri")
ROUND = [request_of(name, seed) for seed, name in enumerate(NAMES, 1)]
EngineOf = Callable[..., OpenAIEngine]


def saying(word: str) -> OddServer:
    return OddServer({name: [said(f"{word} from {name}.")] for name in NAMES})


def failing(answer: Any) -> OddServer:
    return OddServer({name: [answer] for name in NAMES})


def words(written: list[Any]) -> set[str]:
    return {one.text.split()[0] for one in written}


def test_write__rounds_one_after_the_other__go_to_servers_by_turns(engine_of: EngineOf) -> None:
    servers = [saying("One"), saying("Two")]
    engine = engine_of(*servers)
    answers = [words(engine.write(ROUND)) for _ in range(4)]
    assert answers.count({"One"}) == answers.count({"Two"}) == 2
    assert [len(server.bodies) for server in servers] == [10, 10]


def test_write__one_server_is_busy__the_next_rounds_go_to_the_others(engine_of: EngineOf) -> None:
    began, go = threading.Event(), threading.Event()

    def hold() -> Any:
        began.set()
        go.wait(60)
        return said("Slow words.")()

    def answer() -> Any:
        return (hold if not began.is_set() else said("Quick words."))()

    engine = engine_of(failing(answer), failing(answer))
    with ThreadPoolExecutor(1) as thread:
        slow = thread.submit(engine.write, ROUND[:1])
        assert began.wait(60)
        assert [words(engine.write(ROUND[:1])) for _ in range(3)] == [{"Quick"}] * 3
        go.set()
        assert words(slow.result(60)) == {"Slow"}


@pytest.mark.parametrize(
    "trouble", [status(429, retry_after="600"), status(500), status(503), status(401), cut]
)
def test_write__server_in_trouble__another_writes_the_whole_round_and_it_has_a_rest(
    engine_of: EngineOf, trouble: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("oracle.engines.openai.servers._REST_S", 600)
    monkeypatch.setattr("oracle.engines.openai.exchange._MAX_PAUSE_S", 600)
    broken, well = failing(trouble), saying("Well")
    engine = engine_of(broken, well)
    assert [words(engine.write(ROUND)) for _ in range(4)] == [{"Well"}] * 4
    assert len(broken.bodies) == len(ROUND)
    assert len(well.bodies) == 4 * len(ROUND)


def test_write__server_not_there__another_writes(engine_at: EngineOf, engine_of: Any) -> None:
    gone = f"http://127.0.0.1:{free_port()}"
    with pytest.raises(Transient, match="does not answer"):
        engine_at(gone, gone).write(ROUND)
    from tests.web_server import running

    with running(saying("Well").app()) as well:
        engine = engine_at(gone, well)
        assert engine.info().name == "openai"
        assert [words(engine.write(ROUND)) for _ in range(3)] == [{"Well"}] * 3


def test_write__some_of_a_round_lost__the_same_server_is_asked_again_for_them(
    engine_of: EngineOf,
) -> None:
    server = saying("Same")
    server.answers["Kari"] = [status(503), status(503), said("Same at last.")]
    engine = engine_of(server, server)
    assert words(engine.write(ROUND)) == {"Same"}
    assert len(server.bodies) == len(ROUND) + 2


def test_write__all_in_trouble__is_transient(engine_of: EngineOf) -> None:
    with pytest.raises(Transient, match="does not answer"):
        engine_of(failing(status(500)), failing(status(503))).write(ROUND)


def test_write__refused_request__fails_that_persona_and_no_server(engine_of: EngineOf) -> None:
    servers = [failing(status(400)), failing(status(400))]
    written = engine_of(*servers).write(ROUND)
    assert all("refused the request" in one.failure for one in written)
    assert sum(len(server.bodies) for server in servers) == len(ROUND)


def listing(*names: str) -> Callable[[], Any]:
    return lambda: JSONResponse({"data": [{"id": name} for name in names]})


def test_info__servers_of_different_models__is_refused_and_names_both(engine_of: EngineOf) -> None:
    engine = engine_of(OddServer({}, models=listing("a")), OddServer({}, models=listing("b")))
    with pytest.raises(Transient, match="must serve the same model") as error:
        engine.info()
    assert "has a" in str(error.value)
    assert "has b" in str(error.value)


def test_info__one_of_the_servers_away__is_of_the_others(engine_of: EngineOf) -> None:
    engine = engine_of(OddServer({}, models=status(503)), OddServer({}, models=listing("a")))
    assert engine.info().model == "a"


def test_write__server_came_back_with_another_model__is_left_out(engine_of: EngineOf) -> None:
    changed, well = saying("Changed"), saying("Well")
    engine = engine_of(changed, well)
    engine.info()
    changed.models = listing("another")
    assert [words(engine.write(ROUND)) for _ in range(3)] == [{"Well"}] * 3
    assert changed.bodies == []


def test_write__garbage_from_one_server__fails_its_personas_as_with_one(
    engine_of: EngineOf,
) -> None:
    written = engine_of(failing(raw(b"{")), failing(raw(b"{"))).write(ROUND)
    assert all("sent no answer" in one.failure for one in written)
