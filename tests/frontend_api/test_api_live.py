"""GET /live: what changes, told to all who listen."""

import asyncio
import json
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, suppress
from itertools import islice
from pathlib import Path
from secrets import token_hex
from threading import Event
from typing import Any

import httpx
import pytest
from frontend_api.live.hub import MOST_OF_A_CLIENT
from frontend_api.live.reading import read_changes
from frontend_api.processes import open_projector
from frontend_api.projection.database import open_to_write
from frontend_api.projection.log import clear
from frontend_api.projection.tables import Change
from frontend_api.settings import Settings
from sqlalchemy import Engine
from websockets.exceptions import ConnectionClosedError, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from oracle.assistant.accounts.keys import Keys
from oracle.assistant.accounts.sessions import Sessions
from oracle.assistant.chat.conversations import Conversations
from oracle.assistant.people.database import open_people
from oracle.store.database import transaction
from tests.frontend_api.people import ADA, BEN, signed_in
from tests.frontend_api.serving import serving, settings_in
from tests.frontend_api.stage import BRIEF, Stage
from tests.swarm import connect as join
from tests.wait import PATIENCE_S, wait_for

CLIENTS, DEAF, CHANGES = 1_000, 20, 50
SIGNED_OUT = "you are signed out"


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings without a chain: tests write what changed by themselves."""
    folder = tmp_path_factory.mktemp("live")
    return settings_in(folder, cors=("https://friend.example",))


@pytest.fixture(scope="module")
def projection(empty: Settings) -> Iterator[Engine]:
    engine = open_to_write(empty.projection)
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def url(empty: Settings, projection: Engine) -> Iterator[str]:
    with serving(empty, empty.projection.parent) as found:
        yield found


def change(engine: Engine, *changes: Change) -> list[int]:
    """The versions of changes that are made at once."""
    with transaction(engine) as session:
        session.add_all(changes)
        session.flush()
        return [each.version or 0 for each in changes]


def listen(url: str, path: str = "/live", **headers: str) -> ClientConnection:
    return connect(
        url.replace("http", "ws") + path,
        additional_headers=headers,
        compression=None,
        open_timeout=PATIENCE_S,
    )


def changes(socket: ClientConnection) -> Iterator[dict[str, Any]]:
    """The frames that aren't about status."""
    while True:
        frame = json.loads(socket.recv(timeout=60))
        if frame["type"] not in {"status", "ping"}:
            yield frame


def refused(url: str, path: str = "/live", **headers: str) -> Any:
    """The response to one who may not listen."""
    with pytest.raises(InvalidStatus) as raised, listen(url, path, **headers):
        pass
    return raised.value.response


def test_live__new_round__is_told_with_its_id(
    stage: Stage, settings: Settings, tmp_path: Path
) -> None:
    projector = open_projector(settings)
    while projector.poll():
        pass
    with serving(settings, tmp_path) as url, listen(url) as socket:
        status = json.loads(socket.recv(timeout=60))
        assert status["type"] == "status"
        assert status["status"]["head"] == httpx.get(f"{url}/status", timeout=60).json()["head"]
        round_id = stage.propose(BRIEF.digest)
        projector.poll()
        told = next(changes(socket))
        assert (told["type"], told["kind"], told["key"]) == ("change", "round", str(round_id))
        assert told["version"] > status["status"]["version"]


