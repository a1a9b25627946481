"""Sign-In with Ethereum: one message, one browser, one place, one time."""

import re
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from eth_account import Account
from eth_account.messages import encode_defunct
from frontend_api.settings import Settings
from hypothesis import given, settings, strategies
from pydantic import HttpUrl
from web3 import Web3

from oracle.chain.node import connect
from oracle.environment import load
from oracle.errors import Fatal
from tests.anvil import running_anvil
from tests.contracts.mocks import compiled
from tests.frontend_api.people import (
    ADA,
    BEN,
    ask_nonce,
    browser,
    iso,
    know_chain,
    message,
    send,
    sign,
    sign_in,
)
from tests.frontend_api.serving import serving, settings_in
from tests.wait import PATIENCE_S

CHAIN, ORDER = 31337, 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141


@dataclass(frozen=True)
class Place:
    """The API on a chain of its own, where nothing is deployed but wallets."""

    url: str
    w3: Web3
    settings: Settings


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    folder = tmp_path_factory.mktemp("accounts")
    with running_anvil() as rpc_url, pytest.MonkeyPatch.context() as patch:
        patch.setattr("frontend_api.accounts.endpoints._NODE_S", PATIENCE_S)
        w3 = connect(rpc_url)
        own = settings_in(folder, rpc_url=rpc_url)
        know_chain(own.projection, CHAIN, Web3.to_hex(w3.eth.get_block(0)["hash"]))
        with serving(own, folder) as url:
            yield Place(url, w3, own)


_clients = iter(range(1, 65_536))


@pytest.fixture
def visitor(place: Place) -> Iterator[httpx.Client]:
    """A browser of a client whose limits nobody else uses up."""
    with browser(place.url) as client:
        number = next(_clients)
        client.headers["X-Forwarded-For"] = f"192.0.{number // 256}.{number % 256}"
        yield client


def refused(answer: httpx.Response, why: str) -> None:
    """It is a problem that says why, and nobody is signed in."""
    assert answer.status_code == 401, answer.text
    assert re.search(why, answer.json()["detail"]), answer.text
    assert "set-cookie" not in answer.headers


def test_session__opened_with_a_wallet__lasts_until_signed_out(visitor: httpx.Client) -> None:
    assert visitor.get("/session").json() is None
    sign_in(visitor, ADA)
    told = visitor.get("/session").json()
    assert told["address"] == ADA.address
    assert told["expires_at"] - told["created"] == 7 * 24 * 3600
    assert visitor.delete("/session").status_code == 204
    assert "troupe" not in visitor.cookies
    assert visitor.get("/session").json() is None


def test_cookies__of_a_page_without_tls__are_closed_to_scripts_and_other_sites(
    visitor: httpx.Client,
) -> None:
    nonce = visitor.post("/session/nonce")
    text = message(nonce.json(), ADA.address)
    opened = send(visitor, text, sign(text, ADA))
    for cookie in (nonce.headers["set-cookie"], opened.headers["set-cookie"]):
        assert "HttpOnly" in cookie
        assert "SameSite=strict" in cookie
        assert "Path=/" in cookie
    assert opened.headers["cache-control"] == "no-store"
    assert visitor.get("/session").headers["cache-control"] == "private, no-cache"


def test_session__signed_out__is_worthless_to_who_copied_it(
    visitor: httpx.Client, place: Place
) -> None:
    sign_in(visitor, ADA)
    with browser(place.url) as thief:
        thief.cookies.set("troupe", visitor.cookies["troupe"])
        assert thief.get("/session").json()
        visitor.delete("/session")
        assert thief.get("/session").json() is None


def test_sign_out__everywhere__ends_every_browsers_session(
    visitor: httpx.Client, place: Place
) -> None:
    cleo = Account.create()
    sign_in(visitor, cleo)
    with browser(place.url) as other:
        sign_in(other, cleo)
        assert other.get("/session").json()["sessions"] == 2
        visitor.delete("/session", params={"everywhere": True})
        assert other.get("/session").json() is None


