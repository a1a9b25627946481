"""Drafts that accounts keep, through HTTP."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import httpx
import pytest

from tests.frontend_api.people import signed_in
from tests.frontend_api.serving import serving, settings_in

VOTER, CREATOR = "0x" + "11" * 20, "0x" + "22" * 20
DRAFT = {"platform": "x", "title": "Ferry", "text": "It opens.", "brief": "The ferry"}

Browser = Callable[[str], httpx.Client]


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Browsers of accounts, at an API without a chain: drafts need none."""
    folder = tmp_path_factory.mktemp("drafts")
    people = folder / "people.sqlite"
    settings = settings_in(folder)
    with serving(settings, folder) as url, ExitStack() as opened:
        yield lambda address: opened.enter_context(signed_in(url, people, address))


@pytest.fixture
def creator(browser: Browser) -> Iterator[httpx.Client]:
    """A creator who begins without drafts."""
    client = browser(CREATOR)
    yield client
    for each in client.get("/drafts", params={"limit": 100}).json()["items"]:
        client.delete(f"/drafts/{each['id']}")


def test_drafts__kept__are_read_again_as_they_were(creator: httpx.Client):
    made = creator.post("/drafts", json=DRAFT)
    assert made.status_code == 201
    found = creator.get(f"/drafts/{made.json()['id']}")
    assert found.json() == made.json()
    assert DRAFT.items() <= found.json().items()
    assert found.headers["etag"] == made.headers["etag"] == f'"{found.json()["version"]}"'


def test_drafts__changed_as_seen__only_what_is_sent_changes(creator: httpx.Client):
    made = creator.post("/drafts", json=DRAFT)
    path, seen = f"/drafts/{made.json()['id']}", {"If-Match": made.headers["etag"]}
    changed = creator.patch(path, json={"text": "It opens on Monday."}, headers=seen)
    assert changed.json()["text"] == "It opens on Monday."
    assert changed.json()["title"] == DRAFT["title"]
    assert changed.headers["etag"] != made.headers["etag"]


def test_drafts__changed_elsewhere_meanwhile__nothing_is_lost(creator: httpx.Client):
    made = creator.post("/drafts", json=DRAFT)
    path, seen = f"/drafts/{made.json()['id']}", {"If-Match": made.headers["etag"]}
    assert creator.patch(path, json={"text": "first"}, headers=seen).status_code == 200
    late = creator.patch(path, json={"text": "second"}, headers=seen)
    assert late.status_code == 412
    assert "read it again" in late.json()["detail"]
    assert creator.get(path).json()["text"] == "first"
    assert creator.patch(path, json={"text": "third"}).status_code == 428


def test_drafts__of_another_account__are_not_there(browser: Browser, creator: httpx.Client):
    made = creator.post("/drafts", json=DRAFT)
    path, seen = f"/drafts/{made.json()['id']}", {"If-Match": made.headers["etag"]}
    other = browser(VOTER)
    assert other.get("/drafts").json()["items"] == []
    answers = [
        other.get(path),
        other.patch(path, json={"text": "mine now"}, headers=seen),
        other.delete(path),
    ]
    assert [each.status_code for each in answers] == [404, 404, 404]
    assert creator.get(path).json()["text"] == DRAFT["text"]


def test_drafts__nobody_is_signed_in__is_a_401(creator: httpx.Client):
    stranger = httpx.Client(base_url=creator.base_url, timeout=60)
    with stranger:
        assert stranger.get("/drafts").status_code == 401
        assert stranger.post("/drafts", json=DRAFT).status_code == 401


def test_drafts__in_pages__each_comes_once(creator: httpx.Client):
    made = [creator.post("/drafts", json=DRAFT | {"title": str(n)}).json()["id"] for n in range(5)]
    found, cursor = [], None
    while True:
        params = {"limit": 2} | ({"cursor": cursor} if cursor else {})
        page = creator.get("/drafts", params=params).json()
        found += [each["id"] for each in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert sorted(found) == sorted(made)


def test_drafts__deleted__is_gone(creator: httpx.Client):
    path = f"/drafts/{creator.post('/drafts', json=DRAFT).json()['id']}"
    assert creator.delete(path).status_code == 204
    assert creator.get(path).status_code == 404
    assert creator.delete(path).status_code == 404


@pytest.mark.parametrize("text", ["", "\0", "\u202eمرحبا", "<script>alert(1)</script>", "😀" * 500])
def test_drafts__any_text__comes_back_as_it_is(creator: httpx.Client, text: str):
    made = creator.post("/drafts", json=DRAFT | {"text": text}).json()
    assert creator.get(f"/drafts/{made['id']}").json()["text"] == text


@pytest.mark.parametrize(
    "wrong", [{"platform": "myspace"}, {"text": "a" * 20_001}, {"title": "a" * 201}, {"more": 1}]
)
def test_drafts__wrong_field__is_a_422(creator: httpx.Client, wrong: dict[str, object]):
    assert creator.post("/drafts", json=DRAFT | wrong).status_code == 422
