"""Settings: read once, wrong ones named, secrets never shown."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from frontend_api.settings import Settings as ApiSettings
from frontend_api.settings import load_settings as load_api_settings

from oracle.environment import Environment
from oracle.errors import Fatal
from oracle.settings import Settings, load_settings


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No setting and no .env of the machine that runs the test."""
    import os

    for name in list(os.environ):
        if name.startswith("TROUPE_"):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def test_settings__nothing_given__has_defaults_for_a_local_chain():
    settings = load_settings()
    assert (settings.chain_id, settings.depth, settings.engine) == (31337, "finalized", "builtin")
    assert settings.keystore is None


def test_settings__environment__wins_and_lists_are_split(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("TROUPE_DEPTH", "12")
    monkeypatch.setenv("TROUPE_GATEWAYS", "https://a.example, https://b.example,")
    settings = load_settings()
    assert settings.depth == 12
    assert [str(each) for each in settings.gateways] == ["https://a.example/", "https://b.example/"]


@pytest.mark.parametrize("load", [load_settings, load_api_settings])
def test_settings__empty_lines__count_as_unset(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, load: Callable[[], Environment]
):
    defaults = load()
    names = [f"TROUPE_{name.upper()}" for name in type(defaults).model_fields]
    (tmp_path / ".env").write_text("".join(f"{name}=\n" for name in names))
    assert load() == defaults
    for name in names:
        monkeypatch.setenv(name, "")
    assert load() == defaults


@pytest.mark.parametrize("load", [load_settings, load_api_settings])
def test_settings__wrong_ones__are_all_named_with_why(
    monkeypatch: pytest.MonkeyPatch, load: Callable[[], Environment]
):
    monkeypatch.setenv("TROUPE_RPC_URL", "nowhere")
    monkeypatch.setenv("TROUPE_POLL_SECONDS", "0")
    monkeypatch.setenv("TROUPE_GATEWAYS", "https://a.example,nowhere")
    with pytest.raises(Fatal) as wrong:
        load()
    assert "TROUPE_RPC_URL: Input should be a valid URL" in str(wrong.value)
    assert "TROUPE_GATEWAYS: Input should be a valid URL" in str(wrong.value)
    assert "TROUPE_POLL_SECONDS: Input should be greater than 0" in str(wrong.value)


@pytest.mark.parametrize(
    ("name", "value"),
    [("RPC_URL", "ftp://x"), ("CHAIN_ID", "0"), ("DEPTH", "-1"), ("ENGINE", "magic")],
)
def test_settings__wrong_value__is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str):
    monkeypatch.setenv(f"TROUPE_{name}", value)
    with pytest.raises(Fatal, match=f"TROUPE_{name}"):
        load_settings()


def test_secret__from_its_file__is_read_and_never_shown(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    path = tmp_path / "pass"
    path.write_text("open sesame\n")
    monkeypatch.setenv("TROUPE_PASSPHRASE_FILE", str(path))
    settings = load_settings()
    assert settings.passphrase is not None
    assert settings.passphrase.get_secret_value() == "open sesame"
    assert "sesame" not in repr(settings) + settings.model_dump_json()


def test_database__with_a_password__is_never_shown_and_may_be_in_a_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    url = "postgresql://me:open%20sesame@host/troupe"
    path = tmp_path / "url"
    path.write_text(url + "\n")
    monkeypatch.setenv("TROUPE_DATABASE_FILE", str(path))
    settings = load_settings()
    assert settings.database.get_secret_value() == url
    assert "sesame" not in repr(settings) + settings.model_dump_json()
    monkeypatch.setenv("TROUPE_DATABASE", "operator.sqlite")
    with pytest.raises(Fatal, match="both set"):
        load_settings()


def test_secret__given_twice__is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    path = tmp_path / "pass"
    path.write_text("one")
    monkeypatch.setenv("TROUPE_PASSPHRASE_FILE", str(path))
    monkeypatch.setenv("TROUPE_PASSPHRASE", "two")
    with pytest.raises(Fatal, match="both set"):
        load_settings()


@pytest.mark.parametrize("held", [b"", b" \n", b"one\ntwo\n", b"a" * 70_000])
def test_secret__file_of_no_one_line__is_refused_and_not_shown(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, held: bytes
):
    path = tmp_path / "token"
    path.write_bytes(held)
    monkeypatch.setenv("TROUPE_ENGINE_TOKEN_FILE", str(path))
    with pytest.raises(Fatal, match=f"{path} must hold the secret in one line") as wrong:
        load_settings()
    assert "one\ntwo" not in str(wrong.value)
    assert "aaaa" not in str(wrong.value)


def test_secret__each__may_be_in_a_file_as_example_and_handbook_say():
    root = Path(__file__).parents[2]
    fields = {**Settings.model_fields, **ApiSettings.model_fields}
    in_files = {name for name in fields if f"{name}_file" in fields}
    secrets = {name for name, field in fields.items() if "SecretStr" in str(field.annotation)}
    assert secrets == in_files
    example = (root / ".env.example").read_text()
    (said,) = re.findall(r"where <NAME> is\n# ([A-Z_, or]+)\.", example)
    assert set(re.findall("[A-Z_]{2,}", said)) == {name.upper() for name in in_files}
    (told,) = re.findall(
        r"`TROUPE_<NAME>_FILE` names: of (.+)\.\n", (root / "oracle/README.md").read_text()
    )
    own = {name.upper() for name in in_files & Settings.model_fields.keys()}
    assert set(re.findall("[A-Z_]{2,}", told)) == own


def test_secret__file_missing__is_named(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("TROUPE_PASSPHRASE_FILE", "/nowhere/pass")
    with pytest.raises(Fatal, match="/nowhere/pass"):
        load_settings()


def test_secret__file_of_no_text__is_named_and_not_shown(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    path = tmp_path / "pass"
    path.write_bytes(b"sesame\xff")
    monkeypatch.setenv("TROUPE_PASSPHRASE_FILE", str(path))
    with pytest.raises(Fatal, match=f"{path} holds no text") as wrong:
        load_settings()
    assert "sesame" not in str(wrong.value)


def test_settings__file_of_no_text__is_named(tmp_path: Path):
    (tmp_path / ".env").write_bytes(b"\xff\xfe")
    with pytest.raises(Fatal, match=r"\.env is no text"):
        load_settings()


def test_signer_url__with_credentials__is_never_shown(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("TROUPE_SIGNER_URL", "https://operator:sesame@signer.example:9000")
    settings = load_settings()
    assert settings.signer_url is not None
    assert settings.signer_url.get_secret_value().endswith("signer.example:9000")
    assert "sesame" not in repr(settings) + str(settings) + settings.model_dump_json()
    monkeypatch.setenv("TROUPE_SIGNER_ADDRESS", "0x12")
    with pytest.raises(Fatal, match="TROUPE_SIGNER_ADDRESS") as wrong:
        load_settings()
    assert "sesame" not in str(wrong.value)
