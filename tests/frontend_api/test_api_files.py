"""Files in and out: bounded on their way in, checked on their way out, and never run."""

import asyncio
import io
import json
import socket
import time
import zipfile
from collections.abc import Iterator
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from fastapi import FastAPI
from frontend_api.accounts.allowance import Allowance, Rate
from frontend_api.app import create_app
from frontend_api.files.intake import Intake
from frontend_api.processes import open_projector
from frontend_api.projection.database import open_to_write
from frontend_api.projection.keeper import Keeper
from frontend_api.projection.tables import Wanted
from frontend_api.settings import Settings
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from starlette.exceptions import HTTPException
from starlette.requests import Request

from oracle.domain import ContributionDocument, Media
from oracle.errors import Missing
from oracle.ipfs.car import read_car
from oracle.ipfs.cid import Cid
from oracle.ipfs.dagpb import Link, encode_node
from oracle.ipfs.embedded import EmbeddedStore
from oracle.ipfs.importer import Block, directory_block, file_blocks
from oracle.ipfs.unixfs import encode_file
from oracle.personas.exchange import drawn
from oracle.store.database import transaction
from tests.frontend_api import giving
from tests.frontend_api.serving import serving, settings_in
from tests.frontend_api.stage import Stage
from tests.oracle.ipfs.gateway_server import running_gateway
from tests.wait import PATIENCE_S
from tests.web_server import running

PICTURE = drawn("0x" + "07" * 32)
MUSIC = b"ID3\x04\x00\x00\x00\x00\x00\x00" + b"\0" * 400
LONG = bytes(range(251)) * 9_180  # over two blocks
SCRIPT = b"<script>alert(1)</script>"


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedStore]:
    with EmbeddedStore(tmp_path_factory.mktemp("shelf") / "blocks.sqlite") as store:
        yield store


@pytest.fixture(scope="module")
def door(shelf: EmbeddedStore, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """An API on a shelf of its own that takes files without end."""
    folder = tmp_path_factory.mktemp("door")
    own = settings_in(folder, deployments=folder)
    app = create_app(own, folder)
    held = app.state.services
    held.blocks.close()
    patient = Intake(4 * 1024**2, 64 * 1024**2, grace_seconds=PATIENCE_S)
    app.state.services = replace(
        held, blocks=shelf, intake=patient, allowance=_Endless(held.people)
    )
    with running(app) as url, httpx.Client(base_url=url, timeout=60) as client:
        yield client


class _Endless(Allowance):
    def spend(self, *_: object) -> None:
        pass


def kept(shelf: EmbeddedStore, data: bytes) -> str:
    """A file that is here for good."""
    root = shelf.stage(file_blocks(io.BytesIO(data)))
    assert root is not None
    shelf.pin(root)
    return str(root)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (PICTURE, "image/png"),
        (MUSIC, "audio/mpeg"),
        ("Ein Gruß, 你好 🐝\n".encode(), "text/plain"),
        (b'{"bees": 3}', "application/json"),
        (LONG, "application/octet-stream"),
        (b"x", "text/plain"),
    ],
)
def test_files__any_medium__is_named_by_its_bytes(
    door: httpx.Client, data: bytes, kind: str
) -> None:
    told = door.post("/files", content=data, headers={"Content-Type": "text/html"})
    assert told.status_code == 201
    *_, root = file_blocks(io.BytesIO(data))
    answer = told.json()
    assert (answer["cid"], answer["size"]) == (str(root.cid), len(data))
    assert (answer["uri"], answer["media_type"]) == (f"ipfs://{root.cid}", kind)
    assert answer["expires_at"] > time.time() + 23 * 3600
    assert door.get(f"/ipfs/{answer['cid']}").content == data