def test_sign_in__again__replaces_the_session_of_that_browser(visitor: httpx.Client) -> None:
    sign_in(visitor, ADA)
    before = visitor.cookies["troupe"]
    sign_in(visitor, BEN)
    assert visitor.get("/session").json()["address"] == BEN.address
    visitor.cookies.set("troupe", before)
    visitor.cookies.delete("troupe", domain="127.0.0.1")
    assert visitor.get("/session").json() is None


def test_database__read_by_a_thief__has_no_token(visitor: httpx.Client, place: Place) -> None:
    sign_in(visitor, ADA)
    key = visitor.post("/account/keys", json={"name": "laptop"}).json()["secret"]
    files = [file.read_bytes() for file in place.settings.people.parent.glob("people.sqlite*")]
    for secret in (visitor.cookies["troupe"], key):
        assert not any(secret.encode() in file for file in files)


# What does not sign in.


def test_sign_in__same_message_twice__works_once(visitor: httpx.Client) -> None:
    text = message(ask_nonce(visitor), ADA.address)
    secret = visitor.cookies["troupe-nonce"]
    assert send(visitor, text, sign(text, ADA)).status_code == 201
    visitor.cookies.clear()
    visitor.cookies.set("troupe-nonce", secret)
    refused(send(visitor, text, sign(text, ADA)), "nonce was used")


def test_sign_in__wrong_signature__spends_the_nonce(visitor: httpx.Client) -> None:
    text = message(ask_nonce(visitor), ADA.address)
    refused(send(visitor, text, sign(text, BEN)), "not of the address")
    refused(send(visitor, text, sign(text, ADA)), "nonce was used")


def test_sign_in__message_of_another_browser__is_refused(
    visitor: httpx.Client, place: Place
) -> None:
    """Else a stranger could have a victim's browser sign in as the stranger."""
    with browser(place.url) as stranger:
        text = message(ask_nonce(stranger), BEN.address)
    refused(send(visitor, text, sign(text, BEN)), "another browser")
    ask_nonce(visitor)
    refused(send(visitor, text, sign(text, BEN)), "another browser")


WRONG: dict[str, tuple[dict[str, Any], str, str]] = {
    "another domain": ({"domain": "evil.example"}, "", "for evil.example"),
    "our domain with a user": ({"domain": "127.0.0.1@evil.example"}, "", "it is for"),
    "another scheme": ({"domain": "https://127.0.0.1"}, "", "it is for"),
    "another uri": ({"uri": "https://evil.example/"}, "", "URI"),
    "uri that begins as ours": ({"uri": "{uri}@evil.example/"}, "", "URI"),
    "uri with a user": ({"uri": "http://127.0.0.1@evil.example/"}, "", "URI"),
    "another chain": ({"chain_id": 1}, "", "another chain: switch your wallet to chain 31337"),
    "no chain": ({"chain_id": 0}, "", "as the standard says"),
    "chain with a zero before": ({"chain_id": "031337"}, "", "as the standard says"),
    "another version": ({"version": 2}, "", "no message of ERC-4361"),
    "another nonce": ({"nonce": "a" * 32}, "", "another browser"),
    "short nonce": ({"nonce": "short"}, "", "no message of ERC-4361"),
    "old": ({"issued": "{long_ago}"}, "", "too old"),
    "from the future": ({"issued": "{soon}"}, "", "from the future"),
    "no time": ({"issued": "yesterday"}, "", "no message of ERC-4361"),
    "month 13": ({"issued": "2026-13-01T00:00:00Z"}, "", "no message of ERC-4361"),
    "time without a zone": ({"issued": "2026-11-01T00:00:00"}, "", "no message of ERC-4361"),
    "expired": ({}, "\nExpiration Time: {just_now}", "expired"),
    "not yet valid": ({}, "\nNot Before: {soon}", "not valid yet"),
    "more behind it": ({}, "\nand more", "no message of ERC-4361"),
    "newline behind it": ({}, "\n", "as the standard says"),
    "not ascii": ({"statement": "Ünd"}, "", "not in ASCII"),
    "zero width": ({"statement": "Sign\u200bin"}, "", "not in ASCII"),
}


