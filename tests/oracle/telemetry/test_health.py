"""Health beats with completed work alone; looks that fail or hang say so."""

import threading
from threading import Event as Flag

import pytest

from oracle.errors import Transient
from oracle.telemetry.health import Health
from oracle.telemetry.looks import Look
from tests.wait import PATIENCE_S, wait_for

_PAUSE_S = 0.05


class Clock:
    """Seconds that only pass when told to."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def health(clock: Clock) -> Health:
    return Health("look at the chain was completed", 1.0, clock)


def test_health__just_started__is_alive_and_not_ready(health: Health):
    assert health.alive().ok
    assert health.ready({}).wrong == {"loop": "no look at the chain was completed yet"}


def test_health__looks_completed__is_alive_and_ready(health: Health, clock: Clock):
    for _ in range(100):
        clock.now += 10
        health.beat()
    assert health.alive().ok
    assert health.ready({"node": None}).ok


def test_health__no_look_for_long__is_not_alive(health: Health, clock: Clock):
    health.beat()
    clock.now = 71
    assert health.alive().wrong == {"loop": "no look at the chain was completed for 71 s"}
    assert not health.ready({}).ok


def test_ready__a_part_in_trouble__says_which_and_why(health: Health):
    health.beat()
    state = health.ready({"node": "it is down", "engine": None})
    assert (state.ok, state.wrong) == (False, {"node": "it is down"})


def test_look__read_fails__remembers_why_and_what_was_before():
    answers = iter([1])
    look = Look("node", lambda: next(answers, None) or fail(), 10)
    look.take()
    assert (look.last, look.trouble) == (1, None)
    look.take()
    assert (look.last, look.trouble) == (1, "the node is down")


def test_look__unexpected_error__is_trouble_that_shows_no_detail():
    def read() -> None:
        raise ValueError("with something in it")

    look = Look("node", read, 10)
    look.take()
    assert look.trouble == "unexpected: ValueError"


def test_look__read_hangs__is_trouble_and_ends_when_stopped():
    began, hang = Flag(), Flag()

    def read() -> bool:
        began.set()
        return hang.wait(PATIENCE_S)

    look = Look("what hangs", read, _PAUSE_S)
    look.start()
    assert began.wait(PATIENCE_S)
    wait_for(lambda: "no answer for" in (look.trouble or ""), "the look to be missed")
    look.close()
    hang.set()
    wait_for(lambda: not running("look at what hangs"), "its end")
    assert look.last is True


def fail() -> int:
    raise Transient("the node is down")


def running(name: str) -> bool:
    return any(thread.name == name for thread in threading.enumerate())
