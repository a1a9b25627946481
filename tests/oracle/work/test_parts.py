"""One part's trouble stops no other part of an operator's look at the chain."""

import logging

import pytest

from oracle.errors import Fatal, Permanent, Transient
from oracle.work.parts import Parts

log = logging.getLogger("test")


def raising(error: Exception):
    def part() -> None:
        raise error

    return part


@pytest.mark.parametrize("error", [Transient("away"), Permanent("no"), IndexError("a missing log")])
def test_part_that_fails__is_said_once_and_stops_nothing(
    error: Exception, caplog: pytest.LogCaptureFixture
):
    parts = Parts(log)
    assert [parts.do(raising(error)) for _ in range(3)] == [False] * 3
    assert [each.name for each in caplog.records].count(log.name) == 1
    assert str(error) in caplog.text


def test_part_that_can_not_go_on__ends_it():
    with pytest.raises(Fatal):
        Parts(log).do(raising(Fatal("another chain")))


def test_trouble_as_long_as_a_stranger_likes__is_cut(caplog: pytest.LogCaptureFixture):
    Parts(log).do(raising(Transient("x" * 2**20 + "\nforged line")))
    assert len(caplog.text) < 2_000


def test_part__goes_on__says_so(caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.INFO)
    parts, errors = Parts(log), [Transient("away")]

    def part() -> None:
        if errors:
            raise errors.pop()

    assert [parts.do(part), parts.do(part)] == [False, True]
    assert "going on" in caplog.text
