"""What holds for the whole API: headers, ETags, problems, the page, its description, live news."""

import asyncio
import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from threading import Event
from typing import Any

import httpx
import pytest
from frontend_api.app import create_app, description
from frontend_api.loading import load
from frontend_api.processes import open_projector
from frontend_api.projection.database import open_to_write
from frontend_api.settings import Settings
from frontend_api.web.openapi import FILE
from frontend_api.web.view import Services

from tests.frontend_api.serving import serving
from tests.frontend_api.stage import BRIEF, Stage
from tests.frontend_api.world import World
from tests.wait import wait_for
from tests.web_server import running

PATHS = (
    "/status",
    "/deployments",
    "/personas",
    "/personas/1",
    "/rounds",
    "/rounds/1",
    "/operators",
)


@pytest.mark.parametrize("path", PATHS)
def test_etag__sent_back__saves_the_body(api: httpx.Client, path: str) -> None:
    first = api.get(path)
    again = api.get(path, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert api.get(path, headers={"If-None-Match": '"other"'}).status_code == 200


@pytest.mark.parametrize("form", ["{tag}", "W/{strong}", "{strong}", '"other", {tag}', "*"])
def test_etag__as_clients_and_caches_write_it__is_known(api: httpx.Client, form: str) -> None:
    tag = api.get("/rounds").headers["etag"]
    known = form.format(tag=tag, strong=tag.removeprefix("W/"))
    assert api.get("/rounds", headers={"If-None-Match": known}).status_code == 304
    part = tag.removeprefix("W/")[:-3] + '"'
    assert api.get("/rounds", headers={"If-None-Match": part}).status_code == 200


def test_answer__long_one__comes_compressed_where_it_may(api: httpx.Client) -> None:
    plain = api.get("/rounds", headers={"Accept-Encoding": "identity"})
    packed = api.get("/rounds", headers={"Accept-Encoding": "gzip"})
    assert packed.headers["content-encoding"] == "gzip"
    assert int(packed.headers["content-length"]) < int(plain.headers["content-length"])
    assert packed.headers["etag"] == plain.headers["etag"]
    assert "accept-encoding" in packed.headers["vary"].lower()
    assert packed.json() == plain.json()


def test_head__of_an_answer__is_its_headers(api: httpx.Client) -> None:
    for path in ("/rounds", "/assets/app-1a2b.js"):
        head, get = api.head(path), api.get(path)
        assert (head.status_code, head.content) == (200, b"")
        assert head.headers["etag"] == get.headers["etag"]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/rounds/999", 404),
        ("/rounds/0", 422),
        ("/rounds/x", 422),
        ("/rounds/99999999999999999999", 422),
        ("/rounds?limit=0", 422),
        ("/rounds?limit=101", 422),
        ("/rounds?cursor=x", 422),
        ("/rounds?phase=dancing", 422),
        ("/rounds/999/entries", 404),
        ("/rounds/999/votes", 404),
        ("/rounds/999/sheets", 404),
        ("/rounds/1/votes?cursor=1", 422),
        ("/personas/999", 404),
        ("/personas?cursor=-1", 422),
        ("/nothing", 404),
    ],
)
def test_error__of_each_kind__is_a_problem_with_safe_headers(
    api: httpx.Client, path: str, status: int
) -> None:
    answer = api.get(path)
    assert answer.status_code == answer.json()["status"] == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.json()["detail"]


def test_bug__whatever_it_is__is_a_problem_without_its_trace(
    settings: Settings, tmp_path: Path
) -> None:
    app = create_app(settings, tmp_path)
    with running(app) as url:
        assert httpx.get(f"{url}/status", timeout=60).status_code == 503  # it is up
        app.state.services = None
        answer = httpx.get(f"{url}/rounds", timeout=60)
    assert answer.status_code == answer.json()["status"] == 500
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "NoneType" not in answer.text


def test_method__not_allowed__is_a_problem(api: httpx.Client) -> None:
    answer = api.delete("/rounds")
    assert answer.status_code == 405
    assert answer.headers["content-type"] == "application/problem+json"


def test_health__fresh_projection__is_ok(api: httpx.Client, world: World) -> None:
    open_projector(world.stage.settings).poll()
    assert api.get("/health").json() == {"status": "ok"}


