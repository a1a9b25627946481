"""Work beside the tick."""

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from oracle.errors import Permanent, Transient
from oracle.ports import Job, Task
from oracle.work.background import Background
from oracle.work.executor import ThreadExecutor

WRITE = Task("write", ())
Doing = Callable[[Callable[[], object]], Background]


@pytest.fixture
def doing() -> Iterator[Doing]:
    """Makes a background whose only work is the function given."""
    with ExitStack() as opened:

        def make(work: Callable[[], object]) -> Background:
            executor = ThreadExecutor({"write": lambda: work() and None})
            opened.callback(executor.close)
            return Background(executor)

        yield make


def test_work__asked_for_again_while_it_runs_and_after__is_done_once(doing: Doing):
    done: list[int] = []
    go = threading.Event()

    def work() -> None:
        go.wait(60)
        done.append(1)

    background = doing(work)
    for _ in range(3):
        assert not background.see_to("round 1", WRITE)
    go.set()
    background.wait()
    assert background.see_to("round 1", WRITE)
    assert not background.wait()
    assert done == [1]


def test_wait__something_is_being_done__says_so():
    class Endless:
        """An executor whose jobs are not done before they are waited for."""

        def start(self, task: Task) -> Job:
            assert task == WRITE
            return self

        def done(self) -> bool:
            return False

        def exception(self) -> None:
            return None

        def cancel(self) -> bool:
            return False

        def close(self) -> None:
            pass

    background = Background(Endless())
    assert not background.wait()
    background.see_to("round 1", WRITE)
    assert background.wait()


def test_work__stuck__does_not_hold_up_another():
    go, other = threading.Event(), threading.Event()
    executor = ThreadExecutor({"write": lambda: go.wait(60) and None, "answer": other.set})
    background = Background(executor)
    background.see_to("round 1", WRITE)
    background.see_to("round 2", Task("answer", ()))
    assert other.wait(60)
    go.set()
    executor.close()


def test_work__fails_for_now__is_said_and_tried_again(doing: Doing):
    tries: list[int] = []

    def work() -> None:
        tries.append(1)
        if len(tries) < 3:
            raise Transient("busy")

    background = doing(work)
    said = 0
    while len(tries) < 3:
        try:
            background.see_to("round 1", WRITE)
        except Transient:
            said += 1
        background.wait()
    assert said >= 2
    assert background.see_to("round 1", WRITE)


def test_work__fails_for_good__is_said_and_not_tried_again(doing: Doing):
    tries: list[int] = []

    def work() -> None:
        tries.append(1)
        raise Permanent("malformed")

    background = doing(work)
    background.see_to("round 1", WRITE)
    background.wait()
    for _ in range(3):
        with pytest.raises(Permanent, match="malformed"):
            background.see_to("round 1", WRITE)
    assert tries == [1]


def test_work__nobody_takes_it_now__is_said_and_given_again():
    taken: list[Task] = []

    class Closed:
        """An executor that takes nothing the first time."""

        def __init__(self) -> None:
            self._threads = ThreadExecutor({"write": lambda: None})

        def start(self, task: Task) -> Job:
            taken.append(task)
            if len(taken) == 1:
                raise Transient("the broker does not answer")
            return self._threads.start(task)

        def close(self) -> None:
            self._threads.close()

    executor = Closed()
    background = Background(executor)
    while len(taken) < 2:
        try:
            background.see_to("round 1", WRITE)
        except Transient as error:
            assert "broker" in str(error)  # noqa: PT017
    background.wait()
    assert background.see_to("round 1", WRITE)
    executor.close()


def test_work__name_nobody_knows__is_refused_for_good(doing: Doing):
    background = doing(lambda: None)
    background.see_to("round 1", Task("dance", ()))
    background.wait()
    with pytest.raises(Permanent, match="dance"):
        background.see_to("round 1", Task("dance", ()))


def test_ended_round__its_work_is_forgotten(doing: Doing):
    tries: list[int] = []
    background = doing(lambda: tries.append(1))
    background.see_to("round 1", WRITE)
    background.wait()
    background.keep_only({"round 2"})
    background.see_to("round 1", WRITE)
    background.wait()
    assert tries == [1, 1]
