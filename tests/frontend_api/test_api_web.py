"""What holds for the whole API: headers, ETags, problems, the page, its description, live news."""

import json
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from time import monotonic
from typing import Any

import httpx
import pytest
from frontend_api.app import description
from frontend_api.processes import open_projector
from frontend_api.projection.database import open_to_write
from frontend_api.projection.log import clear
from frontend_api.settings import Settings
from frontend_api.web.openapi import FILE

from oracle.store.database import transaction
from tests.frontend_api.serving import serving
from tests.frontend_api.stage import BRIEF, Stage
from tests.frontend_api.world import World

PATHS = ("/status", "/deployment", "/personas", "/personas/1", "/rounds", "/rounds/1", "/operators")


@pytest.mark.parametrize("path", PATHS)
def test_etag__sent_back__saves_the_body(api: httpx.Client, path: str) -> None:
    first = api.get(path)
    again = api.get(path, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert api.get(path, headers={"If-None-Match": '"other"'}).status_code == 200


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


def test_method__not_allowed__is_a_problem(api: httpx.Client) -> None:
    answer = api.delete("/rounds")
    assert answer.status_code == 405
    assert answer.headers["content-type"] == "application/problem+json"


def test_health__fresh_projection__is_ok(api: httpx.Client, world: World) -> None:
    open_projector(world.stage.settings).poll()
    assert api.get("/health").json() == {"status": "ok"}


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
        fresh = httpx.get(f"{url}/rounds/{round_id}").json()["final"]
        stage.mine(4)
        projector.poll()
        later = httpx.get(f"{url}/rounds/{round_id}").json()["final"]
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
            told = httpx.get(f"{url}/rounds/{number}").json()
            [listed] = [
                item
                for item in httpx.get(f"{url}/rounds?phase={told['phase']}&limit=100").json()[
                    "items"
                ]
                if item["id"] == number
            ]
            return listed["phase"], told["close_with"]

        assert phase(round_id) == ("open", None)
        stage.submit(round_id, stage.blocks.put(stage.manifest(round_id).to_bytes()))
        assert phase(round_id) == ("voting", None)
        stage.end_voting()
        assert phase(round_id) == ("reveal", None)
        stage.travel(13)
        assert phase(round_id) == ("closable", "settle")
        stage.travel(121)
        assert phase(late) == ("closable", "expire")


def test_projection__not_there__is_unavailable_with_a_remedy(
    settings: Settings, tmp_path: Path
) -> None:
    with serving(settings, tmp_path) as url:
        for path in ("/health", "/rounds"):
            answer = httpx.get(url + path)
            assert answer.status_code == 503
            assert "python -m frontend_api project" in answer.json()["detail"]
        open_to_write(settings.projection).dispose()
        assert "empty" in httpx.get(f"{url}/rounds").json()["detail"]


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
        answer = httpx.get(url, headers={"Accept": "text/html"})
        assert answer.status_code == 404
        assert "make setup" in answer.json()["detail"]
        assert "/openapi.json" in httpx.get(url).json()["detail"]


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
        "/status",
        "/deployment",
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
            answer = httpx.get(f"{url}/status", headers={"Origin": origin})
            assert ("access-control-allow-origin" in answer.headers) == allowed


def test_live__new_round__is_told_with_its_id(
    stage: Stage, settings: Settings, tmp_path: Path
) -> None:
    projector = open_projector(settings)
    while projector.poll():
        pass
    with serving(settings, tmp_path) as url, httpx.stream("GET", f"{url}/live", timeout=20) as live:
        assert live.headers["content-type"].startswith("text/event-stream")
        news = _events(live)
        assert next(news)[0] == "status"
        round_id = stage.propose(BRIEF.digest)
        projector.poll()
        told = next(data for event, data in news if event == "change")
    assert told["round_id"] == round_id
    assert told["persona_id"] is None


def test_live__reconnect__goes_on_from_the_last_event(
    stage: Stage, settings: Settings, tmp_path: Path
) -> None:
    projector = open_projector(settings)
    while projector.poll():
        pass
    with serving(settings, tmp_path) as url:
        with httpx.stream("GET", f"{url}/live", timeout=20) as live:
            version = next(_events(live))[1]["version"]
        round_id = stage.propose(BRIEF.digest)
        projector.poll()
        headers = {"Last-Event-ID": str(version)}
        with httpx.stream("GET", f"{url}/live", headers=headers, timeout=20) as live:
            event, told = next(e for e in _events(live) if e[0] != "status")
    assert (event, told["round_id"]) == ("change", round_id)
    assert told["version"] > version


@pytest.mark.parametrize("last", ["1", "999999999"])
def test_live__too_far_away__is_told_to_ask_again(
    world: World, settings: Settings, tmp_path: Path, last: str
) -> None:
    projector = open_projector(settings)
    while projector.poll():
        pass
    headers = {"Last-Event-ID": last}
    with (
        serving(settings, tmp_path) as url,
        httpx.stream("GET", f"{url}/live", headers=headers, timeout=20) as live,
    ):
        assert next(e for e in _events(live) if e[0] != "status")[0] == "resync"


def test_live__rebuilt_projection__is_told_to_ask_again(
    world: World, settings: Settings, tmp_path: Path
) -> None:
    projector = open_projector(settings)
    while projector.poll():
        pass
    with serving(settings, tmp_path) as url, httpx.stream("GET", f"{url}/live", timeout=20) as live:
        news = _events(live)
        assert next(news)[0] == "status"
        with transaction(open_to_write(settings.projection)) as session:
            clear(session)
        assert next(e for e in news if e[0] != "status")[0] == "resync"


def test_live__many_streams_of_one_client__others_still_get_in(
    world: World, settings: Settings, tmp_path: Path
) -> None:
    open_projector(settings).poll()

    with serving(settings, tmp_path) as url, ExitStack() as streams:

        def listen(client: str, streams: ExitStack) -> httpx.Response:
            headers = {"X-Forwarded-For": client}  # believed from loopback
            return streams.enter_context(
                httpx.stream("GET", f"{url}/live", headers=headers, timeout=20)
            )

        with ExitStack() as own:
            for host in range(8):
                assert listen(f"2001:db8::{host}", own).status_code == 200
            refused = listen("2001:db8::9", own)
            assert refused.status_code == 429
            assert refused.headers["content-type"] == "application/problem+json"
            assert listen("2001:db8:0:1::1", streams).status_code == 200
        deadline = monotonic() + 20
        while listen("2001:db8::9", streams).status_code == 429:
            assert monotonic() < deadline


def _events(live: httpx.Response) -> Iterator[tuple[str, Any]]:
    event = ""
    for line in live.iter_lines():
        if line.startswith("event: "):
            event = line.removeprefix("event: ")
        elif line.startswith("data: "):
            yield event, json.loads(line.removeprefix("data: "))


def _references(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"]
        for child in node.values():
            yield from _references(child)
    elif isinstance(node, list):
        for child in node:
            yield from _references(child)
