"""What is one account's is nobody else's: every private endpoint of the API, and no other list.

The endpoints come from the API's own description. A new private one fails here until it is listed
with what it is of.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi.routing import APIWebSocketRoute
from frontend_api.accounts.session import SignedIn
from frontend_api.app import FEATURES, description
from sqlalchemy import Engine
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from oracle.assistant.accounts.data import export
from oracle.assistant.accounts.keys import Keys
from oracle.assistant.accounts.sessions import LIFETIME_S, Sessions
from oracle.assistant.feedback.learning import Feedback
from oracle.assistant.feedback.ledger import Ledger
from oracle.assistant.feedback.records import Rewarded, plain
from oracle.assistant.feedback.rewards import Engagement, Thumb
from oracle.assistant.people.database import open_people
from oracle.assistant.people.tables import Account, Conversation, Draft, Message, Record
from oracle.store.database import transaction
from tests.frontend_api.people import ADA, BEN, browser, know_chain, signed_in
from tests.frontend_api.serving import serving, settings_in
from tests.oracle.assistant.conftest import a_choice
from tests.wait import PATIENCE_S

SECRET = "what only Ada may read"
TALK, DRAFT, POST = "a" * 32, "b" * 32, "d" * 16


@dataclass(frozen=True)
class Case:
    """How to ask a private endpoint for what is Ada's.

    `ids` are of her rows: whoever else names them is told 404. Without any it is about whoever
    asks; `body` then tries to name hers.
    """

    ids: dict[str, str] = field(default_factory=dict)
    body: dict[str, Any] | None = None
    headers: dict[str, str] = field(default_factory=dict)


CASES = {
    "session_close": Case(),
    "keys_list": Case(),
    "keys_create": Case(body={"name": "theirs"}),
    "keys_delete": Case({"key_id": "the id of Ada's key"}),
    "account_export": Case(),
    "account_delete": Case(),
    "conversations_list": Case(),
    "conversations_create": Case(body={"persona_id": 1}),
    "conversations_delete": Case({"conversation_id": TALK}),
    "messages_list": Case({"conversation_id": TALK}),
    "models_list": Case(),
    "completions_create": Case(
        body={"model": "persona-1", "messages": [{"role": "user", "content": TALK}]}
    ),
    "drafts_list": Case(),
    "drafts_create": Case(body={"platform": "x", "title": DRAFT}),
    "drafts_read": Case({"draft_id": DRAFT}),
    "drafts_change": Case({"draft_id": DRAFT}, {"text": "theirs"}, {"If-Match": f'"{DRAFT}"'}),
    "drafts_delete": Case({"draft_id": DRAFT}),
    "feedback_posts_list": Case(),
    "feedback_posts_read": Case({"post": POST}),
    "feedback_posts_delete": Case({"post": POST}),
    "feedback_thumb_tell": Case({"post": POST}, {"up": True}),
    "feedback_thumb_take_back": Case({"post": POST}),
    "feedback_engagement_tell": Case({"post": POST}, {"likes": 4}),
    "feedback_engagement_take_back": Case({"post": POST}),
    "feedback_learnt_list": Case(),
    "feedback_posts_export": Case(),
    "feedback_consent_read": Case(),
    "feedback_consent_tell": Case(body={"agreed": True}),
}
SOCKETS = {"/personas/{persona_id}/chat": f"/personas/1/chat?conversation={TALK}"}


def _posts(address: str) -> Iterator[Record]:
    """A post on record, and what was told of it: neither may be seen, nor taken back."""
    choice = a_choice(persona=SECRET, brief=SECRET, text=SECRET)
    told = {
        "choice": choice,
        "thumb": Rewarded(outcome=Thumb(up=False), reward=0),
        "engagement": Rewarded(outcome=Engagement(likes=9), reward=0.5),
    }
    about = {"address": address, "persona": SECRET.casefold(), "post": POST, "at": 1}
    for name, part in told.items():
        kind = "choice" if name == "choice" else "outcome"
        key = f"{name}:{POST}" if name == "choice" else f"{name}:{POST}:"
        yield Record(key=key, kind=kind, data=plain(part), **about)


def private_operations() -> dict[str, tuple[str, str]]:
    """Method and path of each operation that its description marks as private, by its name."""
    return {
        operation["operationId"]: (method.upper(), path)
        for path, operations in description()["paths"].items()
        for method, operation in operations.items()
        if operation.get("security")
    }


PRIVATE = private_operations()


@dataclass(frozen=True)
class House:
    """The API where Ada keeps things, and Ben has an account."""

    url: str
    people: Path
    engine: Engine
    key_id: str

    def ask(self, client: httpx.Client, name: str) -> httpx.Response:
        """Ask an endpoint for what is Ada's."""
        method, path = PRIVATE[name]
        case = CASES[name]
        ids = case.ids | {"key_id": self.key_id}
        headers = {**client.headers, **case.headers}
        return client.request(method, path.format(**ids), json=case.body, headers=headers)

    def adas(self) -> Any:
        """All that is Ada's."""
        return export(self.engine, ADA.address)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("house")
    own = settings_in(folder)
    know_chain(own.projection, 31337, "0x" + "11" * 32)
    engine = open_people(own.people)
    Sessions(engine).open(ADA.address)
    times = {"address": ADA.address, "created": 1, "updated": 1}
    with transaction(engine) as session:
        session.add(Conversation(id=TALK, persona_id=1, title=SECRET, **times))
        session.add(Draft(id=DRAFT, platform="x", title=SECRET, text=SECRET, data={}, **times))
        session.flush()
        session.add(Message(conversation=TALK, role="user", text=SECRET, at=1))
        session.add_all(_posts(ADA.address))
    key_id = Keys(engine).make(ADA.address, SECRET).key.id
    with serving(own, folder) as url:
        yield House(url, own.people, engine, key_id)
    engine.dispose()


