"""Copies in a daemon: one that is down, one that serves other bytes, one that lies."""

import io
import json
import os
import socket
import time
import urllib.parse
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from oracle.domain import digest_of
from oracle.errors import Fatal, Missing, Transient
from oracle.ipfs.car import write_car
from oracle.ipfs.cid import RAW, Cid, to_base32
from oracle.ipfs.content import Content
from oracle.ipfs.embedded import EmbeddedStore
from oracle.ipfs.importer import Block
from oracle.ipfs.kubo import Kubo
from tests.ipfs_daemon import Daemon, running_daemon
from tests.oracle.ipfs.dags import Blocks, blocks_of, bytes_of
from tests.web_server import running


def leaf(data: bytes) -> Block:
    return Block(Cid.of(RAW, data), data)


@pytest.fixture
def kubo(daemon: Daemon) -> Iterator[Kubo]:
    kubo = Kubo(daemon.url, seconds=20)
    yield kubo
    kubo.close()


def rpc(daemon: Daemon, path: str, **params: str) -> Any:
    answer = httpx.post(f"{daemon.url}/api/v0/{path}", params=params, timeout=60)
    return answer.json()


def test_version__real_daemon__is_told(kubo: Kubo):
    assert kubo.version() == "0.18.1"


def test_keep__file__is_pinned_there_and_not_sent_twice(kubo: Kubo, daemon: Daemon):
    blocks = blocks_of(os.urandom(20))
    root = blocks[-1].cid
    kubo.keep([root], Blocks(blocks).fetch)
    assert len(rpc(daemon, "pin/ls", arg=str(root), type="recursive")["Keys"]) == 1
    kubo.keep([root], Blocks([]).fetch)


def test_keep__block_that_is_not_here__raises_what_reading_it_does(kubo: Kubo):
    with pytest.raises(Missing):
        kubo.keep([leaf(os.urandom(20)).cid], Blocks([]).fetch)


def test_add__same_options_as_ours__has_our_cid(daemon: Daemon, tmp_path: Path):
    """The daemon's own importer agrees with ours, so anyone can check what we publish."""
    data = bytes_of("an importer of others", 2_500_000)
    options = {
        "cid-version": "1",
        "raw-leaves": "true",
        "chunker": "size-1048576",
        "cid-base": "base32",
        "only-hash": "true",
    }
    files = {"file": ("name", data)}
    answer = httpx.post(f"{daemon.url}/api/v0/add", params=options, files=files, timeout=60)
    with Content(EmbeddedStore(tmp_path / "blocks.sqlite")) as store:
        assert store.add_file(io.BytesIO(data)) == answer.json()["Hash"]


def test_put__daemon_is_down__keeps_it_here_and_is_sent_when_it_is_back(tmp_path: Path):
    with running_daemon() as daemon:
        kubo = Kubo(daemon.url, seconds=20)
        with Content(EmbeddedStore(tmp_path / "blocks.sqlite"), kubo) as store:
            first = store.put(b"first")
            daemon.stop()
            with pytest.raises(Transient, match="Kubo does not answer"):
                store.put(b"second")
            assert store.get(first) == b"first"
            assert store.get(digest_of(b"second")) == b"second"
            daemon.start()
            second = store.put(b"second")
        pins = rpc(daemon, "pin/ls", type="recursive", **{"cid-base": "base32"})
        assert {to_base32(first), to_base32(second)} <= set(pins["Keys"])


def test_fetch__daemon_took_a_corrupt_car__its_bytes_are_refused(
    kubo: Kubo, daemon: Daemon, tmp_path: Path
):
    cid = leaf(os.urandom(20)).cid
    car = b"".join(write_car([cid], [Block(cid, b"other bytes")]))
    httpx.post(f"{daemon.url}/api/v0/dag/import", files={"file": car}, timeout=60)
    assert (
        httpx.post(f"{daemon.url}/api/v0/block/get?arg={cid}", timeout=60).content == b"other bytes"
    )
    with pytest.raises(Missing, match="another block"):
        kubo.fetch(cid, 1000)
    with (
        EmbeddedStore(tmp_path / "blocks.sqlite", near=kubo) as store,
        pytest.raises(Missing, match=r"TROUPE_GATEWAYS.*another block"),
    ):
        store.get(cid.digest)