def _polyglot() -> bytes:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr(zipfile.ZipInfo("bomb"), b"\0" * 5_000_000, zipfile.ZIP_DEFLATED)
    return archive.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        b"<!DOCTYPE html><html><body onload=alert(1)>",
        b"\xef\xbb\xbf  \n<html>" + SCRIPT,
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"<?xml version='1.0'?><svg/>",
        b"plain at first, then " + SCRIPT,
        "﻿<ſcript>".encode() + SCRIPT,
        SCRIPT.decode().encode("utf-16"),
        b"MZ\x90\0 a program",
        b"%PDF-1.7\x00" + SCRIPT,
        _polyglot(),
        b"\0" * 100,
        b"caf\xe9 " + SCRIPT,
    ],
)
def test_gateway__what_a_browser_might_run__is_a_download(
    door: httpx.Client, shelf: EmbeddedStore, data: bytes
) -> None:
    answer = door.get(f"/ipfs/{kept(shelf, data)}")
    assert answer.content == data
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment;")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in answer.headers["content-security-policy"]


@pytest.mark.parametrize("start", [b"GIF89a/*", PICTURE, b"\xff\xd8\xff\xe0"])
def test_gateway__script_behind_a_picture__is_a_picture_that_nothing_runs(
    door: httpx.Client, shelf: EmbeddedStore, start: bytes
) -> None:
    answer = door.get(f"/ipfs/{kept(shelf, start + SCRIPT)}")
    assert answer.headers["content-type"].startswith("image/")
    assert answer.headers["x-content-type-options"] == "nosniff"
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "sandbox" in policy


@given(data=st.one_of(st.binary(min_size=1, max_size=200), st.text(min_size=1).map(str.encode)))
@hypothesis_settings(max_examples=25, deadline=None)
def test_gateway__any_bytes__come_back_under_a_kind_that_does_nothing(
    door: httpx.Client, shelf: EmbeddedStore, data: bytes
) -> None:
    answer = door.get(f"/ipfs/{kept(shelf, data)}")
    kind = answer.headers["content-type"].partition(";")[0]
    assert answer.content == data
    assert kind.startswith(("image/", "audio/")) or kind in (
        "text/plain",
        "application/json",
        "application/octet-stream",
    )
    assert "svg" not in kind


def test_gateway__file_that_no_contribution_names_yet__is_a_download(door: httpx.Client) -> None:
    cid = door.post("/files", content=PICTURE + b"not yet").json()["cid"]
    answer = door.get(f"/ipfs/{cid}")
    assert answer.headers["content-type"] == "application/octet-stream"
    assert "immutable" not in answer.headers["cache-control"]