def test_ready__until_libraries_are_loaded__is_a_503(world: World, tmp_path: Path) -> None:
    projector = open_projector(world.stage.settings)
    projector.poll()
    app = create_app(world.stage.settings, tmp_path)
    with running(app) as url, httpx.Client(base_url=url, timeout=60) as client:
        assert client.get("/status").status_code == 200
        wait_for(app.state.services.loaded.is_set, "the libraries")
        projector.poll()
        assert client.get("/ready").json() == {"status": "ok"}
        app.state.services.loaded.clear()
        answer = client.get("/ready")
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "2"


def test_load__too_much_is_asked_meanwhile__waits_for_room(
    settings: Settings, tmp_path: Path
) -> None:
    held: Services = create_app(settings, tmp_path).state.services
    enough = Event()

    async def loaded() -> None:
        loading = asyncio.create_task(load(held))
        await asyncio.wait({loading}, timeout=0.5)
        enough.set()
        await loading

    with closing(held):
        asyncio.run(load(held))
        held.loaded.clear()
        held.assistant.scoring.start(*[enough.wait] * 64)
        asyncio.run(loaded())
        assert held.loaded.is_set()


def test_status__at_the_head__has_no_lag(api: httpx.Client, world: World) -> None:
    told = api.get("/status").json()
    assert told["projected"] == told["head"]
    assert told["lag_blocks"] == 0
    assert told["finalized"] < told["head"]["number"]
    assert told["rounds"] == len(api.get("/rounds?limit=100").json()["items"])


def test_finality__newest_round__is_not_final_until_its_block_is(
    stage: Stage, settings: Settings, tmp_path: Path
) -> None:
    round_id = stage.propose(BRIEF.digest)
    projector = open_projector(settings)
    with serving(settings, tmp_path) as url:
        projector.poll()
        fresh = httpx.get(f"{url}/rounds/{round_id}", timeout=60).json()["final"]
        stage.mine(4)
        projector.poll()
        later = httpx.get(f"{url}/rounds/{round_id}", timeout=60).json()["final"]
    assert (fresh, later) == (False, True)


def test_phase__time_passes__goes_through_to_closable(
    stage: Stage, settings: Settings, tmp_path: Path
) -> None:
    """An entry window, then a voting and a reveal window, each by the chain's clock."""
    late, round_id = stage.propose(BRIEF.digest), stage.propose(BRIEF.digest)
    projector = open_projector(settings)
    with serving(settings, tmp_path) as url:

        def phase(number: int) -> tuple[str, str | None]:
            while projector.poll():
                pass
            told = httpx.get(f"{url}/rounds/{number}", timeout=60).json()
            [listed] = [
                item
                for item in httpx.get(
                    f"{url}/rounds?phase={told['phase']}&limit=100", timeout=60
                ).json()["items"]
                if item["id"] == number
            ]
            return listed["phase"], told["close_with"]

        assert phase(round_id) == ("open", None)
        stage.submit(round_id, stage.blocks.put(stage.manifest(round_id).to_bytes()))
        assert phase(round_id) == ("voting", None)
        stage.end_window()
        assert phase(round_id) == ("reveal", None)
        stage.end_window()
        assert phase(round_id) == ("closable", "settle")
        stage.end_window()
        assert phase(late) == ("closable", "expire")


