"""An external signer: what it sends is checked, and nothing of its URL is shown."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from eth_account import Account
from eth_keys import keys

from oracle.errors import Fatal, Transient, TroupeError
from oracle.settings import Settings
from oracle.signers.keystore import LocalSigner
from oracle.signers.opening import open_signer
from oracle.signers.remote import open_remote
from tests.oracle.signers.web3signer import (
    Sign,
    Web3Signer,
    by_another_key,
    differently_each_time,
    of_something_else,
    rightly,
    saying,
    with_high_s,
)
from tests.web_server import running

PRIVATE = keys.PrivateKey(b"\x0b" * 32)
OTHER = keys.PrivateKey(b"\x0c" * 32)
ADDRESS = PRIVATE.public_key.to_checksum_address()


@pytest.fixture
def server() -> Web3Signer:
    return Web3Signer([PRIVATE])


@pytest.fixture
def url(server: Web3Signer) -> Iterator[str]:
    with running(server.app()) as url:
        yield url


def settings(**given: object) -> Settings:
    return Settings(_env_file=None, **given)


def test_remote__the_only_key__signs_as_a_local_one_does(server: Web3Signer, url: str):
    remote = open_remote(url, None)
    local = LocalSigner(Account.from_key(PRIVATE.to_bytes()), "test")
    for data in (b"", b"\x02some transaction", bytes(10_000)):
        if data:
            assert remote.sign(data) == local.sign(data)
    assert remote.address == local.address == ADDRESS
    assert remote.place == f"signer at {url.removeprefix('http://')}"
    remote.close()


def test_remote__several_keys__the_named_one_is_used(server: Web3Signer, url: str):
    server.private.append(OTHER)
    with pytest.raises(Fatal, match="TROUPE_SIGNER_ADDRESS must name one") as several:
        open_remote(url, None)
    assert ADDRESS in str(several.value)
    remote = open_remote(url, ADDRESS.lower())
    assert remote.address == ADDRESS
    remote.close()


def test_remote__key_it_does_not_have__is_fatal(server: Web3Signer, url: str):
    with pytest.raises(Fatal, match=f"no {'0x' + '11' * 20}; it has: {ADDRESS}"):
        open_remote(url, "0x" + "11" * 20)
    server.private.clear()
    with pytest.raises(Fatal, match="it has: none"):
        open_remote(url, None)


def test_remote__signs_differently_each_time__is_refused(server: Web3Signer, url: str):
    server.sign = differently_each_time
    with pytest.raises(Fatal, match="RFC 6979"):
        open_remote(url, None)


@pytest.mark.parametrize(
    ("sign", "why"),
    [
        (by_another_key, "another key"),
        (of_something_else, "something else"),
        (with_high_s, "s is high"),
        (saying("0x" + "00" * 65), "neither 27 nor 28"),
        (saying("0x" + "00" * 64 + "1b"), "of nobody"),
        (saying("0x" + "ff" * 32 + "00" * 31 + "01" + "1b"), "of nobody"),
        (saying(""), "no signature"),
        (saying("0x1234"), "no signature"),
        (saying("<html>login</html>"), "no signature"),
        (saying("x" * 300_000), "more than"),
    ],
)
def test_sign__wrong_answer__is_refused_and_a_right_one_is_taken_later(
    server: Web3Signer, url: str, sign: Sign, why: str
):
    remote = open_remote(url, None)
    server.sign = sign
    with pytest.raises(Transient, match=why):
        remote.sign(b"data")
    server.sign = rightly
    assert remote.sign(b"data")
    remote.close()


@pytest.mark.parametrize("status", [301, 400, 401, 404, 500, 503])
def test_sign__error__is_transient(server: Web3Signer, url: str, status: int):
    remote = open_remote(url, None)
    server.status = status
    with pytest.raises(Transient, match="no such key" if status == 404 else str(status)):
        remote.sign(b"data")
    remote.close()


def test_sign__too_slow__is_transient(server: Web3Signer, url: str):
    remote = open_remote(url, None, seconds=10)
    server.delay_s = 60
    with pytest.raises(Transient, match=r"ReadTimeout|too slow"):
        remote.sign(b"data")
    remote.close()


@pytest.mark.parametrize("listed", [{}, [1], ["0x12"], "0x", [None], ["0x" + "zz" * 64]])
def test_remote__no_list_of_keys__is_transient(server: Web3Signer, url: str, listed: object):
    server.listed = listed
    with pytest.raises(Transient, match="no list of keys"):
        open_remote(url, None)


def test_remote__point_that_is_on_no_curve__is_refused(server: Web3Signer, url: str):
    server.listed = ["0x" + "11" * 64]
    with pytest.raises(TroupeError):
        open_remote(url, None)


def test_remote__down__is_transient_with_what_to_do(server: Web3Signer):
    with running(server.app()) as url:
        remote = open_remote(url, None)
    for ask in (lambda: remote.sign(b"data"), lambda: open_remote(url, None)):
        with pytest.raises(Transient, match=r"ConnectError.*start it, or check TROUPE_SIGNER_URL"):
            ask()
    remote.close()


def test_remote__credentials_in_the_url__are_used_and_never_shown(
    server: Web3Signer, url: str, caplog: pytest.LogCaptureFixture
):
    caplog.set_level(logging.DEBUG)
    server.login = ("operator", "sesame")
    with_login = url.replace("http://", "http://operator:sesame@")
    remote = open_remote(with_login, None)
    remote.sign(b"data")
    server.login = ("operator", "changed")
    with pytest.raises(Transient) as refused:
        remote.sign(b"data")
    shown = caplog.text + str(refused.value) + repr(remote) + repr(vars(remote)) + remote.place
    assert "sesame" not in shown
    remote.close()


def test_open_signer__nothing_set__is_none():
    assert open_signer(settings()) is None


def test_open_signer__url__is_the_remote_one(server: Web3Signer, url: str):
    signer = open_signer(settings(signer_url=url, signer_address=ADDRESS))
    assert signer is not None
    assert signer.address == ADDRESS
    signer.close()


def test_open_signer__keystore_and_url__is_fatal(tmp_path: Path):
    both = settings(signer_url="http://127.0.0.1:9", keystore=tmp_path / "key.json")
    with pytest.raises(Fatal, match="keep one"):
        open_signer(both)


def test_open_signer__address_alone__is_fatal():
    with pytest.raises(Fatal, match="without a TROUPE_SIGNER_URL"):
        open_signer(settings(signer_address=ADDRESS))


@pytest.mark.parametrize(
    "url",
    [
        "operator:sesame@signer.example",
        "ftp://operator:sesame@x",
        "http://",
        "http://operator:sesame",
    ],
)
def test_open_signer__no_http_url__is_fatal_and_does_not_show_it(url: str):
    with pytest.raises(Fatal, match="http:// or https://") as wrong:
        open_signer(settings(signer_url=url))
    assert "sesame" not in str(wrong.value)
    assert wrong.value.__context__ is None
