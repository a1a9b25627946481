"""Chats with personas through the API, without a language model and with one."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import httpx
import pytest
from frontend_api.live.hub import MOST_OF_A_CLIENT
from websockets.exceptions import ConnectionClosed, InvalidStatus

from tests import tiny_hub
from tests.frontend_api.people import signed_in
from tests.frontend_api.serving import serving
from tests.frontend_api.talk import chatting, cookie
from tests.frontend_api.world import World
from tests.oracle.engines.openai.odd_server import DONE, OddServer, event, streamed
from tests.requires import requires_module
from tests.wait import wait_for
from tests.web_server import running

FAN, OTHER = "0x" + "Fa" * 20, "0x" + "0e" * 20
TOKEN = "a token for the tests only"


@pytest.fixture(scope="module")
def serve(
    world: World, api: httpx.Client, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[..., Any]]:
    """Serves the API on the world with other settings; its people are in `people.sqlite` beside."""
    with ExitStack() as opened:

        def start(**changes: Any) -> tuple[str, Any]:
            folder = tmp_path_factory.mktemp("chat")
            own = {"people": folder / "people.sqlite", "engine_ledger": folder / "spent.sqlite"}
            settings = world.stage.settings.model_copy(update=own | changes)
            return opened.enter_context(serving(settings, folder / "dist")), settings.people

        yield start


@pytest.fixture(scope="module")
def built_in(serve: Any) -> Any:
    """An API without a language model."""
    return serve()


@pytest.fixture
def fan(built_in: Any) -> Iterator[httpx.Client]:
    with signed_in(*built_in, FAN) as client:
        yield client


@pytest.fixture
def other(built_in: Any) -> Iterator[httpx.Client]:
    with signed_in(*built_in, OTHER) as client:
        yield client


def begun(client: httpx.Client, persona_id: int = 1) -> str:
    answer = client.post("/conversations", json={"persona_id": persona_id})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def said_in(client: httpx.Client, conversation: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get(f"/conversations/{conversation}/messages").json()[
        "items"
    ]
    return found


def test_chat__without_a_model__answers_and_says_what_it_is(fan: httpx.Client):
    conversation = begun(fan)
    with chatting(fan, 1, conversation=conversation) as chat:
        assert chat.frame()["type"] == "ready"
        mine, *tokens, done = chat.said("k1", "What do you think of the new ferry?")
    assert (mine["type"], mine["message"]["key"]) == ("message", "k1")
    assert {frame["answers"] for frame in tokens} == {mine["message"]["id"]}
    assert "".join(frame["text"] for frame in tokens) == done["message"]["text"]
    assert done["message"]["engine"] == "built-in writer (no language model)"
    assert said_in(fan, conversation) == [mine["message"], done["message"]]


def test_chat__resumed__brings_only_what_the_client_lacks(fan: httpx.Client):
    conversation = begun(fan)
    with chatting(fan, 1, conversation=conversation) as chat:
        chat.until("ready")
        first = chat.said("k1", "Hello")
    known = first[0]["message"]["id"]
    with chatting(fan, 1, conversation=conversation, after=known) as chat:
        missed, ready = chat.until("ready")
        assert missed["message"] == first[-1]["message"]
        assert ready["conversation"]["title"] == "Hello"
        again = chat.said("k1", "Hello")
    assert [frame["type"] for frame in again] == ["message", "done"]
    assert len(said_in(fan, conversation)) == 2


def test_chat__without_a_conversation__goes_on_with_the_newest(fan: httpx.Client):
    conversation = begun(fan, 2)
    with chatting(fan, 2) as chat:
        assert chat.until("ready")[-1]["conversation"]["id"] == conversation


@pytest.mark.parametrize("asked", [{}, {"conversation": "new"}], ids=["none yet", "new"])
def test_chat__opened_and_left__leaves_no_conversation(built_in: Any, asked: dict[str, str]):
    with signed_in(*built_in, "0x" + "Cd" * 20) as client:
        with chatting(client, 1, **asked) as chat:
            assert chat.frame() == {"type": "ready", "conversation": None}
        assert client.get("/conversations").json()["items"] == []


def test_chat__new__begins_with_the_first_message_and_once(fan: httpx.Client):
    before = {each["id"] for each in fan.get("/conversations?persona_id=3").json()["items"]}
    with chatting(fan, 3, conversation="new") as chat:
        chat.until("ready")
        ready, mine, *_ = chat.said("once", "A new matter")
    conversation = ready["conversation"]
    assert conversation["title"] == "A new matter"
    with chatting(fan, 3, conversation="new") as chat:
        chat.until("ready")
        again = chat.said("once", "A new matter")
        chat.said("more", "And more of it")
    assert [again[0]["conversation"]["id"], again[1]] == [conversation["id"], mine]
    after = {each["id"] for each in fan.get("/conversations?persona_id=3").json()["items"]}
    assert after - before == {conversation["id"]}
    assert len(said_in(fan, conversation["id"])) == 4


@pytest.mark.parametrize(
    "frame",
    [
        "{",
        '"say"',
        '{"type":"say"}',
        '{"type":"say","key":"k","text":""}',
        '{"type":"x"}',
        "[" * 9999,
    ],
    ids=["cut", "a word", "no key", "no text", "another", "deep"],
)
def test_chat__what_is_no_frame__ends_it_with_a_problem(fan: httpx.Client, frame: str):
    with chatting(fan, 1) as chat:
        chat.until("ready")
        chat.socket.send(frame)
        problem = chat.frame()
        assert (problem["type"], problem["problem"]["status"]) == ("problem", 422)
        with pytest.raises(ConnectionClosed):
            chat.frame()


def test_chat__text_that_cannot_be_read__is_a_problem_and_the_chat_goes_on(fan: httpx.Client):
    with chatting(fan, 1) as chat:
        chat.until("ready")
        [problem] = chat.said("k1", "\u200b\u202e \ud800".encode("utf-8", "replace").decode()[:2])
        assert problem["problem"]["status"] == 422
        assert chat.said("k2", "😀 <script>alert(1)</script> \u202egnp")[-1]["type"] == "done"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 401),
        ({"origin": "http://evil.example"}, 403),
        ({"origin": None}, 403),
        ({"authorization": "Bearer nonsense"}, 401),
    ],
)
def test_chat__not_signed_in_or_from_elsewhere__is_not_begun(
    fan: httpx.Client, headers: dict[str, Any], status: int
):
    if "origin" in headers:
        headers = {"cookie": cookie(fan), **headers}
    with pytest.raises(InvalidStatus) as refused, chatting(fan, 1, headers=headers):
        pass
    assert refused.value.response.status_code == status


def test_chat__signed_out_meanwhile__says_no_more(built_in: Any):
    with signed_in(*built_in, FAN) as client, chatting(client, 1) as chat:
        chat.until("ready")
        assert client.delete("/session").status_code == 204
        [problem] = chat.said("k", "Hello?")
    assert problem["problem"]["status"] == 401


@pytest.mark.parametrize("persona_id", [4, 99])
def test_chat__with_nobody_there__is_not_begun(fan: httpx.Client, persona_id: int):
    with pytest.raises(InvalidStatus) as refused, chatting(fan, persona_id):
        pass
    assert refused.value.response.status_code == 404
    assert fan.post("/conversations", json={"persona_id": persona_id}).status_code == 404


def test_conversation__of_another__is_as_if_there_were_none(fan: httpx.Client, other: httpx.Client):
    conversation = begun(fan)
    assert other.get(f"/conversations/{conversation}/messages").status_code == 404
    assert other.delete(f"/conversations/{conversation}").status_code == 404
    with chatting(other, 1, conversation=conversation) as chat:
        assert chat.frame()["problem"]["status"] == 404
    assert conversation not in other.get("/conversations").text
    assert httpx.get(f"{fan.base_url}/conversations", timeout=60).status_code == 401


def test_conversations__in_pages__and_deleted(fan: httpx.Client):
    begun_now = {begun(fan, 3) for _ in range(3)}
    found, cursor = [], None
    while True:
        query = {"persona_id": 3, "limit": 2} | ({"cursor": cursor} if cursor else {})
        page = fan.get("/conversations", params=query).json()
        found += [each["id"] for each in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert len(found) == len(set(found))
    assert begun_now <= set(found)
    for each in begun_now:
        assert fan.delete(f"/conversations/{each}").status_code == 204
        assert fan.get(f"/conversations/{each}/messages").status_code == 404
    assert fan.get("/conversations", params={"cursor": "x"}).status_code == 422


def test_messages__in_pages__go_back_in_time(fan: httpx.Client):
    conversation = begun(fan)
    with chatting(fan, 1, conversation=conversation) as chat:
        chat.until("ready")
        for n in range(2):
            chat.said(str(n), f"{n}. Tell me about tea")
    whole = said_in(fan, conversation)
    url = f"/conversations/{conversation}/messages"
    newest = fan.get(url, params={"limit": 3}).json()
    before = fan.get(url, params={"limit": 3, "cursor": newest["next_cursor"]}).json()
    assert before["items"] + newest["items"] == whole
    assert before["next_cursor"] is None


def test_chat__too_much_said__has_to_wait(serve: Any):
    with signed_in(*serve(), FAN) as client, chatting(client, 1) as chat:
        chat.until("ready")
        ends = [chat.said(str(n), "Tea?")[-1] for n in range(20)]
        assert {end["type"] for end in ends} == {"done"}
        more = (chat.said(f"more {n}", "Tea?")[-1] for n in range(20))  # the pace lets some pass
        refused = next(end for end in more if end["type"] != "done")
    assert refused["problem"]["status"] == 429


def test_chat__many_pages_open__is_refused(built_in: Any):
    with signed_in(*built_in, "0x" + "Ab" * 20) as fan, ExitStack() as open_pages:
        for _ in range(MOST_OF_A_CLIENT):
            open_pages.enter_context(chatting(fan, 1)).until("ready")
        with pytest.raises(InvalidStatus) as refused, chatting(fan, 1):
            pass
    assert refused.value.response.status_code == 429


def endless() -> Any:
    from asyncio import sleep

    from fastapi.responses import StreamingResponse

    async def words() -> Any:
        for _ in range(2_000):
            yield event("word ")
            await sleep(0.05)

    return StreamingResponse(words(), media_type="text/event-stream")


@pytest.fixture
def odd(serve: Any) -> Iterator[Callable[..., Any]]:
    """An API whose model's server gives these answers in turn."""
    with ExitStack() as opened:

        def start(*answers: Any) -> httpx.Client:
            url = opened.enter_context(running(OddServer({"": list(answers)}).app()))
            api = serve(engine="openai", engine_url=(f"{url}/v1",))
            return opened.enter_context(signed_in(*api, FAN))

        yield start