def test_private_endpoints__all_of_them__are_listed_with_what_they_are_of() -> None:
    assert set(PRIVATE) == set(CASES), "list it in CASES: what rows does it reach, and by which id?"


@pytest.mark.parametrize("name", sorted(CASES))
def test_private_endpoint__nobody_signed_in__is_closed(house: House, name: str) -> None:
    before = house.adas()
    ended = Sessions(house.engine, lambda: 1_000.0).open(BEN.address)
    assert ended.expires == 1_000 + LIFETIME_S
    for headers in (
        {},
        {"Cookie": "troupe="},
        {"Cookie": "troupe=made-up"},
        {"Cookie": f"troupe={ended.token}"},
        {"Authorization": "Bearer made-up"},
        {"Authorization": "Bearer"},
        {"Authorization": f"Bearer {ended.token}"},
        {"Authorization": "Basic QWRhOg=="},
        {"Authorization": f"Bearer {ADA.address}"},
    ):
        with browser(house.url) as client:
            client.headers.update(headers)
            answer = house.ask(client, name)
        assert answer.status_code == 401, (headers, answer.text)
    assert house.adas() == before


@pytest.mark.parametrize("name", sorted(CASES))
def test_private_endpoint__another_account__neither_sees_nor_changes(
    house: House, name: str
) -> None:
    before = house.adas()
    with signed_in(house.url, house.people, BEN.address) as ben:
        answer = house.ask(ben, name)
    if CASES[name].ids:
        assert answer.status_code == 404, answer.text
    assert answer.status_code not in {401, 403, 422}, answer.text
    assert answer.status_code < 500
    assert SECRET not in answer.text
    assert ADA.address not in answer.text
    assert house.adas() == before


@pytest.mark.parametrize("name", sorted(name for name, case in CASES.items() if case.ids))
def test_private_endpoint__what_is_not_there__looks_as_what_is_anothers(
    house: House, name: str
) -> None:
    method, path = PRIVATE[name]
    nowhere = path.format(**dict.fromkeys([*CASES[name].ids, "key_id"], "c" * 32))
    with signed_in(house.url, house.people, BEN.address) as ben:
        theirs = house.ask(ben, name)
        case = CASES[name]
        headers = {**ben.headers, **case.headers}
        gone = ben.request(method, nowhere, json=case.body, headers=headers)
    assert (theirs.status_code, theirs.json()) == (gone.status_code, gone.json())


def test_private_sockets__all_of_them__are_listed() -> None:
    """They are not in the description: whatever takes `SignedIn` is private."""
    signed_in = SignedIn.__metadata__[0].dependency  # type: ignore[attr-defined]
    private = {
        route.path
        for feature in FEATURES
        for route in feature.router.routes
        if isinstance(route, APIWebSocketRoute)
        and signed_in in {each.call for each in route.dependant.dependencies}
    }
    assert private == set(SOCKETS)


