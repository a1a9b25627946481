"""Work beside the tick."""

import threading

import pytest

from oracle.errors import Permanent, Transient
from oracle.work.background import Background


@pytest.fixture
def background():
    running = Background()
    yield running
    running.close()


def test_work__asked_for_again_while_it_runs_and_after__is_done_once(background: Background):
    done: list[int] = []
    go = threading.Event()

    def work() -> None:
        go.wait(10)
        done.append(1)

    for _ in range(3):
        background.see_to("round 1", "write", work)
    go.set()
    assert background.wait()
    background.see_to("round 1", "write", work)
    assert not background.wait()
    assert done == [1]


def test_work__stuck__does_not_hold_up_another(background: Background):
    go, other = threading.Event(), threading.Event()
    background.see_to("round 1", "write", lambda: go.wait(10) or None)
    background.see_to("round 2", "write", other.set)
    assert other.wait(10)
    go.set()


def test_work__fails_for_now__is_said_and_tried_again(background: Background):
    tries: list[int] = []

    def work() -> None:
        tries.append(1)
        if len(tries) < 3:
            raise Transient("busy")

    said = 0
    while len(tries) < 3:
        try:
            background.see_to("round 1", "write", work)
        except Transient:
            said += 1
        background.wait()
    assert said >= 2


def test_work__fails_for_good__is_said_and_not_tried_again(background: Background):
    tries: list[int] = []

    def work() -> None:
        tries.append(1)
        raise Permanent("malformed")

    background.see_to("round 1", "write", work)
    background.wait()
    for _ in range(3):
        with pytest.raises(Permanent, match="malformed"):
            background.see_to("round 1", "write", work)
    assert tries == [1]


def test_ended_round__its_work_is_forgotten(background: Background):
    tries: list[int] = []
    background.see_to("round 1", "write", lambda: tries.append(1))
    background.wait()
    background.keep_only({"round 2"})
    background.see_to("round 1", "write", lambda: tries.append(1))
    background.wait()
    assert tries == [1, 1]