def test_chat__stopped__keeps_what_was_said(odd: Any):
    client = odd(endless)
    with chatting(client, 1) as chat:
        chat.until("ready")
        chat.send(type="say", key="k", text="Go on")
        chat.until("tokens")
        chat.send(type="say", key="k2", text="And?")
        assert chat.until("problem")[-1]["problem"]["status"] == 409
        chat.send(type="stop")
        done = chat.until("done")[-1]["message"]
    assert done["cut"]
    assert done["text"].startswith("word")


def test_chat__user_leaves__the_answer_ends_and_is_kept_as_cut(odd: Any):
    client = odd(endless)
    conversation = begun(client)
    with chatting(client, 1, conversation=conversation) as chat:
        chat.until("ready")
        chat.send(type="say", key="k", text="Go on")
        chat.until("tokens")
    wait_for(lambda: len(said_in(client, conversation)) == 2, "the cut answer")
    assert said_in(client, conversation)[1]["cut"]


def test_chat__broken_off__can_be_tried_again(odd: Any):
    whole = streamed(event("All is well."), event(finish="stop"), DONE)
    client = odd(streamed(cut=True), whole)
    with chatting(client, 1) as chat:
        chat.until("ready")
        problem = chat.said("k", "Hi")[-1]
        assert (problem["type"], problem["problem"]["status"]) == ("problem", 503)
        assert chat.said("k", "Hi")[-1]["message"]["text"] == "All is well."


