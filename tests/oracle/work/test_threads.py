"""Threads beside the main one, and how a process ends without them."""

import subprocess
import sys
import threading
from contextlib import closing

import pytest

from oracle.work.threads import DaemonThreads
from tests.wait import PATIENCE_S

STUCK = """
import threading
from oracle.work.threads import DaemonThreads

began = threading.Event()
def never_ends():
    began.set()
    threading.Event().wait()

threads = DaemonThreads("stuck", 1)
threads.submit(never_ends)
began.wait()
threads.close()
"""


def test_submit__many_at_once__each_gets_its_own_result():
    with closing(DaemonThreads("work", 3)) as threads:
        futures = [threads.submit(lambda number=number: number * 2) for number in range(20)]
        assert [future.result(60) for future in futures] == list(range(0, 40, 2))


def test_submit__function_raises__its_error_is_the_result_and_the_thread_lives_on():
    with closing(DaemonThreads("work", 1)) as threads:
        failed = threads.submit(lambda: 1 // 0)
        assert threads.submit(lambda: "next").result(60) == "next"
        with pytest.raises(ZeroDivisionError):
            failed.result(60)


def test_close__work_that_waits__is_cancelled_and_what_runs_ends_by_itself():
    began, go = threading.Event(), threading.Event()
    threads = DaemonThreads("work", 1)

    def hold() -> str:
        began.set()
        go.wait(60)
        return "done"

    running, waiting = threads.submit(hold), threads.submit(lambda: "never")
    assert began.wait(60)
    threads.close()
    assert waiting.cancelled()
    go.set()
    assert running.result(60) == "done"


def test_process__work_is_stuck__ends_all_the_same():
    ended = subprocess.run([sys.executable, "-c", STUCK], timeout=PATIENCE_S, check=False)
    assert ended.returncode == 0