@pytest.mark.parametrize("case", WRONG)
def test_sign_in__message_for_something_else__is_refused(visitor: httpx.Client, case: str) -> None:
    others, more, why = WRONG[case]
    nonce, now = ask_nonce(visitor), time.time()
    times = {"long_ago": now - 700, "just_now": now - 1, "soon": now + 600}
    known = nonce | {name: iso(each) for name, each in times.items()}
    others = {k: v.format(**known) if isinstance(v, str) else v for k, v in others.items()}
    text = message(nonce, ADA.address, more.format(**known), **others)
    refused(send(visitor, text, sign(text, ADA)), why)


def test_sign_in__message_with_all_that_it_may_say__is_accepted(visitor: httpx.Client) -> None:
    nonce = ask_nonce(visitor)
    more = (
        f"\nExpiration Time: {iso(time.time() + 600)}\nNot Before: {iso(time.time() - 60)}"
        "\nRequest ID: some-id\nResources:\n- https://a.example/b"
    )
    text = message(nonce, ADA.address, more, uri=nonce["uri"] + "/account?a=b")
    assert send(visitor, text, sign(text, ADA)).status_code == 201


def test_sign_in__address_without_checksum__is_refused(visitor: httpx.Client) -> None:
    text = message(ask_nonce(visitor), ADA.address.lower())
    refused(send(visitor, text, sign(text, ADA)), "no message of ERC-4361")


@given(where=strategies.integers(0, 400), put=strategies.characters(codec="utf-8"))
@settings(max_examples=25, deadline=None)
def test_sign_in__one_character_changed__is_refused(place: Place, where: int, put: str) -> None:
    with browser(place.url) as client:
        client.headers["X-Forwarded-For"] = f"198.51.{where % 256}.{ord(put) % 256}"
        text = message(ask_nonce(client), ADA.address)
        at = where % len(text)
        changed = text[:at] + put + text[at + 1 :]
        if changed != text:
            answer = send(client, changed, sign(text, ADA))
            assert answer.status_code in {401, 422}
            assert client.get("/session").json() is None


def _other_s(signature: bytes) -> bytes:
    s = ORDER - int.from_bytes(signature[32:64])
    return signature[:32] + s.to_bytes(32) + bytes([55 - signature[64]])


FORGED = {
    "the other s": _other_s,
    "v of 0 or 1": lambda signature: signature[:64] + bytes([signature[64] - 27]),
    "v of 29": lambda signature: signature[:64] + bytes([29]),
    "64 bytes": lambda signature: signature[:64],
    "66 bytes": lambda signature: signature + b"\0",
    "nothing": lambda _: b"",
    "zeros": lambda _: bytes(64) + b"\x1b",
    "r too large": lambda signature: b"\xff" * 32 + signature[32:],
    "4096 bytes": lambda signature: signature * 63 + b"\0",
}


@pytest.mark.parametrize("case", FORGED)
def test_sign_in__signature_in_another_form__is_refused(visitor: httpx.Client, case: str) -> None:
    text = message(ask_nonce(visitor), ADA.address)
    signature = bytes.fromhex(sign(text, ADA)[2:])
    forged = FORGED[case](signature)
    if case == "the other s":  # it recovers to the same address
        assert Account.recover_message(encode_defunct(text=text), signature=forged) == ADA.address
    refused(send(visitor, text, "0x" + forged.hex()), "not of the address")


@given(signature=strategies.binary(max_size=70))
@settings(max_examples=15, deadline=None)
def test_sign_in__any_bytes_for_a_signature__are_refused(place: Place, signature: bytes) -> None:
    with browser(place.url) as client:
        client.headers["X-Forwarded-For"] = f"203.0.{len(signature)}.{sum(signature) % 256}"
        text = message(ask_nonce(client), ADA.address)
        refused(send(client, text, "0x" + signature.hex()), "not of the address")


