"""Tasks for workers, as both kinds of database keep them."""

import pytest
from sqlalchemy import Engine

from oracle.ports import Task
from oracle.store.assignments import DONE, StoredAssignments

TASK = Task("write", ("0x22", 7, "0xblock", True))


@pytest.fixture
def assignments(engine: Engine) -> StoredAssignments:
    return StoredAssignments(engine)


def test_assign__same_task_again__is_the_same_assignment_also_once_it_is_done(
    assignments: StoredAssignments,
):
    first = assignments.assign(TASK)
    assert assignments.assign(TASK).id == first.id
    assignments.end(first.id, DONE)
    assert assignments.assign(TASK).id == first.id
    assert assignments.assign(Task("write", ("0x22", 8, "0xblock", True))).id != first.id


def test_assign__task_that_failed__is_a_new_assignment(assignments: StoredAssignments):
    first = assignments.assign(TASK)
    assignments.end(first.id, "Transient", "the engine does not answer")
    second = assignments.assign(TASK)
    assert second.id != first.id
    assert (second.outcome, second.deliveries, second.sent_at) == (None, 0, None)
    assert assignments.find(first.id) is None


def test_begin__assignment__is_its_task_with_its_types_and_is_counted(
    assignments: StoredAssignments,
):
    made = assignments.assign(TASK)
    assert assignments.begin(made.id) == (TASK, 1)
    assert assignments.begin(made.id) == (TASK, 2)


def test_begin__ended_dropped_or_unknown__is_nothing_to_do(assignments: StoredAssignments):
    ended, dropped = assignments.assign(TASK), assignments.assign(Task("pin", ()))
    assignments.end(ended.id, "Permanent", "no")
    assignments.drop(dropped.id)
    for name in (ended.id, dropped.id, "0" * 32):
        assert assignments.begin(name) is None


def test_end__done_counts_more_than_a_failure_and_neither_brings_back_what_was_dropped(
    assignments: StoredAssignments,
):
    made = assignments.assign(TASK)
    assignments.end(made.id, "Transient", "first words \0\ud800")
    assignments.end(made.id, "Permanent", "later words")
    found = assignments.find(made.id)
    assert found is not None
    assert (found.outcome, found.says) == ("Transient", "first words \\x00\\ud800")
    assignments.end(made.id, DONE)
    found = assignments.find(made.id)
    assert found is not None
    assert found.outcome == DONE
    assignments.drop(made.id)
    assignments.end(made.id, DONE)
    assert assignments.find(made.id) is None
