"""Log lines: parseable, with what a step is about, without secrets, and nobody can forge one."""

import json
import logging
from collections.abc import Callable, Iterator

import pytest

from oracle.errors import Transient
from oracle.settings import Settings
from oracle.telemetry.logs import set_up_logs
from oracle.telemetry.redaction import Redactor, redactor_of
from oracle.work.steps import Steps

DIGEST = "0x" + "ab" * 32
FORGED = "a brief\n2026-01-01T00:00:00Z INFO oracle all is well\r\x1b[2J\u202e\x85"

Said = Callable[[], str]
log = logging.getLogger("oracle.test")


@pytest.fixture
def said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Callable[[], str]]:
    """What was logged; the process's own logging is put back."""
    root = logging.getLogger()
    before = root.handlers[:], root.level
    monkeypatch.setattr("sys.excepthook", None)
    monkeypatch.setattr("threading.excepthook", None)
    root.handlers = []  # so that pytest's are not closed
    yield lambda: capsys.readouterr().err
    logging.captureWarnings(False)
    root.handlers, root.level = before


def test_json__a_step__has_its_round_a_utc_time_and_level(said: Said):
    set_up_logs("INFO", "json", str)
    Steps(log).take({"round=3": lambda: log.warning("it is %s", "late")})
    line = json.loads(said())
    assert line.pop("timestamp").endswith("Z")
    assert line == {
        "round": "3",
        "event": "it is late",
        "level": "warning",
        "logger": "oracle.test",
    }


def test_text__a_step_on_a_question__begins_with_it_and_the_next_line_does_not(
    said: Said,
):
    set_up_logs("INFO", "text", str)
    Steps(log).take({"question=0xc/3/0": lambda: log.info("commit")})
    log.info("going on")
    first, second = said().splitlines()
    assert first.endswith("Z INFO oracle.test question=0xc/3/0 commit")
    assert second.endswith("Z INFO oracle.test going on")


@pytest.mark.parametrize("form", ["text", "json"])
def test_log__text_of_strangers__stays_in_one_line(said: Said, form):
    set_up_logs("INFO", form, str)
    Steps(log).take({"round=1": lambda: fail(FORGED)})
    text = said()
    assert len(text.splitlines()) == 1
    assert not {"\r", "\x1b", "\u202e", "\x85"} & set(text)


@pytest.mark.parametrize("form", ["text", "json"])
def test_log__exception__keeps_its_trace_and_forges_no_line(said: Said, form):
    set_up_logs("INFO", form, Redactor(["hunter2"]))
    try:
        raise ValueError(f"hunter2 {FORGED}")
    except ValueError:
        log.exception("unexpected")
    text = said()
    assert "Traceback" in text
    assert "hunter2" not in text
    _, *rest = text.rstrip("\n").split("\n")
    assert all(line.startswith("    ") for line in rest)
    assert "\x1b" not in text


def fail(why: str) -> None:
    raise Transient(why)


@pytest.mark.parametrize(
    "text",
    [
        DIGEST,
        "round=3 0x1234 https://node.example/v3/status?x=1 a@b.example",
        "tx " + "12" * 32,
    ],
)
def test_redaction__digests_hashes_and_plain_urls__stay(text: str):
    assert redactor_of(Settings(_env_file=None))(text) == text


@pytest.mark.parametrize(
    ("setting", "value", "secret"),
    [
        ("passphrase", "open sesame", "open sesame"),
        ("engine_token", "tok-123456", "tok-123456"),
        ("pinning_token", "pin token", "pin%20token"),
        ("broker_url", "amqp://me:qu%40rtz99@host/v", "qu@rtz99"),
        ("database", "postgresql://troupe:pgpw99@db/x?sslpassword=pgkey99", "pgkey99"),
        ("database", "postgresql://troupe:pgpw99@db/x?sslmode=require", "pgpw99"),
        ("signer_url", "https://me:s1gner@signer.example/", "s1gner"),
        ("rpc_url", "https://me:s3cret@node.example/", "s3cret"),
        ("rpc_url", "https://node.example/v3/0123456789abcdef0123", "0123456789abcdef0123"),
        ("rpc_url", "https://node.example/?apikey=k3yk3y", "k3yk3y"),
        ("ws_url", "wss://node.example/ws/0123456789abcdef0123", "0123456789abcdef0123"),
        ("rpc_fallbacks", "https://a.example,https://b.example/?key=zzzz", "zzzz"),
        ("gateways", "https://u:pazzw0rd@g.example", "pazzw0rd"),
    ],
)
def test_redaction__what_settings_hold__is_hidden(setting: str, value: str, secret: str):
    settings = Settings.model_validate({setting: value})
    clean = redactor_of(settings)(f"it said {secret} and {value}, twice {secret}")
    assert secret not in clean
    assert "it said ***" in clean


def test_redaction__path_of_a_database__stays():
    clean = redactor_of(Settings.model_validate({"database": "/var/lib/troupe/o.sqlite"}))
    assert clean("/var/lib/troupe/o.sqlite is broken") == "/var/lib/troupe/o.sqlite is broken"


def test_redaction__any_urls_login__is_hidden():
    said = Redactor()("can't reach postgresql+psycopg://troupe:pw@db/oracle now")
    assert said == "can't reach postgresql+psycopg://***@db/oracle now"