@pytest.mark.parametrize(
    "body",
    [
        {},
        [],
        {"message": "x"},
        {"message": "x", "signature": "abc"},
        {"message": "x", "signature": "0xabc"},
        {"message": "x" * 2_001, "signature": "0x"},
        {"message": "x", "signature": "0x" + "ab" * 4_097},
        {"message": "x", "signature": "0x", "more": 1},
    ],
)
def test_sign_in__malformed_body__names_the_fields(visitor: httpx.Client, body: Any) -> None:
    answer = visitor.post("/session", json=body)
    assert answer.status_code == 422
    assert answer.json()["errors"]


def test_sign_in__huge_body__is_refused_before_it_is_read(visitor: httpx.Client) -> None:
    def body() -> Iterator[bytes]:
        for _ in range(200):
            yield b" " * 2**20

    headers = {"Content-Type": "application/json"}
    with suppress(httpx.TransportError):  # it may hang up
        assert visitor.post("/session", content=body(), headers=headers).status_code == 413


def test_sign_in__too_often__says_when_to_come_back(visitor: httpx.Client) -> None:
    text = message(ask_nonce(visitor), ADA.address)
    answers = (send(visitor, text, sign(text, BEN)) for _ in range(40))  # the pace lets some pass
    last = next(each for each in answers if each.status_code != 401)
    assert last.status_code == 429
    assert int(last.headers["retry-after"]) >= 1


# Other sites' pages.


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "", None])
def test_another_page__with_our_cookies__can_write_nothing(
    visitor: httpx.Client, origin: str | None
) -> None:
    sign_in(visitor, ADA)
    del visitor.headers["Origin"]
    headers = {} if origin is None else {"Origin": origin}
    text = message({"domain": "x", "uri": "x", "chain_id": 1, "nonce": "x"}, ADA.address)
    for method, path, body in (
        ("POST", "/session/nonce", None),
        ("POST", "/session", {"message": text, "signature": "0x"}),
        ("DELETE", "/session", None),
        ("POST", "/account/keys", {"name": "theirs"}),
        ("DELETE", "/account/keys/x", None),
        ("DELETE", "/account", None),
    ):
        answer = visitor.request(method, path, json=body, headers=headers)
        assert answer.status_code == 403, (path, answer.text)
        assert "Origin header" in answer.json()["detail"]
    assert visitor.get("/session").json()


@pytest.mark.parametrize("host", ["evil.example", "192.0.2.1:8000", "127.0.0.1.evil.example", "["])
def test_host__that_nobody_vouches_for__signs_nobody_in(place: Place, host: str) -> None:
    """A page elsewhere may hand on what people sign there, and name itself as the host."""
    headers = {"Host": host, "Origin": f"http://{host}"}
    answer = httpx.post(f"{place.url}/session/nonce", headers=headers, timeout=60)
    assert answer.status_code == 403
    assert "this site's own address" in answer.json()["detail"]


def test_origin__with_tls__has_cookies_that_no_other_host_can_set(
    place: Place, tmp_path: Path
) -> None:
    own = place.settings.model_copy(update={"people": tmp_path / "people.sqlite"})
    own = Settings(**own.model_dump() | {"origin": "https://troupe.example"}, _env_file=None)
    with serving(own, tmp_path) as url, httpx.Client(base_url=url, timeout=60) as client:
        client.headers["Origin"] = "https://troupe.example"
        asked = client.post("/session/nonce")
        nonce = asked.json()
        assert (nonce["domain"], nonce["uri"]) == ("troupe.example", "https://troupe.example")
        name, secret = asked.headers["set-cookie"].partition(";")[0].split("=")
        assert name == "__Host-troupe-nonce"
        text = message(nonce, ADA.address, domain="https://troupe.example")
        body = {"message": text, "signature": sign(text, ADA)}
        opened = client.post("/session", json=body, headers={"Cookie": f"{name}={secret}"})
        assert opened.status_code == 201
        kept = opened.headers["set-cookie"]
        assert kept.startswith("__Host-troupe=")
        assert "Secure" in kept
        token = kept.partition(";")[0].partition("=")[2]
        for cookie, known in (("__Host-troupe", True), ("troupe", False)):
            told = client.get("/session", headers={"Cookie": f"{cookie}={token}"}).json()
            assert (told is not None) == known