def test_projection__not_there__is_unavailable_and_the_log_has_the_remedy(
    settings: Settings, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with serving(settings, tmp_path) as url:
        for path in ("/health", "/rounds"):
            answer = httpx.get(url + path, timeout=60)
            assert answer.status_code == 503
            assert "try again" in answer.json()["detail"]
        assert "python -m frontend_api project" in caplog.text
        open_to_write(settings.projection).dispose()
        assert "empty" in httpx.get(f"{url}/rounds", timeout=60).json()["detail"]


def test_page__browser__gets_it_at_every_route_of_its_own(api: httpx.Client) -> None:
    for path in ("/", "/round/3", "/persona/2"):
        answer = api.get(path, headers={"Accept": "text/html"})
        assert "<title>Troupe</title>" in answer.text
        policy = answer.headers["content-security-policy"]
        assert "script-src 'self';" in policy
        assert "http://127.0.0.1:*" in policy
        assert "unsafe-eval" not in policy


def test_page__its_files__are_cached_for_long(api: httpx.Client) -> None:
    answer = api.get("/assets/app-1a2b.js")
    assert answer.text == "console.log(1)"
    assert "immutable" in answer.headers["cache-control"]


@pytest.mark.parametrize(
    "path", ["/%2e%2e/secret.txt", "/..%2fsecret.txt", "/a%00b", "/" + "a" * 5000]
)
def test_page__outside_its_folder__is_not_found(api: httpx.Client, path: str) -> None:
    assert api.get(path).status_code == 404


def test_page__not_built__leaves_the_api(settings: Settings, tmp_path: Path) -> None:
    with serving(settings, tmp_path / "nothing") as url:
        answer = httpx.get(url, headers={"Accept": "text/html"}, timeout=60)
        assert answer.status_code == 404
        assert "make setup" in answer.json()["detail"]
        assert "/openapi.json" in httpx.get(url, timeout=60).json()["detail"]


def test_openapi__description__is_complete(api: httpx.Client) -> None:
    schema = api.get("/openapi.json").json()
    assert schema["openapi"].startswith("3.1")
    text = json.dumps(schema)
    for reference in set(_references(schema)):
        assert reference.removeprefix("#/components/schemas/") in schema["components"]["schemas"]
    for path, methods in schema["paths"].items():
        for operation in methods.values():
            assert operation["description"], path
    assert "HTTPValidationError" not in text
    assert set(schema["paths"]) >= {
        "/health",
        "/ready",
        "/status",
        "/deployments",
        "/abi/{name}",
        "/personas",
        "/personas/{persona_id}",
        "/personas/{persona_id}/card",
        "/cards",
        "/rounds",
        "/rounds/{round_id}",
        "/rounds/{round_id}/entries",
        "/rounds/{round_id}/votes",
        "/rounds/{round_id}/sheets",
        "/operators",
        "/governor",
        "/proposals",
        "/proposals/{proposal_id}",
        "/proposals/{proposal_id}/votes",
        "/voters",
        "/voters/{address}",
        "/treasury",
        "/ipfs/{cid}",
        "/documents",
    }


def test_openapi__committed_file__is_the_apis() -> None:
    assert json.loads(FILE.read_text()) == description(), "run `python -m frontend_api openapi`"


def test_openapi__operations__have_names_of_their_own_and_say_what_can_go_wrong() -> None:
    operations = [each for path in description()["paths"].values() for each in path.values()]
    names = [each["operationId"] for each in operations]
    assert len(set(names)) == len(names)
    for each in operations:
        assert {"429", "500", "503"} <= set(each["responses"]), each["operationId"]
        assert each["tags"], each["operationId"]


def test_cors__foreign_page__is_let_in_only_where_settings_say(
    settings: Settings, tmp_path: Path
) -> None:
    own = settings.model_copy(update={"cors": ("https://friend.example",)})
    with serving(own, tmp_path) as url:
        for origin, allowed in (("https://friend.example", True), ("https://foe.example", False)):
            answer = httpx.get(f"{url}/status", headers={"Origin": origin}, timeout=60)
            assert ("access-control-allow-origin" in answer.headers) == allowed
            assert "access-control-allow-credentials" not in answer.headers


def test_rates__client_that_asks_too_often__waits_while_others_go_on(
    settings: Settings, tmp_path: Path, stopped_clock: None
) -> None:
    own = settings.model_copy(update={"requests_per_minute": 3, "writes_per_minute": 1})
    with serving(own, tmp_path) as url:
        found = [httpx.get(f"{url}/nothing", timeout=60).status_code for _ in range(4)]
        assert found == [404, 404, 404, 429]
        refused = httpx.get(f"{url}/nothing", timeout=60)
        assert refused.headers["content-type"] == "application/problem+json"
        assert refused.headers["retry-after"] == "20"
        assert refused.headers["x-content-type-options"] == "nosniff"
        found = [
            httpx.post(f"{url}/documents", content=b"x", timeout=60).status_code for _ in range(2)
        ]
        assert found == [415, 429]
        other = {"X-Forwarded-For": "192.0.2.7"}  # believed from loopback
        assert httpx.get(f"{url}/nothing", headers=other, timeout=60).status_code == 404


def _references(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"]
        for child in node.values():
            yield from _references(child)
    elif isinstance(node, list):
        for child in node:
            yield from _references(child)
