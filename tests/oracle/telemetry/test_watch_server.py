"""The pages for whoever watches: what they say, and clients that mean no good."""

import json
import socket
import time
from collections.abc import Iterator
from contextlib import suppress

import httpx
import pytest

from oracle.errors import Fatal
from oracle.telemetry.health import State
from oracle.telemetry.server import WatchServer, state_page, text_page
from tests.ports import free_port
from tests.wait import wait_for

HOST = "127.0.0.1"


@pytest.fixture
def port() -> Iterator[int]:
    """A server with a good page, a bad one and a text."""
    port = free_port()
    pages = {
        "/good": state_page(lambda: State(True, {})),
        "/bad": state_page(lambda: State(False, {"node": "can't be\nreached"})),
        "/text": text_page(lambda: b"troupe 1\n"),
    }
    server = WatchServer(HOST, port, pages)
    yield port
    server.close()


def get(port: int, path: str, method: str = "GET") -> httpx.Response:
    """The answer; on a machine with much to do a client may be cut off, and asks again."""
    answers: list[httpx.Response] = []

    def is_answered() -> bool:
        with suppress(httpx.TransportError):
            answers.append(httpx.request(method, f"http://{HOST}:{port}{path}", timeout=60))
        return bool(answers)

    wait_for(is_answered, path)
    return answers[0]


def test_page__good_state__is_ok_in_json(port: int):
    answer = get(port, "/good?x=1")
    assert (answer.status_code, answer.json()) == (200, {"ok": True, "wrong": {}})


def test_page__bad_state__is_unavailable_with_reasons(port: int):
    answer = get(port, "/bad")
    assert answer.status_code == 503
    assert answer.json() == {"ok": False, "wrong": {"node": "can't be\nreached"}}


def test_page__text__is_of_prometheus_type(port: int):
    answer = get(port, "/text")
    assert answer.text == "troupe 1\n"
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")


def test_page__unknown_path__names_those_there_are(port: int):
    answer = get(port, "/../etc/passwd")
    assert (answer.status_code, answer.text) == (404, "/good /bad /text\n")


@pytest.mark.parametrize("method", ["POST", "DELETE", "HEAD"])
def test_page__other_method__is_refused(port: int, method: str):
    assert get(port, "/good", method).status_code == 501


def test_server__port_taken__is_fatal_and_names_the_setting(port: int):
    with pytest.raises(Fatal, match="TROUPE_HEALTH_PORT"):
        WatchServer(HOST, port, {})


def test_server__clients_that_never_finish__are_cut_and_others_served_again(port: int):
    idle = [socket.create_connection((HOST, port), timeout=60) for _ in range(24)]
    for client in idle:
        client.sendall(b"GET /good HTTP/1.1\r\nX-Slow: ")
    start = time.monotonic()
    for client in idle:
        assert client.recv(1) == b""
        client.close()
    assert time.monotonic() - start < 50
    assert get(port, "/good").is_success


@pytest.mark.parametrize("line", [b"\x00\xff\r\n\r\n", b"GET\r\n\r\n", b"G" * 70_000 + b"\r\n\r\n"])
def test_server__garbage__is_answered_or_cut_and_others_served(port: int, line: bytes):
    with socket.create_connection((HOST, port), timeout=60) as client:
        client.sendall(line)
        client.recv(64)
    assert get(port, "/good").is_success


def test_state__as_json__is_one_line(port: int):
    text = get(port, "/bad").text
    assert text.count("\n") == 1
    assert json.loads(text)["wrong"]
