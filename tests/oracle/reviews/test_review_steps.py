"""Who opens, settles and activates, and when."""

from dataclasses import replace

import pytest

from oracle.ports import (
    Acceptance,
    ActivationView,
    Contribution,
    Queue,
    QueueView,
    Review,
    ReviewView,
)
from oracle.reviews.decide import should_open, should_settle, to_activate

TURN = 10
LEADER, SECOND = "0xleader", "0xsecond"
ORDER = (LEADER, SECOND)


def queue(count: int) -> Queue:
    """So many contributions, one a second from 1000 on, numbered from 5."""
    made = (Contribution(5 + n, 1, "0xC", 1, "0xd", 1_000 + n) for n in range(count))
    return Queue(1, tuple(made))


def head(now: int, oldest: int = 5) -> QueueView:
    return QueueView(now=now, oldest=oldest, max_wait=600, order=ORDER)


@pytest.mark.parametrize(
    ("count", "operator", "now", "opens"),
    [
        (1, LEADER, 1_599, False),
        (1, LEADER, 1_600, True),
        (1, SECOND, 1_609, False),
        (1, SECOND, 1_610, True),
        (1, "0xstranger", 1_619, False),
        (1, "0xstranger", 1_620, True),
        (15, LEADER, 1_100, False),
        (16, LEADER, 1_014, False),
        (16, LEADER, 1_015, True),
        (16, SECOND, 1_024, False),
        (16, SECOND, 1_025, True),
        (20, LEADER, 1_015, True),
    ],
)
def test_queue__full_or_its_oldest_waited_long_enough__is_reviewed_in_turn(
    count: int, operator: str, now: int, opens: bool
):
    assert should_open(queue(count), head(now), operator, TURN) is opens


@pytest.mark.parametrize("oldest", [0, 21])
def test_queue__taken_by_a_review_that_is_not_final_yet__is_left_alone(oldest: int):
    assert not should_open(queue(1), head(2_000, oldest), LEADER, TURN)


REVIEW = Review(
    review_id=1,
    persona_id=1,
    token_ids=(5,),
    parameters_version=1,
    block_number=1,
    block_hash="0xb",
    log_index=0,
    commit_end=1_100,
    reveal_end=1_200,
)
OPEN = ReviewView(now=1_150, open=True, all_revealed=False, order=ORDER)


@pytest.mark.parametrize(
    ("seen", "operator", "settles"),
    [
        (OPEN, LEADER, False),
        (replace(OPEN, all_revealed=True), LEADER, True),
        (replace(OPEN, all_revealed=True, now=1_109), SECOND, False),
        (replace(OPEN, now=1_200), LEADER, True),
        (replace(OPEN, now=1_209), SECOND, False),
        (replace(OPEN, now=1_210), SECOND, True),
        (replace(OPEN, now=1_300, open=False), LEADER, False),
    ],
)
def test_review__all_revealed_or_time_over__is_settled_in_turn(
    seen: ReviewView, operator: str, settles: bool
):
    assert should_settle(REVIEW, seen, operator, TURN) is settles


def test_impacts__by_their_own_times__are_activated_in_turn_and_at_most_sixteen_at_once():
    due = tuple(Acceptance(n, 1, 100, 1_000 + n) for n in range(20))
    seen = ActivationView(now=1_010, due=due, order=ORDER)
    assert [each.token_id for each in to_activate(seen, LEADER, TURN)] == list(range(11))
    assert [each.token_id for each in to_activate(seen, SECOND, TURN)] == [0]
    later = replace(seen, now=2_000)
    assert len(to_activate(later, LEADER, TURN)) == 16
