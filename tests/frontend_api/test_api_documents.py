"""Documents in and out: validated, bounded, kept once the chain names them."""

import json
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from frontend_api.app import create_app
from frontend_api.documents.endpoints import LIFETIME_S
from frontend_api.processes import open_projector
from frontend_api.projection.database import open_to_write
from frontend_api.projection.keeper import Keeper
from frontend_api.settings import Settings

from oracle.domain import (
    MAX_DOCUMENT_BYTES,
    Brief,
    ContributionDocument,
    ContributionKind,
    digest_of,
)
from oracle.errors import Transient
from oracle.ipfs.cid import to_base16, to_base32
from oracle.ipfs.embedded import EmbeddedStore
from tests.frontend_api.serving import serving
from tests.frontend_api.stage import BRIEF, Stage
from tests.frontend_api.world import XSS, World
from tests.oracle.ipfs.gateway_server import running_gateway
from tests.web_server import running


@pytest.fixture
def writer(settings: Settings, world: World, tmp_path: Path) -> Iterator[httpx.Client]:
    """An API of one's own, so that no other test uses up the limit."""
    own = settings.model_copy(update={"blocks": tmp_path / "blocks.sqlite"})
    with serving(own, tmp_path / "dist") as url, httpx.Client(base_url=url, timeout=60) as client:
        yield client


def brief(text: str = "Write about bees.") -> dict[str, Any]:
    return {"kind": "brief", "document": {"text": text}}


def test_post_document__brief__is_pinned_under_its_digest(writer: httpx.Client) -> None:
    answer = writer.post("/documents", json=brief())
    assert answer.status_code == 201
    told = answer.json()
    document = Brief(text="Write about bees.")
    assert told["digest"] == document.digest
    assert told["size"] == len(document.to_bytes())
    assert told["expires_at"] == pytest.approx(time.time() + LIFETIME_S, abs=60)
    for cid in (told["cid"], to_base16(told["digest"])):
        block = writer.get(f"/ipfs/{cid}")
        assert block.content == document.to_bytes()
        assert block.headers["content-type"] == "application/json"
        assert "immutable" in block.headers["cache-control"]
        assert "sandbox" in block.headers["content-security-policy"]


def test_post_document__card__is_pinned(writer: httpx.Client, world: World) -> None:
    card = json.loads(world.stage.blocks.get(_card(world)))
    answer = writer.post("/documents", json={"kind": "card", "document": card})
    assert answer.json()["digest"] == _card(world)


def test_post_document__contribution__is_pinned_as_it_goes_on_chain(writer: httpx.Client) -> None:
    given = ContributionDocument(
        contributor="0x" + "22" * 20,
        persona_id=1,
        kind=ContributionKind.TEXT,
        title="On bees",
        text="Bees dance to tell where flowers are.",
        licence="CC-BY-4.0",
    )
    document = json.loads(given.to_bytes())
    answer = writer.post("/documents", json={"kind": "contribution", "document": document})
    assert answer.json()["digest"] == given.digest


def test_post_document__script_in_it__is_data(writer: httpx.Client) -> None:
    told = writer.post("/documents", json=brief(XSS)).json()
    block = writer.get(f"/ipfs/{told['cid']}")
    assert block.json()["text"] == XSS
    assert block.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"kind": "brief", "document": {"text": ""}}, "brief.document.text"),
        ({"kind": "brief", "document": {"text": "x", "evil": 1}}, "brief.document.evil"),
        ({"kind": "card", "document": {"text": "x"}}, "card.document.name"),
        ({"kind": "sheet", "document": {}}, ""),
        ({"kind": "brief", "document": {"text": "x"}, "more": 1}, "brief.more"),
        ([], ""),
    ],
)
def test_post_document__invalid__names_the_field(
    writer: httpx.Client, body: Any, field: str
) -> None:
    answer = writer.post("/documents", json=body)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert field in [error["field"] for error in answer.json()["errors"]]


def test_post_document__too_large__is_refused_before_it_is_whole(writer: httpx.Client) -> None:
    sent = 0

    def body() -> Iterator[bytes]:
        nonlocal sent
        for _ in range(1_000):
            sent += 64 * 1024
            yield b"a" * 64 * 1024

    headers = {"Content-Type": "application/json"}
    try:
        answer = writer.post("/documents", content=body(), headers=headers)
    except httpx.TransportError:  # the server hung up while we were still sending
        pass
    else:
        assert answer.status_code == 413
    assert sent < 1_000 * 64 * 1024
    large = writer.post("/documents", content=b" " * 300 * 1024, headers=headers)
    assert large.status_code == 413


def test_post_document__bytes_that_are_not_json__are_refused(writer: httpx.Client) -> None:
    headers = {"Content-Type": "application/json"}
    for content in (
        b"\xff\xfe",
        b"{",
        b"[" * 100_000,
        b'{"kind":"brief","document":{"text":"\\ud800"}}',
    ):
        assert writer.post("/documents", content=content, headers=headers).status_code == 422


def test_post_document__other_content_type__is_refused(writer: httpx.Client) -> None:
    headers = {"Content-Type": "text/plain"}
    answer = writer.post("/documents", content=json.dumps(brief()), headers=headers)
    assert answer.status_code == 415


def test_post_document__too_often__says_when_to_come_back(writer: httpx.Client) -> None:
    answers = (writer.post("/documents", json=brief(f"Write {n}.")) for n in range(40))
    assert next(answers).status_code == 201
    refused = next(each for each in answers if each.status_code != 201)  # the pace lets some pass
    assert refused.status_code == 429
    assert 1 <= int(refused.headers["retry-after"]) <= 6