def test_gateway__file_for_good__is_cached_for_ever(
    door: httpx.Client, shelf: EmbeddedStore
) -> None:
    path = f"/ipfs/{kept(shelf, PICTURE)}"
    answer = door.get(path)
    assert answer.headers["content-type"] == "image/png"
    assert answer.headers["content-disposition"].startswith("inline;")
    assert "immutable" in answer.headers["cache-control"]
    again = door.get(path, headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    head = door.head(path)
    assert head.headers["content-length"] == str(len(PICTURE))


@pytest.mark.parametrize(
    ("asked", "start", "stop"),
    [
        ("bytes=0-0", 0, 1),
        ("bytes=1048570-1048580", 1048570, 1048581),  # over the edge of two blocks
        ("bytes=2303990-", 2303990, None),
        ("bytes=-7", -7, None),
        ("bytes=0-99999999", 0, None),
    ],
)
def test_gateway__range__is_that_part_of_the_file(
    door: httpx.Client, shelf: EmbeddedStore, asked: str, start: int, stop: int | None
) -> None:
    answer = door.get(f"/ipfs/{kept(shelf, LONG)}", headers={"Range": asked})
    assert answer.status_code == 206
    assert answer.content == LONG[start:stop]
    first = start % len(LONG)
    last = first + len(answer.content) - 1
    assert answer.headers["content-range"] == f"bytes {first}-{last}/{len(LONG)}"


@pytest.mark.parametrize("asked", ["bytes=5-2", "bytes=-", "lines=1-2", "bytes=0-1,4-5", "bytes=x"])
def test_gateway__range_that_is_none__is_the_whole_file(
    door: httpx.Client, shelf: EmbeddedStore, asked: str
) -> None:
    answer = door.get(f"/ipfs/{kept(shelf, PICTURE)}", headers={"Range": asked})
    assert (answer.status_code, answer.content) == (200, PICTURE)


@pytest.mark.parametrize("asked", ["bytes=99999999-", "bytes=-0"])
def test_gateway__range_behind_the_end__is_told_so(
    door: httpx.Client, shelf: EmbeddedStore, asked: str
) -> None:
    answer = door.get(f"/ipfs/{kept(shelf, PICTURE)}", headers={"Range": asked})
    assert answer.status_code == 416
    assert answer.headers["content-range"] == f"bytes */{len(PICTURE)}"


def test_gateway__folder__lists_and_leads_to_its_files(
    door: httpx.Client, shelf: EmbeddedStore
) -> None:
    name = '"><img src=x onerror=alert(1)>; X-Evil: 1.png'
    picture = Cid.parse(kept(shelf, PICTURE))
    inner = directory_block({name: Link(picture, 0)})
    outer = directory_block({"in": Link(inner.cid, 0)})
    shelf.stage([inner, outer])
    shelf.pin(outer.cid)
    listed = door.get(f"/ipfs/{outer.cid}/in")
    assert listed.json()["entries"] == [{"name": name, "cid": str(picture)}]
    assert listed.headers["content-type"] == "application/json"
    quoted = door.get(f"/ipfs/{outer.cid}/in/{_quoted(name)}")
    assert quoted.content == PICTURE
    assert "<" not in quoted.headers["content-disposition"]
    for path in ("in/none", "in/%2E%2E", "none", f"in/{_quoted(name)}/deeper"):
        assert door.get(f"/ipfs/{outer.cid}/{path}").status_code in (400, 404)


def _quoted(name: str) -> str:
    return "".join(f"%{byte:02X}" for byte in name.encode())


def test_gateway__other_formats__are_the_block_and_all_blocks(
    door: httpx.Client, shelf: EmbeddedStore
) -> None:
    cid = kept(shelf, LONG)
    raw = door.get(f"/ipfs/{cid}", params={"format": "raw"})
    assert str(Cid.of(Cid.parse(cid).codec, raw.content)) == cid
    roots, blocks = read_car(io.BytesIO(door.get(f"/ipfs/{cid}?format=car").content))
    assert list(map(str, roots)) == [cid]
    assert len(list(blocks)) == 4
    for format in ("raw", "car"):
        assert (
            "attachment" in door.get(f"/ipfs/{cid}?format={format}").headers["content-disposition"]
        )


def test_gateway__what_is_not_here__is_asked_of_nobody(settings: Settings, tmp_path: Path) -> None:
    far = b"Only far away."
    cid = Cid.of(0x55, far)
    with running_gateway() as gateway:
        gateway.blocks[cid.digest] = far
        own = settings.model_copy(
            update={"blocks": tmp_path / "blocks.sqlite", "gateways": (gateway.url,)}
        )
        with serving(own, tmp_path) as url:
            for path in (f"{cid}", f"{cid}?format=raw", f"{cid}?format=car"):
                assert httpx.get(f"{url}/ipfs/{path}", timeout=60).status_code == 404
        assert not gateway.requests


def test_gateway__nodes_that_lie__are_refused(door: httpx.Client, shelf: EmbeddedStore) -> None:
    leaf = Block(Cid.of(0x55, b"leaf"), b"leaf")
    huge = encode_node([Link(leaf.cid, 4)] * 2, encode_file([2**50, 2**50]))
    liar = encode_node([Link(leaf.cid, 4)], encode_file([4, 4]))
    for data in (huge, liar, b"\x0a\xff", encode_node([], b"\x08\x04")):
        cid = Cid.of(0x70, data)
        try:
            shelf.stage([leaf, Block(cid, data)])
        except Exception:  # noqa: BLE001 - a node that no store takes is not here
            assert door.get(f"/ipfs/{cid}").status_code == 404
            continue
        answer = door.get(f"/ipfs/{cid}")
        assert answer.status_code == 422
        assert answer.headers["content-type"] == "application/problem+json"


def test_gateway__parts_that_hold_next_to_nothing__are_not_worth_the_reading(
    door: httpx.Client, shelf: EmbeddedStore
) -> None:
    leaf = b"x"
    cid = Cid.of(0x55, leaf)
    shelf.stage([Block(cid, leaf)])
    for many in (*[1] * 30, 1_000):  # 1,000 bytes by 31,000 blocks, of which 32 are different
        node = encode_node([Link(cid, 1)] * many, encode_file([1] * many))
        cid = Cid.of(0x70, node)
        shelf.stage(file_blocks(io.BytesIO(node)))  # as strangers send it
    answer = door.get(f"/ipfs/{cid}")
    assert answer.status_code == 422
    assert "too small" in answer.json()["detail"]


def test_gateway__path_without_end__is_refused(door: httpx.Client, shelf: EmbeddedStore) -> None:
    folder = directory_block({})
    shelf.stage([folder])
    assert door.get(f"/ipfs/{folder.cid}/" + "a/" * 32).status_code == 404
    assert door.get(f"/ipfs/{folder.cid}/" + "a/" * 33).status_code == 422


def test_files__empty__is_refused(door: httpx.Client) -> None:
    assert door.post("/files", content=b"").status_code == 422


def test_files__too_large__is_refused_declared_or_not(door: httpx.Client) -> None:
    def endless() -> Iterator[bytes]:
        for _ in range(1_000):
            yield b"\1" * 64 * 1024

    for content in (endless(), b"\1" * (4 * 1024**2 + 1)):
        try:
            answer = door.post("/files", content=content)
        except httpx.TransportError:  # the server hung up while we were still sending
            continue
        assert answer.status_code == 413


def test_files__sent_too_slowly__is_given_up(tmp_path: Path) -> None:
    app = _own_app(tmp_path)
    hasty = Intake(4 * 1024**2, 64 * 1024**2, grace_seconds=1)
    app.state.services = replace(app.state.services, intake=hasty)
    head = b"POST /files HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n"
    with running(app) as url, _send(url, head + b"slow") as sent:
        answer = sent.recv(4096)
    assert b" 408 " in answer


def test_files__slow_sender__leaves_room_for_others() -> None:
    async def sends_at_the_same_time(*senders: str) -> list[int]:
        intake, codes = Intake(1024, 4096, at_once=3), list[int]()
        async with AsyncExitStack() as open_files:
            for sender in senders:
                request = Request({"type": "http", "headers": []}, _one_letter)
                try:
                    await open_files.enter_async_context(intake.receive(request, sender))
                    codes.append(200)
                except HTTPException as error:
                    codes.append(error.status_code)
        return codes

    assert asyncio.run(sends_at_the_same_time(*"aaabcc")) == [200, 200, 429, 200, 503, 503]


async def _one_letter() -> dict[str, Any]:
    return {"type": "http.request", "body": b"x", "more_body": False}


def _own_app(folder: Path) -> FastAPI:
    own = Settings(
        _env_file=None,
        projection=folder / "p.sqlite",
        people=folder / "people.sqlite",
        blocks=folder / "b.sqlite",
        deployments=folder,
    )
    return create_app(own, folder)


def test_files__one_sender__has_its_share_of_the_room(tmp_path: Path) -> None:
    app = _own_app(tmp_path)
    allowance: Allowance = app.state.services.allowance
    allowance.spend("127.0.0.1", Rate("MiB of files", burst=256, seconds=300), 255)
    with running(app) as url:
        codes = [
            httpx.post(f"{url}/files", content=each, timeout=60).status_code
            for each in (b"a", b"b")
        ]
    assert codes == [201, 429]


def test_files__connection_cut__leaves_nothing_and_the_next_is_taken(
    door: httpx.Client, shelf: EmbeddedStore
) -> None:
    half = b"\2" * 3_000_000
    head = b"POST /files HTTP/1.1\r\nHost: x\r\nContent-Length: 3500000\r\n\r\n"
    with _send(str(door.base_url), head) as sent:
        sent.sendall(half)
    *_, root = file_blocks(io.BytesIO(half))
    assert door.post("/files", content=b"the next").status_code == 201
    with pytest.raises(Missing):
        shelf.block(root.cid)


def _send(url: str, data: bytes) -> socket.socket:
    at = urlsplit(url)
    connection = socket.create_connection((at.hostname, at.port), timeout=60)
    connection.sendall(data)
    return connection


def test_files__no_room_or_too_often__says_when_to_come_back(tmp_path: Path) -> None:
    app = _own_app(tmp_path)
    app.state.services = replace(app.state.services, intake=Intake(1024, 2 * 4096))
    with running(app) as url:
        codes = [
            httpx.post(f"{url}/files", content=each.encode(), timeout=60).status_code
            for each in "abca"
        ]
        rest = (httpx.post(f"{url}/files", content=b"z", timeout=60) for _ in range(40))
        refused = next(each for each in rest if each.status_code != 507)  # the pace lets some pass
    assert codes == [201, 201, 507, 201]
    assert refused.status_code == 429
    assert 1 <= int(refused.headers["retry-after"]) <= 30


def contribution(cid: str, **media: Any) -> dict[str, Any]:
    document = {
        "contributor": "0x" + "22" * 20,
        "persona_id": 2,
        "kind": media.pop("kind", "image"),
        "title": "A mask",
        "text": "It shows a mask in violet and green.",
        "licence": "CC0-1.0",
        "media": {"uri": f"ipfs://{cid}", "media_type": "image/png"} | media,
    }
    return {"kind": "contribution", "document": document}


@pytest.mark.parametrize(
    ("media", "field"),
    [
        ({"media_type": "text/html"}, "contribution.document.media.media_type"),
        ({"size": 3}, "contribution.document.media.size"),
        ({"kind": "audio"}, "contribution.document.kind"),
        ({"name": "../../etc/passwd"}, "contribution.document.media.name"),
        ({"name": "a\u202egnp.exe"}, "contribution.document.media.name"),
    ],
)
def test_document__claims_that_the_file_belies__are_refused(
    writer: httpx.Client, media: dict[str, Any], field: str
) -> None:
    cid = writer.post("/files", content=PICTURE).json()["cid"]
    answer = writer.post("/documents", json=contribution(cid, **media))
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == [field]


@pytest.fixture
def writer(settings: Settings, tmp_path: Path) -> Iterator[httpx.Client]:
    own = settings.model_copy(update={"blocks": tmp_path / "blocks.sqlite"})
    with serving(own, tmp_path / "dist") as url, httpx.Client(base_url=url, timeout=60) as client:
        yield client


@pytest.mark.parametrize("name", ["mask.png", "<img src=x onerror=alert(1)>.png", "صورة 🐝.png"])
def test_document__file_as_it_is__goes_in_with_its_name(writer: httpx.Client, name: str) -> None:
    cid = writer.post("/files", content=PICTURE).json()["cid"]
    sent = contribution(cid, name=name, size=len(PICTURE))
    told = writer.post("/documents", json=sent)
    assert told.status_code == 201
    document = ContributionDocument.model_validate(sent["document"])
    assert told.json()["digest"] == document.digest
    assert document.media == Media(
        uri=f"ipfs://{cid}", media_type="image/png", name=name, size=len(PICTURE)
    )


def test_document__file_elsewhere__is_taken_at_its_word(writer: httpx.Client) -> None:
    told = writer.post("/documents", json=contribution(str(Cid.of(0x55, b"elsewhere")), size=9))
    assert told.status_code == 201


def test_document__without_name_and_size__has_the_digest_it_always_had() -> None:
    document = ContributionDocument.model_validate(contribution("b" * 59)["document"])
    assert json.loads(document.to_bytes())["media"] == {
        "uri": "ipfs://" + "b" * 59,
        "media_type": "image/png",
    }


@pytest.mark.parametrize("near", [True, False], ids=["sent here", "at a gateway"])
def test_keeper__file_of_a_contribution_on_chain__outlives_its_day(
    stage: Stage, settings: Settings, tmp_path: Path, near: bool
) -> None:
    now = int(time.time())
    named, unnamed = (list(file_blocks(io.BytesIO(LONG + end))) for end in (b"1", b"2"))
    own = settings.model_copy(update={"blocks": tmp_path / "blocks.sqlite"})
    with (
        running_gateway() as gateway,
        EmbeddedStore(own.blocks) as local,
        EmbeddedStore(own.blocks, [gateway.url]) as remote,
    ):
        local.stage(unnamed)
        if near:
            local.stage(named)
        else:
            gateway.blocks |= {block.cid.digest: block.data for block in named}
        sent = contribution(str(named[-1].cid), media_type="application/octet-stream")
        document = ContributionDocument.model_validate(sent["document"])
        local.put(document.to_bytes(), now + 60)
        giving.contribute(stage, 2, document.digest)
        _project(own)
        keeper = Keeper(open_to_write(own.projection), local, remote, 8 * 1024**2)
        for later in (0, 1, 2 * 24 * 3600):
            keeper.work(now + later)
        assert local.is_kept(named[-1].cid)
        with pytest.raises(Missing):
            local.block(unnamed[-1].cid)


def test_keeper__file_that_is_too_large_elsewhere__does_not_hold_up_the_others(
    stage: Stage, settings: Settings, tmp_path: Path
) -> None:
    own = settings.model_copy(update={"blocks": tmp_path / "blocks.sqlite"})
    large = list(file_blocks(io.BytesIO(LONG)))
    with running_gateway() as gateway, EmbeddedStore(own.blocks, [gateway.url]) as store:
        gateway.blocks |= {block.cid.digest: block.data for block in large}
        sent = contribution(str(large[-1].cid))
        document = ContributionDocument.model_validate(sent["document"])
        store.put(document.to_bytes(), int(time.time()) + 600)
        giving.contribute(stage, 2, document.digest)
        _project(own)
        Keeper(open_to_write(own.projection), store, store, 1024**2).work(int(time.time()))
        assert store.is_kept(Cid.parse(_raw(document.digest)))
        assert not store.is_kept(large[-1].cid)


def test_keeper__file_in_countless_tiny_blocks__is_not_asked_for_without_end(
    tmp_path: Path,
) -> None:
    *parts, root = file_blocks(io.BytesIO(bytes(range(200))), chunk_bytes=1)
    sent = contribution(str(root.cid))
    document = ContributionDocument.model_validate(sent["document"])
    projection = open_to_write(tmp_path / "projection.sqlite")
    with transaction(projection) as session:
        session.add(Wanted(digest=document.digest))
    with running_gateway() as gateway, EmbeddedStore(tmp_path / "b.sqlite", [gateway.url]) as store:
        gateway.blocks |= {block.cid.digest: block.data for block in (*parts, root)}
        store.put(document.to_bytes(), int(time.time()) + 600)
        Keeper(projection, store, store, 16 * 4096).work(int(time.time()))
        assert store.is_kept(Cid.parse(_raw(document.digest)))
        assert not store.is_kept(root.cid)
        assert len(gateway.requests) <= 17


def _raw(digest: str) -> str:
    return str(Cid(0x55, bytes.fromhex(digest[2:])))


def _project(settings: Settings) -> None:
    projector = open_projector(settings)
    while projector.poll():
        pass