@pytest.mark.parametrize("path", SOCKETS.values())
def test_private_socket__nobody_or_another_page__is_closed(house: House, path: str) -> None:
    token = Sessions(house.engine).open(BEN.address).token
    cookie = {"Cookie": f"troupe={token}"}
    cases: tuple[tuple[dict[str, str], str, int], ...] = (
        ({}, house.url, 401),
        ({"Cookie": "troupe=made-up"}, house.url, 401),
        (cookie, "https://evil.example", 403),
    )
    for headers, origin, status in cases:
        url = house.url.replace("http", "ws", 1) + path
        with (
            pytest.raises(InvalidStatus) as refused,
            connect(url, additional_headers=headers, origin=origin, open_timeout=PATIENCE_S),  # type: ignore[arg-type]
        ):
            pass
        assert refused.value.response.status_code == status


def test_account__deleted__leaves_nothing_of_it_and_all_of_others(house: House) -> None:
    before = house.adas()
    with signed_in(house.url, house.people, BEN.address) as ben:
        secret = ben.post("/account/keys", json={"name": "mine"}).json()["secret"]
        assert ben.post("/drafts", json={"platform": "x", "text": "mine"}).status_code == 201
        post = Feedback(Ledger(house.engine, BEN.address)).keep_choice(a_choice())
        assert ben.put(f"/feedback/posts/{post}/thumb", json={"up": True}).status_code == 200
        assert ben.delete("/account").status_code == 204
        assert ben.get("/session").json() is None
    with browser(house.url) as program:
        program.headers["Authorization"] = f"Bearer {secret}"
        assert program.get("/account/keys").status_code == 401
    assert not any(export(house.engine, BEN.address).values())
    assert house.adas() == before
    with transaction(house.engine) as session:
        assert session.get(Account, BEN.address) is None


def test_export__of_an_account__is_all_of_it_but_secrets(house: House) -> None:
    with signed_in(house.url, house.people, ADA.address) as ada:
        answer = ada.get("/account/export")
    told = answer.json()
    assert told["address"] == ADA.address
    held = told["held"]
    assert {name for name, rows in held.items() if rows} == {
        "account",
        "allowance",
        "session",
        "api_key",
        "conversation",
        "message",
        "draft",
        "record",
    }
    assert [row["text"] for row in held["message"]] == [SECRET]
    assert [row["kind"] for row in held["record"]] == ["choice", "outcome", "outcome"]
    assert "digest" not in answer.text


def test_api_key__of_a_program__does_what_its_owner_may_but_for_the_account(house: House) -> None:
    with signed_in(house.url, house.people, BEN.address) as ben:
        made = ben.post("/account/keys", json={"name": "  laptop \u202e"})
        assert made.status_code == 201
        key = made.json()
        assert key["secret"].startswith(key["start"])
        listed = ben.get("/account/keys")
        assert key["id"] in [each["id"] for each in listed.json()["items"]]
        assert key["secret"] not in listed.text
        with browser(house.url) as program:
            del program.headers["Origin"]  # no browser, no cookie, no origin
            program.headers["Authorization"] = f"Bearer {key['secret']}"
            assert program.get("/account/keys").status_code == 200
            assert program.post("/drafts", json={"platform": "x"}).status_code == 201
            for method, path in (
                ("POST", "/account/keys"),
                ("DELETE", f"/account/keys/{key['id']}"),
                ("GET", "/account/export"),
                ("PUT", "/feedback/consent"),
                ("DELETE", "/account"),
                ("DELETE", "/session"),
            ):
                bodies = {"POST": {"name": "more"}, "PUT": {"agreed": True}}
                body = bodies.get(method)
                assert program.request(method, path, json=body).status_code == 401
            ben.delete(f"/account/keys/{key['id']}")
            refused = program.get("/account/keys")
        assert refused.status_code == 401
        assert "API key is not known" in refused.json()["detail"]


def test_api_keys__too_many__are_refused_until_one_is_revoked(house: House) -> None:
    keys = Keys(house.engine)
    with signed_in(house.url, house.people, BEN.address) as ben:
        for number in range(len(keys.of(BEN.address)), 20):
            keys.make(BEN.address, str(number))
        refused = ben.post("/account/keys", json={"name": "one more"})
        assert refused.status_code == 409
        assert "revoke one" in refused.json()["detail"]
        ben.delete(f"/account/keys/{keys.of(BEN.address)[0].id}")
        assert ben.post("/account/keys", json={"name": "one more"}).status_code == 201
        ben.delete("/account")