@pytest.mark.parametrize(
    ("first", "second", "are_one"),
    [
        ("2001:db8::1", "2001:db8::ffff:1:2:3", True),
        ("2001:db8::1", "2001:db8:0:1::1", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        ("::ffff:192.0.2.1", "::ffff:192.0.2.2", False),
        ("192.0.2.1", "192.0.2.2", False),
        ("unknown", "hidden", True),
    ],
)
def test_post_document__two_addresses__are_one_client_within_a_64(
    writer: httpx.Client, first: str, second: str, are_one: bool
) -> None:
    def post(client: str, number: int) -> int:
        headers = {"X-Forwarded-For": client}  # believed from loopback
        return writer.post(
            "/documents", json=brief(f"Write {number}."), headers=headers
        ).status_code

    while post(first, 1) == 201:
        pass
    taken = next(n for n in range(40) if post(second, 2) != 201)  # the pace lets some pass
    assert taken < 5 if are_one else taken >= 10


def test_post_document__no_room_left__is_told_so(
    settings: Settings, world: World, tmp_path: Path
) -> None:
    own = settings.model_copy(update={"blocks": tmp_path / "blocks.sqlite"})
    app = create_app(own, tmp_path)
    app.state.services.blocks.close()
    small = EmbeddedStore(own.blocks, most_expiring=2 * 4096)
    app.state.services = replace(app.state.services, blocks=small)
    with running(app) as url:
        answers = [httpx.post(f"{url}/documents", json=brief(text), timeout=60) for text in "abca"]
    assert [answer.status_code for answer in answers] == [201, 201, 507, 201]
    assert answers[2].headers["content-type"] == "application/problem+json"
    assert "try again" in answers[2].json()["detail"]


@pytest.mark.parametrize("cid", ["bafy", "QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWKLfoo", "f01"])
def test_ipfs__not_a_cid__is_a_problem(api: httpx.Client, cid: str) -> None:
    assert api.get(f"/ipfs/{cid}").status_code == 400


def test_ipfs__unknown_block__is_not_found(api: httpx.Client) -> None:
    assert api.get(f"/ipfs/{to_base32('0x' + '34' * 32)}").status_code == 404


def test_ipfs__block_that_is_no_document__is_an_octet_stream(
    api: httpx.Client, world: World
) -> None:
    digest = world.stage.blocks.put(b"<html><script>alert(1)</script>")
    answer = api.get(f"/ipfs/{to_base32(digest)}")
    assert answer.headers["content-type"] == "application/octet-stream"


def test_keeper__document_named_on_chain__outlives_its_expiry(
    stage: Stage, settings: Settings, tmp_path: Path
) -> None:
    now = int(time.time())
    with EmbeddedStore(tmp_path / "blocks.sqlite") as blocks:
        named = blocks.put(Brief(text="Named.").to_bytes(), now + 10)
        unnamed = blocks.put(Brief(text="Unnamed.").to_bytes(), now + 10)
        stage.propose(named)
        _project(settings)
        keeper = Keeper(open_to_write(settings.projection), blocks, blocks, 1024**2)
        keeper.work(now)
        keeper.work(now + 20)
        assert blocks.get(named)
        with pytest.raises(Transient):
            blocks.get(unnamed)


def test_keeper__block_at_a_gateway__is_fetched_and_shown(
    stage: Stage, settings: Settings, tmp_path: Path
) -> None:
    far = Brief(text="From far away.").to_bytes()
    own = settings.model_copy(update={"blocks": tmp_path / "blocks.sqlite"})
    with running_gateway() as gateway, EmbeddedStore(own.blocks) as local:
        gateway.blocks[digest_of(far)] = far
        round_id = stage.propose(digest_of(far))
        _project(own)
        with serving(own, tmp_path) as url, EmbeddedStore(own.blocks, [gateway.url]) as remote:
            path = f"{url}/rounds/{round_id}"
            before = httpx.get(path, timeout=60).json()
            Keeper(open_to_write(own.projection), local, remote, 1024**2).work(int(time.time()))
            after = httpx.get(path, timeout=60).json()
            version = httpx.get(f"{url}/status", timeout=60).json()["version"]
    assert before["brief"]["document"] is None
    assert after["brief"]["document"]["text"] == "From far away."
    assert version > before["version"]


def test_keeper__missing_block__is_tried_again_later(
    stage: Stage, settings: Settings, tmp_path: Path
) -> None:
    late = Brief(text="Late.")
    now = int(time.time())
    with EmbeddedStore(tmp_path / "blocks.sqlite") as blocks:
        stage.propose(late.digest)
        _project(settings)
        keeper = Keeper(open_to_write(settings.projection), blocks, blocks, 1024**2)
        keeper.work(now)
        blocks.put(late.to_bytes(), now + 60)
        keeper.work(now + 5)
        keeper.work(now + 100)
        assert blocks.get(late.digest) == late.to_bytes()


def test_put__of_the_largest_brief__is_under_the_limit() -> None:
    sources = tuple({"title": "t", "text": "x" * 8_000} for _ in range(8))
    largest = Brief.model_validate({"text": "y" * 2_000, "sources": sources})
    assert len(largest.to_bytes()) < MAX_DOCUMENT_BYTES
    assert BRIEF.digest != largest.digest


def _project(settings: Settings) -> None:
    projector = open_projector(settings)
    while projector.poll():
        pass


def _card(world: World) -> str:
    return "0x" + bytes(world.stage.registry.functions.persona(1).call().card).hex()
