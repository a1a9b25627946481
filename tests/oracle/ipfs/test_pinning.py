"""A pinning service, as its API specifies it: what it is asked, and what becomes of the rest."""

import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from oracle.errors import Fatal, Permanent, Transient, TroupeError
from oracle.ipfs.cid import RAW, Cid
from oracle.ipfs.content import Content
from oracle.ipfs.embedded import EmbeddedStore
from oracle.ipfs.pinning import PinningService
from oracle.ipfs.wishes import Wishes
from tests.oracle.ipfs.pinning_server import PinningServer
from tests.wait import wait_for
from tests.web_server import running

TOKEN = "SECRET-token"
CID = Cid.of(RAW, b"to be pinned")


@pytest.fixture
def server() -> PinningServer:
    return PinningServer(TOKEN)


@pytest.fixture
def url(server: PinningServer) -> Iterator[str]:
    with running(server.app) as url:
        yield f"{url}/api"


@pytest.fixture
def service(url: str) -> Iterator[PinningService]:
    service = PinningService(url, SecretStr(TOKEN), lambda: ["/ip4/192.0.2.1/tcp/4001"])
    yield service
    service.close()


def raw(status: int, body: bytes) -> Callable[..., Any]:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": status, "headers": []})
        await send({"type": "http.response.body", "body": body})

    return app


def test_pin__new__is_asked_for_once_with_where_it_is(
    service: PinningService, server: PinningServer
):
    assert service.pin(CID) == "queued"
    assert service.pin(CID) == "queued"
    server.become("pinning")
    assert service.pin(CID) == "pinning"
    server.become("pinned")
    assert service.pin(CID) == "pinned"
    ((_, pin),) = server.pins.values()
    assert pin.cid == str(CID)
    assert pin.origins == ["/ip4/192.0.2.1/tcp/4001"]
    assert server.requests.count("POST") == 1


def test_pin__failed__is_asked_for_again_in_its_place(
    service: PinningService, server: PinningServer
):
    service.pin(CID)
    server.become("failed")
    assert service.pin(CID) == "queued"
    assert len(server.pins) == 1


def test_check__token__is_right_or_refused(service: PinningService, url: str):
    service.check()
    for token in (None, SecretStr("another")):
        stranger = PinningService(url, token)
        with pytest.raises(Permanent, match="TROUPE_PINNING_TOKEN"):
            stranger.check()
        stranger.close()


@pytest.mark.parametrize(
    ("status", "body", "kind", "says"),
    [
        (500, b"", Transient, "500"),
        (429, b"", Transient, "429"),
        (409, b"", Transient, "no room"),
        (400, b"", Permanent, "refuses the request"),
        (404, b"", Permanent, "TROUPE_PINNING_URL"),
        (302, b"", Permanent, "TROUPE_PINNING_URL"),
        (200, b"no json", Transient, "no pinning service"),
        (200, b'{"results": [{"requestid": "../x"}]}', Transient, "no pinning service"),
        (200, b'{"count": 0, "results": []}', Transient, "no pinning service"),
        (200, b" " * 2_000_000, Transient, "too much"),
    ],
)
def test_pin__service_that_fails_or_is_none__says_so(
    status: int, body: bytes, kind: type[TroupeError], says: str
):
    with running(raw(status, body)) as url:
        service = PinningService(url, SecretStr(TOKEN))
        with pytest.raises(kind, match=says) as raised:
            service.pin(CID)
        assert TOKEN not in str(raised.value)
        service.close()


def test_pin__nobody_listens__says_so_without_the_token():
    service = PinningService("http://127.0.0.1:1", SecretStr(TOKEN))
    with pytest.raises(Transient, match="does not answer"):
        service.pin(CID)
    assert TOKEN not in repr(vars(service))
    service.close()


@pytest.mark.parametrize(
    "url", ["http://pins.example", "http://10.0.0.1/psa", "ftp://pins.example"]
)
def test_open__token_would_travel_in_the_clear__is_fatal(url: str):
    with pytest.raises(Fatal, match="https"):
        PinningService(url, SecretStr(TOKEN))


def open_store(path: Path, url: str) -> tuple[Content, Wishes]:
    wishes = Wishes(path, PinningService(url, SecretStr(TOKEN)))
    return Content(EmbeddedStore(path), wishes), wishes


def test_put__service_pins_it__nothing_is_left(tmp_path: Path, url: str, server: PinningServer):
    store, wishes = open_store(tmp_path / "blocks.sqlite", url)
    with store:
        store.put(b"to be pinned")
        wait_for(lambda: bool(server.pins), "a pin")
        assert wishes.left() == 1
        server.become("pinned")
        wait_for(lambda: wishes.left() == 0, "all pinned")
    ((_, pin),) = server.pins.values()
    assert pin.cid == str(CID)


def test_put__service_is_down__is_asked_for_after_the_next_start(
    tmp_path: Path, url: str, server: PinningServer, caplog: pytest.LogCaptureFixture
):
    caplog.set_level(logging.DEBUG)
    server.down = True
    store, _ = open_store(tmp_path / "blocks.sqlite", url)
    with store:
        digest = store.put(b"to be pinned")
        assert store.get(digest) == b"to be pinned"
        wait_for(lambda: bool(server.requests), "a request")
    store, wishes = open_store(tmp_path / "blocks.sqlite", url)
    with store:
        assert wishes.left() == 1
        server.next_status = "pinned"  # before it is asked, which is as soon as it is up
        server.down = False
        wait_for(lambda: wishes.left() == 0, "all pinned")
    assert len(server.pins) == 1
    assert TOKEN not in caplog.text