@pytest.mark.parametrize(
    "origin",
    ["http://troupe.example", "https://troupe.example/page", "https://a@troupe.example", "x"],
)
def test_settings__origin_that_is_none__is_named(
    monkeypatch: pytest.MonkeyPatch, origin: str
) -> None:
    monkeypatch.setenv("TROUPE_ORIGIN", origin)
    with pytest.raises(Fatal, match="TROUPE_ORIGIN"):
        load(Settings)


# Wallets that are contracts.


def deploy(w3: Web3, bytecode: str) -> str:
    receipt = w3.eth.wait_for_transaction_receipt(
        w3.eth.send_transaction({"from": w3.eth.accounts[0], "data": bytecode})  # type: ignore[typeddict-item]
    )
    assert receipt["status"] == 1
    return str(receipt["contractAddress"])


def wallet_of(w3: Web3, owner: str) -> str:
    """A contract wallet of one owner."""
    made = compiled("Wallet1271")
    constructor = w3.eth.contract(abi=made["abi"], bytecode=made["bytecode"]).constructor(owner)
    return deploy(w3, constructor.build_transaction({"gas": 1, "gasPrice": 1})["data"])


def returning(runtime: str) -> str:
    """A contract whose code is `runtime`, in hex."""
    size = len(runtime) // 2
    return f"0x60{size:02x}600c60003960{size:02x}6000f3{runtime}"


def test_contract_wallet__its_owner_signs__is_signed_in(
    visitor: httpx.Client, place: Place
) -> None:
    wallet = wallet_of(place.w3, ADA.address)
    text = message(ask_nonce(visitor), wallet)
    assert send(visitor, text, sign(text, ADA)).json()["address"] == wallet
    text = message(ask_nonce(visitor), wallet)
    refused(send(visitor, text, sign(text, BEN)), "not of the address")
    text = message(ask_nonce(visitor), wallet)
    refused(send(visitor, text, sign(message(ask_nonce(visitor), wallet), ADA)), "another browser")


HOSTILE = {
    "says yes in four bytes": "631626ba7e60e01b60005260046000f3",
    "says yes and goes on": "631626ba7e60e01b60005260406000f3",
    "says yes with more behind": "631626ba7e60e01b60010160005260206000f3",
    "returns the input": "36600060003736600060f3"[:-4] + "6000f3",
    "says nothing": "00",
    "reverts": "60006000fd",
    "burns all gas": "5b600056",
    "answers 1": "600160005260206000f3",
}


@pytest.mark.parametrize("case", HOSTILE)
def test_contract_wallet__odd_code__is_refused(
    visitor: httpx.Client, place: Place, case: str
) -> None:
    wallet = deploy(place.w3, returning(HOSTILE[case]))
    text = message(ask_nonce(visitor), wallet)
    refused(send(visitor, text, sign(text, ADA)), "not of the address")


def test_contract_wallet__no_node__is_told_to_try_again(place: Place, tmp_path: Path) -> None:
    update = {"rpc_url": HttpUrl("http://127.0.0.1:9"), "people": tmp_path / "people.sqlite"}
    with serving(place.settings.model_copy(update=update), tmp_path) as url, browser(url) as client:
        text = message(ask_nonce(client), BEN.address)
        answer = send(client, text, sign(text, ADA))
        assert answer.status_code == 503
        assert "try again" in answer.json()["detail"]
        assert "127.0.0.1" not in answer.text
        sign_in(client, ADA)  # a key needs no node


def test_contract_wallet__node_of_another_chain__proves_nothing(
    place: Place, tmp_path: Path
) -> None:
    projection = tmp_path / "projection.sqlite"
    know_chain(projection, CHAIN, "0x" + "77" * 32)
    update = {"projection": projection, "people": tmp_path / "people.sqlite"}
    wallet = wallet_of(place.w3, ADA.address)
    with serving(place.settings.model_copy(update=update), tmp_path) as url, browser(url) as client:
        text = message(ask_nonce(client), wallet)
        answer = send(client, text, sign(text, ADA))
    assert answer.status_code == 503
    assert "try again" in answer.json()["detail"]