def test_fetch__missing__gives_up_in_its_time(daemon: Daemon):
    kubo = Kubo(daemon.url, seconds=1)
    with pytest.raises(Missing):
        kubo.fetch(leaf(os.urandom(20)).cid, 1000)
    kubo.close()


Answer = tuple[int, bytes]


def lying(answers: dict[str, Answer]) -> Callable[..., Any]:
    """Something that answers as a daemon might at its worst: an answer for each path."""

    async def app(scope: Any, receive: Any, send: Any) -> None:
        while (await receive()).get("more_body"):
            pass
        status, body = answers[urllib.parse.urlsplit(scope["path"]).path.rsplit("/v0/")[-1]]
        await send({"type": "http.response.start", "status": status, "headers": []})
        await send({"type": "http.response.body", "body": body})

    return app


BLOCK = leaf(b"to be pinned")
NOT_PINNED = (500, json.dumps({"Message": "it is not pinned", "Code": 0}).encode())
IMPORTED = (200, json.dumps({"Root": {"Cid": {"/": str(BLOCK.cid)}}}).encode())


@pytest.mark.parametrize(
    ("imported", "pinned", "says"),
    [
        (IMPORTED, NOT_PINNED, "did not pin"),
        ((200, b'{"Root":{"Cid":{"/":"bafy"}}}'), NOT_PINNED, "did not import"),
        ((200, IMPORTED[1][:-2] + b',"PinErrorMsg":"no"}}'), NOT_PINNED, "did not import"),
        ((200, b'{"Type":"error","Message":"disk full"}'), NOT_PINNED, "disk full"),
        ((200, b"no json"), NOT_PINNED, "Kubo"),
        ((200, b""), NOT_PINNED, "did not import"),
        ((500, b'{"Message":"disk full"}'), NOT_PINNED, "disk full"),
        ((403, b"Forbidden"), NOT_PINNED, "403"),
        (IMPORTED, (200, b'{"Keys":{}}'), "did not pin"),
        (IMPORTED, (200, b"[]"), "no Kubo"),
        (IMPORTED, (200, b'{"Keys":7}'), "no Kubo"),
        (IMPORTED, (404, b"not found"), "404"),
    ],
)
def test_keep__daemon_that_lies_or_refuses__is_not_believed(
    imported: Answer, pinned: Answer, says: str
):
    with running(lying({"dag/import": imported, "pin/ls": pinned})) as url:
        kubo = Kubo(url, seconds=60)
        with pytest.raises(Transient, match=says):
            kubo.keep([BLOCK.cid], Blocks([BLOCK]).fetch)
        kubo.close()


@pytest.mark.parametrize("body", [b"", b"other bytes", bytes(2_000_000)], ids=len)
def test_fetch__daemon_that_lies__is_missing(body: bytes):
    with running(lying({"block/get": (200, body)})) as url:
        kubo = Kubo(url, seconds=60)
        with pytest.raises(Missing):
            kubo.fetch(BLOCK.cid, 1_000_000)
        kubo.close()


def test_daemon_that_hangs__is_given_up_in_its_time():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        kubo = Kubo(f"http://127.0.0.1:{silent.getsockname()[1]}", seconds=0.2)
        start = time.monotonic()
        with pytest.raises(Transient, match="does not answer"):
            kubo.keep([BLOCK.cid], Blocks([BLOCK]).fetch)
        with pytest.raises(Missing, match="does not answer"):
            kubo.fetch(BLOCK.cid, 1000)
        assert time.monotonic() - start < 60
        kubo.close()


@pytest.mark.parametrize("url", ["http://10.0.0.1:5001", "http://kubo.example", "http://0.0.0.0"])
def test_open__not_loopback__is_fatal(url: str):
    with pytest.raises(Fatal, match="loopback"):
        Kubo(url)


@pytest.mark.parametrize(
    "url", ["http://[::1]:1", "http://localhost:1", "http://u:SECRET@127.0.0.1:1"]
)
def test_open__nobody_listens__says_so_without_secrets(url: str):
    kubo = Kubo(url, seconds=1)
    with pytest.raises(Transient, match="Kubo does not answer") as raised:
        kubo.version()
    assert "SECRET" not in str(raised.value)
    kubo.close()
