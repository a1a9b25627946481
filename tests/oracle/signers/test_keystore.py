"""The key in a keystore file: opened, used, and never shown."""

import json
from pathlib import Path

import pytest
from eth_account import Account
from eth_account.messages import encode_defunct
from pydantic import SecretStr

from oracle.chain.signing import personal
from oracle.errors import Fatal
from oracle.signers.keystore import LocalSigner, load_keystore

KEY = "0x" + "ab" * 32


@pytest.fixture
def keystore(tmp_path: Path) -> Path:
    path = tmp_path / "key.json"
    path.write_text(json.dumps(Account.encrypt(KEY, "open sesame", kdf="pbkdf2", iterations=1)))
    return path


def test_keystore__right_passphrase__is_the_signer(keystore: Path):
    signer = load_keystore(keystore, SecretStr("open sesame"))
    assert signer.address == Account.from_key(KEY).address
    assert signer.place == f"keystore {keystore}"


def test_keystore__message__is_signed_as_wallets_do(keystore: Path):
    signer = load_keystore(keystore, SecretStr("open sesame"))
    wallet = Account.sign_message(encode_defunct(b"Troupe salt"), KEY).signature
    assert signer.sign(personal(b"Troupe salt")) == bytes(wallet)


def test_keystore__shown__hides_its_key(keystore: Path):
    signer = load_keystore(keystore, SecretStr("open sesame"))
    part = KEY[2:18]  # so long that no object is at an address that has it
    assert part not in repr(signer) + repr(vars(signer))
    assert repr(bytes.fromhex(part))[2:-1] not in repr(signer) + repr(vars(signer))


_CRYPTO = {"cipher": "aes-128-ctr", "kdf": "pbkdf2", "mac": "00"}


@pytest.mark.parametrize(
    "content",
    [
        b"{}",
        b"[]",
        b"not json",
        b"\xff\xfe",
        b"[" * 10_000,
        b'{"crypto": 1}',
        b'{"version": 3, "crypto": {"kdf": "magic"}}',
        json.dumps({"version": 3, "crypto": _CRYPTO}).encode(),
        b'"' + KEY.encode() + b'"',
    ],
)
def test_keystore__no_keystore_file__is_fatal_and_shows_nothing_of_it(
    tmp_path: Path, content: bytes
):
    path = tmp_path / "key.json"
    path.write_bytes(content)
    with pytest.raises(Fatal, match="can't be opened") as wrong:
        load_keystore(path, SecretStr("open sesame"))
    assert "abab" not in str(wrong.value)
    assert "sesame" not in str(wrong.value)
    assert wrong.value.__cause__ is None


def test_keystore__key_out_of_range__is_fatal(tmp_path: Path):
    path = tmp_path / "key.json"
    nought = Account.encrypt(KEY, "open sesame", kdf="pbkdf2", iterations=1)
    nought["crypto"]["ciphertext"] = "00"
    path.write_text(json.dumps(nought))
    with pytest.raises(Fatal, match="can't be opened"):
        load_keystore(path, SecretStr("open sesame"))


def test_keystore__wrong_or_no_passphrase__is_fatal_and_shows_neither(keystore: Path):
    with pytest.raises(Fatal, match="wrong passphrase") as wrong:
        load_keystore(keystore, SecretStr("guess"))
    assert "guess" not in str(wrong.value)
    assert wrong.value.__cause__ is None
    with pytest.raises(Fatal, match="TROUPE_PASSPHRASE_FILE"):
        load_keystore(keystore, None)


def test_keystore__file_missing__is_fatal():
    with pytest.raises(Fatal, match="can't be read"):
        load_keystore(Path("/nowhere/key.json"), SecretStr("open sesame"))


def test_local_signer__same_data__same_signature():
    signer = LocalSigner(Account.from_key(KEY), "test")
    assert signer.sign(b"data") == signer.sign(b"data") != signer.sign(b"other data")