@pytest.fixture(scope="module")
def modelled(serve: Any) -> Iterator[Any]:
    """An API with the real engine server and a tiny model of random weights."""
    requires_module("torch")
    from oracle.engines.server.app import create_app
    from oracle.engines.server.loading import load
    from oracle.engines.server.settings import EngineSettings

    name = tiny_hub.add_qwen3("troupe/tiny-qwen3")
    model = load(EngineSettings(model=name, token=TOKEN), lambda _: None)
    with running(create_app(model, TOKEN)) as url:
        from pydantic import SecretStr

        api = serve(engine="openai", engine_url=(f"{url}/v1",), engine_token=SecretStr(TOKEN))
        yield api, url


def test_chat__with_a_model__streams_what_it_writes(modelled: Any):
    with signed_in(*modelled[0], FAN) as client, chatting(client, 1) as chat:
        chat.until("ready")
        _, _, *tokens, done = chat.said("k", "Hello")
    assert done["type"] == "done", done
    assert len(tokens) > 3
    assert "".join(frame["text"] for frame in tokens).strip() == done["message"]["text"]
    assert done["message"]["engine"] == "troupe/tiny-qwen3"


def test_chat__user_leaves_a_model__it_writes_no_more(modelled: Any):
    api, engine = modelled
    with signed_in(*api, FAN) as client, chatting(client, 2) as chat:
        chat.until("ready")
        chat.send(type="say", key="k", text="Hello")
        chat.until("tokens")
    wait_for(lambda: httpx.get(f"{engine}/health", timeout=60).json()["writing"] == 0, "the engine")