def test_live__first_client_of_all__is_told_what_changes_once_it_listens(
    empty: Settings, projection: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed = Event()

    def read_late(*asked: Any) -> Any:
        changed.wait(1)  # a service that just began knows nothing for a moment
        return read_changes(*asked)

    monkeypatch.setattr("frontend_api.live.hub.read_changes", read_late)
    own = empty.model_copy(update={"people": tmp_path / "people.sqlite"})
    with serving(own, tmp_path) as url, listen(url) as socket:
        [version] = change(projection, Change(round_id=1))
        changed.set()
        assert next(changes(socket))["version"] == version


def test_live__reconnect__goes_on_after_the_version_it_names(url: str, projection: Engine) -> None:
    versions = change(projection, *(Change(round_id=number) for number in range(1, 251)))
    with listen(url, f"/live?since={versions[0]}") as socket:
        frames = changes(socket)
        told = [next(frames)["version"] for _ in versions[1:]]
    assert told == versions[1:]


def test_live__topics__tell_of_these_alone(url: str, projection: Engine) -> None:
    [start] = change(projection, Change(persona_id=1))
    change(projection, Change(persona_id=1), Change(persona_id=2))
    change(projection, Change(round_id=1), Change(round_id=2))
    with listen(url, f"/live?since={start}&topic=round&topic=persona:2") as socket:
        frames = changes(socket)
        told = [(frame["kind"], frame["key"]) for frame in islice(frames, 3)]
    assert told == [("persona", "2"), ("round", "1"), ("round", "2")]


@pytest.mark.parametrize("since", [0, 2**60])
def test_live__too_far_away__is_told_to_ask_again(url: str, projection: Engine, since: int) -> None:
    [*_, newest] = change(projection, *(Change(round_id=1) for _ in range(1_100)))
    with listen(url) as socket:
        [last] = change(projection, Change(round_id=7))
        while next(changes(socket))["version"] != last:
            pass
    with listen(url, f"/live?since={since}") as socket:
        assert next(changes(socket)) == {"type": "resync", "version": newest + 1}


def test_live__rebuilt_projection__is_told_to_ask_again(url: str, projection: Engine) -> None:
    with listen(url, "/live?topic=round:1") as socket:
        with transaction(projection) as session:
            clear(session)
        assert next(changes(socket))["type"] == "resync"


@pytest.mark.parametrize(
    ("origin", "allowed"),
    [("https://friend.example", True), ("https://foe.example", False), ("null", False)],
)
def test_live__another_sites_page__is_let_in_only_where_settings_say(
    url: str, projection: Engine, origin: str, allowed: bool
) -> None:
    if allowed:
        listen(url, Origin=origin).close()
    else:
        assert refused(url, Origin=origin).status_code == 403
    listen(url, Origin=url).close()


def test_live__message_to_an_account__is_told_to_its_own_sockets_alone(
    url: str, projection: Engine, empty: Settings
) -> None:
    people = open_people(empty.people)
    conversations, keys = Conversations(people), Keys(people)
    for address in (ADA.address, BEN.address):
        Sessions(people).open(address)
    own, other = (conversations.begin(one.address, 1).id for one in (ADA, BEN))
    key = keys.make(ADA.address, "a program").secret
    with listen(url, Authorization=f"Bearer {key}") as hers, listen(url) as nobodys:
        told: dict[str, Any] | None = None
        while told is None:  # until her socket is known
            conversations.say(BEN.address, other, token_hex(8), "not for Ada")
            conversations.say(ADA.address, own, token_hex(8), "hello")
            with suppress(TimeoutError):
                while (frame := json.loads(hers.recv(timeout=1)))["type"] != "message":
                    pass  # a change of an earlier test, that nobody heard of yet; or a ping
                told = frame
        assert (told["role"], told["conversation"]) == ("user", own)
        change(projection, Change(round_id=1))
        assert next(changes(nobodys))["type"] == "change"
    people.dispose()


def test_live__signed_out_everywhere__is_soon_let_go(
    url: str, projection: Engine, empty: Settings
) -> None:
    with signed_in(url, empty.people, ADA.address) as browser:
        cookie = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
        with listen(url, Cookie=cookie, Origin=url) as hers, listen(url) as nobodys:
            assert browser.delete("/session?everywhere=true").status_code == 204
            with pytest.raises(ConnectionClosedError, match=SIGNED_OUT):
                list(hers)
            assert hers.close_code == 1008
            change(projection, Change(round_id=1))
            assert next(changes(nobodys))["type"] == "change"


def test_live__opened_again_and_again__is_refused_for_a_while(
    empty: Settings, projection: Engine, tmp_path: Path, stopped_clock: None
) -> None:
    own = {"people": tmp_path / "people.sqlite", "requests_per_minute": 3}
    with serving(empty.model_copy(update=own), tmp_path) as url:
        for _ in range(3):
            listen(url).close()
        answer = refused(url)
        assert answer.status_code == 429
        assert answer.headers["retry-after"] == "20"
        assert answer.headers["content-type"] == "application/problem+json"
        assert refused(url, "/personas/1/chat").status_code == 429


@pytest.mark.parametrize("query", ["since=-1", "since=x", "topic=A", "&".join(["topic=a"] * 51)])
def test_live__wrong_query__is_refused(url: str, projection: Engine, query: str) -> None:
    answer = refused(url, f"/live?{query}")
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"


def test_live__client_that_speaks__is_let_go(url: str, projection: Engine) -> None:
    with listen(url) as socket:
        socket.send("hello")
        for _ in socket:  # ends when it is closed
            pass
        assert socket.close_code == 1000


def test_live__many_sockets_of_one_client__others_still_get_in(
    url: str, projection: Engine
) -> None:
    with ExitStack() as own:
        for host in range(MOST_OF_A_CLIENT):
            own.enter_context(listen(url, **{"X-Forwarded-For": f"2001:db8::{host}"}))
        answer = refused(url, **{"X-Forwarded-For": "2001:db8::ff"})
        assert answer.status_code == 429
        assert answer.headers["content-type"] == "application/problem+json"
        listen(url, **{"X-Forwarded-For": "2001:db8:0:1::1"}).close()

    def is_in() -> bool:
        try:
            listen(url, **{"X-Forwarded-For": "2001:db8::ff"}).close()
        except InvalidStatus:
            return False
        return True

    wait_for(is_in, "a place")


def test_live__a_thousand_clients__each_hears_each_change_once_in_order(
    url: str, projection: Engine
) -> None:
    """Some of them never read, which holds nobody up."""
    heard, versions = asyncio.run(_crowd(url, projection))
    assert all(told == versions for told in heard)


async def _crowd(url: str, projection: Engine) -> tuple[Sequence[list[int]], list[int]]:
    heard: list[list[int]] = [[] for _ in range(CLIENTS - DEAF)]

    def hear(client: int, frame: bytes) -> None:
        said = json.loads(frame)
        if said["type"] == "change":
            heard[client].append(said["version"])

    clients = [
        await join(url, "/live?topic=operator", n, lambda frame, n=n: hear(n, frame))
        for n in range(len(heard))
    ]
    for n in range(DEAF):
        deaf = await join(url, "/live", CLIENTS + n, lambda _: None, small=True)
        deaf.stop_reading()
        clients.append(deaf)
    versions: list[int] = []
    for batch in range(0, CHANGES, 10):
        rows = [Change(operator=f"0x{batch + n:040x}") for n in range(10)]
        versions += await asyncio.to_thread(change, projection, *rows)
    async with asyncio.timeout(200):
        while not all(len(told) >= CHANGES for told in heard):
            await asyncio.sleep(0.05)
    for client in clients:
        client.close()
    return heard, versions
